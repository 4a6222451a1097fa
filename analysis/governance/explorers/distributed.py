"""Explorer of a run over sites below a limit (GOV-X4)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.governance.results import distributed as results


@explorer(
    id="GOV-X4",
    title="From a limit on a site to what many such sites train",
    question="What do sites below a limit train together, at the chip, link and time you believe?",
    note="The published method that keeps most; ranges: utilisation and the cost of exchanging seldom. A run that the law counts as a whole is counted however it is spread.",
    controls=(
        Control("limit_flop_per_s", "Limit on a site, as counted", (3.2e16, 1e17, 1e18, 1e19, 1e20), 1e20, "FLOP/s"),
        Control("sites", "Sites", (1.0, 2.0, 4.0, 10.0, 30.0, 100.0, 300.0, 1000.0), 4.0),
        Control("chip", "Chip", results.CHIPS, "H100"),
        Control("days", "Days", (30.0, 95.0, 180.0, 365.0), 95.0, "day"),
        Control("link_gbit_s", "Link of each site", (0.1, 1.0, 10.0, 100.0, 400.0, 3200.0), 400.0, "gigabit/s"),
    ),
    outputs=(Output("trained", "Worth of the run in one place", "FLOP"), Output("kept", "Compute that counts", "percent"), Output("chips", "Chips of a site", "chip"), Output("power_mw", "Power of a site", "MW")),
    grade="modelled",
    notebook="governance/distributed-training",
)
def sites_below_a_limit(limit_flop_per_s, sites, chip, days, link_gbit_s):
    """Limit, sites, chip, days and link to compute, share kept, chips and power."""
    return results.explorer_grid(limit_flop_per_s, sites, chip, days, link_gbit_s)
