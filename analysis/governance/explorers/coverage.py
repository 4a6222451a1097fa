"""Explorer of thresholds (GOV-X1)."""

from __future__ import annotations

from analysis.explorers import TEXT, Control, Output, explorer
from analysis.governance.results import buffer as results


@explorer(
    id="GOV-X1",
    title="Which models a threshold covers",
    question="Which models are covered, on record and in all, at the threshold, counting rule, buffer and year you choose, and how many will be?",
    note="Notable models since 2022, released by the end of the year, for 2026 and later by mid-July 2026. On record: with a published estimate above the line. In all: the others’ compute is inferred, with a 5–95 % range. The forecast is this book’s own, for the end of the year, of the same line; under a rule that counts more, the line is lowered by what the rule adds at the middle of its range. The newest models are named first; an inferred model is named at even odds or better; models below a tenth of the EU’s line are counted, not named.",
    controls=(
        Control("threshold_flop", "Threshold", (1e23, 1e24, 1e25, 1e26, 1e27, 1e28), 1e25, "FLOP"),
        Control("rule", "What is counted", tuple(results.RULE_WORDS.values()), "pre-training only"),
        Control("buffer_multiple", "Buffer (threshold divided by)", (1.0, 3.0, 10.0, 30.0), 1.0, "1"),
        Control("year", "Year", (2022.0, 2023.0, 2024.0, 2025.0, 2026.0, 2027.0, 2028.0, 2029.0, 2030.0), 2026.0, "year"),
    ),
    outputs=(
        Output("observed", "Models on record", "1"),
        Output("covered", "Models in all", "1"),
        Output("newest", "On record, newest first", TEXT),
        Output("inferred", "Inferred, newest first", TEXT),
        Output("forecast", "Forecast", TEXT),
    ),
    grade="modelled",
    notebook="governance/counting-and-buffers",
)
def thresholds(threshold_flop, rule, buffer_multiple, year):
    """Threshold, rule, buffer and year to models covered, their names and the forecast."""
    return results.explorer_grid(threshold_flop, rule, buffer_multiple, year)
