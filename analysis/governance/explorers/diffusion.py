"""Explorer of diffusion (GOV-X3)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.governance.results import diffusion as results


@explorer(
    id="GOV-X3",
    title="When an actor with a smaller budget arrives, and where the frontier is by then",
    question="When does an actor reach a capability that others have shown, at the budget, progress and spread you believe?",
    note="Until the technique has spread, and until the first run’s price has fallen as far as the budget is smaller. Ranges: computation per dollar. A halving time of three months is about what the capability index implies, eight months what was published for text loss.",
    controls=(
        Control("smaller", "Budget, times smaller", (1.0, 3.0, 10.0, 30.0, 100.0, 1000.0, 10000.0), 100.0),
        Control("halving_months", "Half-life of the compute for the same result", (2.0, 3.0, 5.0, 8.0, 12.0, 24.0), 8.0, "month"),
        Control("spread_years", "The technique spreads in (years)", (0.0, 0.25, 0.5, 1.0, 1.5, 3.0), 0.5),
        Control("budget_growth", "Actor’s budget, factor a year", (1.0, 1.5, 2.4), 1.0),
        Control("frontier_growth", "Largest run’s compute, factor a year", (1.0, 2.0, 4.4, 6.0), 4.4),
    ),
    outputs=(Output("months", "Arrives after", "month"), Output("lead", "Frontier’s effective compute has grown (times)", "1"), Output("reach", "Budget, times smaller, that suffices after three years", "1")),
    grade="modelled",
    notebook="governance/diffusion",
)
def arrival(smaller, halving_months, spread_years, budget_growth, frontier_growth):
    """Budget, progress, spread and growth to the wait and the frontier's lead."""
    return results.explorer_grid(smaller, halving_months, spread_years, budget_growth, frontier_growth)
