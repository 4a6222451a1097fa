"""Explorer of a training step over links (SCL-X4)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import low_communication as results


@explorer(
    id="SCL-X4",
    title="From a model, a method and a link to the speed that is lost",
    question="How much speed does training over several sites lose at the link, method and model you believe?",
    note="Time alone: what seldom exchange costs in learning is not in it. The range is that of the latency between neighbouring sites; H100 at frontier use.",
    controls=(
        Control("method", "Method", tuple(results.methods().index), "INTELLECT-1"),
        Control("link_gbit_s", "Link of each site", (0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0), 1.0, "gigabit/s"),
        Control("params_b", "Parameters, billions", (1.0, 10.0, 70.0, 400.0, 2000.0), 70.0),
        Control("sites", "Sites", (2.0, 4.0, 8.0, 30.0), 4.0),
        Control("batch_mtoken", "Tokens a step", (4.0, 16.0, 60.0), 16.0, "Mtoken"),
        Control("speed_h100", "H100 of all sites together", (1e3, 1e4, 1e5, 1e6), 1e4),
    ),
    outputs=(Output("lost", "Speed lost", "percent"), Output("step_s", "Time of a step", "s"), Output("sent_gb", "Handed in by a site, mean of a step", "GB")),
    grade="modelled",
    notebook="scaling/low-communication",
)
def step_over_links(method, link_gbit_s, params_b, sites, batch_mtoken, speed_h100):
    """Method, link, model, sites, batch and speed to loss, time and bytes."""
    return results.explorer_grid(method, params_b, sites, link_gbit_s, batch_mtoken, speed_h100)
