"""Figures of concentration: the index by level, owners' shares, other levels' shares, and shares by year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import concentration as results

__all__ = ["index", "owner_shares", "level_shares", "trend"]

_COMMON = {"as_of": "2025-12-31", "notebook": "governance/concentration", "facts": (results.facts,), "claims": ("E14",)}
_STOCKS = ("power/chip_owners", "power/chip_stocks")
_LEVELS = {"Country": theme.GREEN, "Designer": theme.BLUE, "Foundry": theme.ORANGE}
_SERIES = {"Four largest owners": theme.PURPLE, "NVIDIA’s chips": theme.BLUE}


def _dots(frame, value, title, row, narrow, domain, colour, values=None):
    y = named_rows.rows(row, list(frame[row]), narrow)
    x = alt.X(f"{value}:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(grid=True) if values is None else alt.Axis(grid=True, values=values))
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x="low:Q", x2="high:Q", y=y, color=colour)
    dots = base.mark_point(size=70).encode(x=x, y=y, color=colour)
    return alt.layer(dots, bars, *named_rows.names(frame, row, y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="GOV-64",
    slug="concentration-index-by-level",
    title="Concentration grows along the supply chain: as if {equal_owner:2} equal owners, {equal_designer:2} designers and {equal_foundry:2} foundry held AI compute",
    question="At which level is AI compute most concentrated?",
    alt="Dots with ranges of the Herfindahl–Hirschman index. Owners {hhi_owner:range2}, designers {hhi_designer:range2}, countries {hhi_country:range2}, foundries {hhi_foundry:range2}, near the top of the scale.",
    caption="The index sums squared shares: it is highest with a single holder, and falls to that over n with n equal ones. Unnamed owners and countries lie between very many small ones and as many as could each be as large as the smallest named; ranges span both and 5–95 % of draws. End of 2025.",
    columns={"level": ("text", "Level"), "hhi": ("1", "Herfindahl–Hirschman index, middle"), "low": ("1", "Lowest, 5 %"), "high": ("1", "Highest, 95 %"), "equal_holders": ("1", "Equal holders with the same index")},
    sources=("epochai2026chips", "epochai2025clusters", "epochai2026owners", "taiwannews2023tsmc", "igobyte2025tsmc"),
    tables=(*_STOCKS, "governance/foundries"),
    parameters=("china_owned_share", "tsmc_share_chinese_designs", "china_sited_share", "us_share_outside_china"),
    grade="modelled",
    **_COMMON,
)
def index():
    return results.index_frame().sort_values("hhi", ignore_index=True)


@index.draw
def _(frame, narrow):
    return _dots(frame, "hhi", "Herfindahl–Hirschman index", "level", narrow, [0, 10000], alt.value(theme.BLUE), [0, 2500, 5000, 7500, 10000])


@figure(
    id="GOV-65",
    slug="shares-of-compute-by-owner",
    title="The four largest owners hold {top4:2} of AI compute, the largest {top1:2}",
    question="Who owns AI compute?",
    alt="Dots with ranges of owners’ shares: Google first at {google:range2}, then Microsoft, Amazon, Meta and Oracle. All others together hold more than any one of them.",
    caption="Chips bought, in H100 equivalents, end of 2025; none taken off as worn out. Owners rent much of it out: to own is not to use. All others: owners without a name in the count, Chinese ones among them. Ranges: 5–95 %.",
    columns={"holder": ("text", "Owner"), "share": ("percent", "Share of AI compute, median"), "low": ("percent", "5 %"), "high": ("percent", "95 %")},
    sources=("epochai2026chips", "epochai2026owners"),
    tables=_STOCKS,
    parameters=("china_owned_share",),
    grade="modelled",
    **_COMMON,
)
def owner_shares():
    return results.owner_frame()


@owner_shares.draw
def _(frame, narrow):
    return _dots(frame, "share", "Share of AI compute (%)", "holder", narrow, [0, 40], alt.value(theme.PURPLE), [0, 10, 20, 30, 40])


@figure(
    id="GOV-66",
    slug="shares-of-compute-by-country-designer-foundry",
    title="NVIDIA designed {nvidia:2} of AI compute and TSMC made {tsmc:2}; {us:2} stands in the United States",
    question="Where does AI compute stand, who designed it and who made it?",
    alt="Dots with ranges of shares by country, designer and foundry. United States {us:range2}, China {china:range2}; NVIDIA {nvidia:range2}, Chinese designs {chinese:range2}; TSMC {tsmc:range2}.",
    caption="End of 2025. Designer and foundry: chips in H100 equivalents. Chinese designs: what Chinese owners hold beyond the chips they bought from the counted designers. Countries: between a list of clusters and a count of chips by owner; the ranges rest on judgement. Ranges: 5–95 %.",
    columns={"level": ("text", "Level"), "holder": ("text", "Holder"), "share": ("percent", "Share of AI compute, median"), "low": ("percent", "5 %"), "high": ("percent", "95 %")},
    sources=("epochai2026chips", "epochai2025clusters", "epochai2026owners", "semianalysis2025ascend", "notebookcheck2025ascend", "taiwannews2023tsmc", "igobyte2025tsmc"),
    tables=(*_STOCKS, "governance/foundries"),
    parameters=("china_owned_share", "tsmc_share_chinese_designs", "china_sited_share", "us_share_outside_china"),
    grade="guessed",
    **_COMMON,
)
def level_shares():
    return results.level_frame()


@level_shares.draw
def _(frame, narrow):
    colour = alt.Color("level:N", scale=alt.Scale(domain=list(_LEVELS), range=list(_LEVELS.values())), legend=named_rows.legend(narrow, 3))
    return _dots(frame, "share", "Share of AI compute (%)", "holder", narrow, [0, 100], colour, [0, 20, 40, 60, 80, 100])


@figure(
    id="GOV-67",
    slug="concentration-by-year",
    title="Owners grew more concentrated, designers less: the four largest owners went from {top4_first:2} to {top4_last:2}, NVIDIA from {nvidia_first:2} to {nvidia_last:2}",
    question="Does concentration grow or shrink?",
    alt="Two lines with bands from the end of 2023 to that of 2025. The share of the four largest owners rises from {top4_first:range2} to {top4_last:range2}; that of NVIDIA’s chips falls from {nvidia_first:range2} to {nvidia_last:range2}.",
    caption="Shares of the chips of four designers, cumulative to each year’s end; Chinese designs are left out, since earlier years have no count of them. TPUs from before 2023 are not counted, which makes the first NVIDIA share too high. Bands: 5–95 %.",
    columns={"series": ("text", "Holder"), "year": ("year", "End of calendar year"), "share": ("percent", "Share of counted chips, median"), "low": ("percent", "5 %"), "high": ("percent", "95 %")},
    sources=("epochai2026chips",),
    tables=_STOCKS,
    parameters=(),
    grade="modelled",
    **_COMMON,
)
def trend():
    return results.trend_frame()


@trend.draw
def _(frame, narrow):
    colour = alt.Color("series:N", scale=alt.Scale(domain=list(_SERIES), range=list(_SERIES.values())), legend=None)
    x = alt.X("year:Q", title="End of year", scale=alt.Scale(domain=[2022.9, 2025.1], nice=False), axis=alt.Axis(format="d", values=list(results.YEARS)))
    y = alt.Y("share:Q", title="Share of counted chips (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame)
    band = base.mark_area(opacity=0.18).encode(x=x, y="low:Q", y2="high:Q", color=colour)
    ends = pd.DataFrame({"series": list(_SERIES), "year": [2025.0, 2025.0], "share": [48.0, 84.0]})
    names = alt.Chart(ends).mark_text(align="right").encode(x="year:Q", y="share:Q", text="series:N", color=colour)
    return alt.layer(base.mark_line(point=True).encode(x=x, y=y, color=colour), band, names).properties(width=theme.width(narrow), height=300)
