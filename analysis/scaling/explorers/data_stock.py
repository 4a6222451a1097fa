"""Explorer of the stock of text (SCL-X3)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import data_stock as results


@explorer(
    id="SCL-X3",
    title="From a stock of text and a growth of data sets to the year they meet",
    question="When does the text run out, at the stock and growth you believe?",
    note="The range is that of today’s largest run, disclosed or not, and of the growth of the stock; what you choose is held fixed. The stock is what a run can use: clean text, with repetition if you count it. Tokens per parameter raise the data of a run of the same compute by their root.",
    controls=(
        Control("text_stock", "Usable stock in 2024", (3e13, 6e13, 1e14, 2e14, 3e14, 5e14, 1e15, 3e15), 3e14, "token"),
        Control("token_growth", "Growth of the largest data set, times a year", (1.3, 1.6, 1.9, 2.1, 2.4, 3.0, 3.7), 2.1),
        Control("human_share", "Share of the text that people wrote", (1.0, 0.8, 0.6, 0.45, 0.3), 1.0),
        Control("overtraining", "Tokens per parameter, times today’s", (1.0, 2.0, 5.0, 20.0), 1.0),
    ),
    outputs=(Output("year", "Largest run takes the whole stock", "year"),),
    grade="modelled",
    notebook="scaling/data-stock",
)
def when_text_runs_out(text_stock, token_growth, human_share, overtraining):
    """Stock, growth, human share and over-training to the year."""
    return {"year": results.years_at(text_stock, token_growth, human_share, overtraining)}
