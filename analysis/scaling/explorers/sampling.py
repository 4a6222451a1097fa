"""Explorer of sampling (SCL-X5)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import sampling as results


@explorer(
    id="SCL-X5",
    title="From one try to many: coverage, its price, and what as many again would add",
    question="How many problems are covered, and at what price, for a model, a set of problems and a number of samples of your choice?",
    note="Difficulty follows a Beta distribution with the mean of the first slider and the exponent of the second: the lower it is, the more problems are very hard. The page gives the exponents of the published curves. Ranges are those of a set of three hundred problems. Coverage supposes that a right answer is recognised.",
    controls=(
        Control("single_percent", "Right at one try", (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 15.9, 25.0, 40.0, 60.0), 15.9, "percent"),
        Control("spread", "Exponent of difficulty", (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.7, 1.0, 2.0), 0.35),
        Control("samples", "Samples for each problem", (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 1000.0, 10000.0, 100000.0, 1000000.0), 20.0),
        Control("usd_per_sample", "Price of a sample", (1e-5, 1e-4, 0.001, 0.0072, 0.05, 0.2, 1.0), 0.0072, "USD"),
    ),
    outputs=(
        Output("covered_percent", "Problems covered", "percent"),
        Output("gain_percent", "Twice the samples add", "percentage_point"),
        Output("usd", "Price of one problem", "USD"),
        Output("usd_solved", "Price of one problem covered", "USD"),
    ),
    grade="modelled",
    notebook="scaling/sampling",
)
def many_tries(single_percent, spread, samples, usd_per_sample):
    """Success at one try, spread of difficulty, samples and price to coverage and its cost."""
    return results.explorer_grid(single_percent, spread, samples, usd_per_sample)
