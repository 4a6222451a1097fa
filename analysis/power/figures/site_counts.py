"""Figures on counts of data centres and on how power is spread over sites."""

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.power.results import site_counts as results

NOTEBOOK = "power/racks-and-counts"


@figure(
    id="PWR-28",
    slug="counts-by-counter",
    title="Lists put {us_count:interval4} data centres in the United States and {europe_count:interval4} in Europe, depending on who counts",
    question="How many data centres are there in the United States and in Europe?",
    alt="Dots by list. United States: from {us_count:low} to {us_count:high}, the essay's {claim_us:number} among the lowest. Europe: from {europe_count:low} to {europe_count:high}; {eu_reported:number} reported to the EU's database. The essay's number for Europe lies below all of them.",
    caption="Each dot is one published count. Directories list facilities of all sizes; the IEA's number is its share of the world's sites times the world's number; the EU's database holds data centres above its reporting threshold of half a megawatt that reported. The orange diamonds are what the essay says: its number for the United States, and the middle of its span for Europe.",
    columns={
        "region": ("text", "Region"),
        "counter": ("text", "Who counted, and when"),
        "sites": ("1", "Data centres"),
    },
    sources=("statista2024cloudscene", "statista2026cloudscene", "visualcapitalist2026", "statista2025dcm", "iea2024electricity", "ec2026datacentres", "pt2025ldpc"),
    tables=("power/site_counts",),
    claims=("A9",),
    grade="measured",
    as_of="2026-05-31",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def counts_by_counter():
    return results.count_frame()


@counts_by_counter.draw
def _(frame, narrow):
    claim = "Essay"
    x = alt.X("sites:Q", title="Data centres", scale=alt.Scale(domain=[0, 6000]), axis=alt.Axis(values=[0, 1000, 2000, 3000, 4000, 5000, 6000] if not narrow else [0, 2000, 4000, 6000]))
    y = alt.Y("counter:N", sort=list(frame.sort_values("sites", ascending=False)["counter"].drop_duplicates()), title=None, axis=alt.Axis(labelLimit=150 if narrow else 280))
    tone = alt.Color("region:N", scale=alt.Scale(domain=["United States", "Europe"], range=[theme.BLUE, theme.GREEN]), legend=alt.Legend(columns=2))
    mine = frame[~frame["counter"].str.startswith(claim)]
    said = frame[frame["counter"].str.startswith(claim)]
    dots = alt.Chart(mine).mark_point(size=80).encode(x, y, tone, shape=alt.Shape("region:N", scale=alt.Scale(domain=["United States", "Europe"], range=["circle", "square"]), legend=None))
    theirs = alt.Chart(said).mark_point(size=110, color=theme.ORANGE, shape="diamond").encode(x, y)
    return (dots + theirs).properties(width=theme.width(narrow), height=300)


@figure(
    id="PWR-29",
    slug="count-against-electricity",
    title="States with more data centres use more electricity, but a listed site stands for {gwh_min:2} in one and {gwh_max:2} in another",
    question="What does a count of data centres say about their electricity?",
    alt="Scatter of {states:number} US states on log scales, listed data centres against data-centre electricity. The two rise together, rank correlation {rho:number}, but electricity per site differs by a factor of {gwh_spread:number}: Virginia and Texas use alike with very different counts.",
    caption="Listed facilities of all sizes (Data Center Map, 2025) and data-centre electricity (EPRI, 2024) for the {states:number} states with the most listed sites. Rank correlation {rho:range2}, by resampling of states. Lines mark equal electricity per site. Both axes are logarithmic.",
    columns={
        "code": ("text", "State"),
        "sites": ("1", "Listed data centres"),
        "energy_twh": ("TWh", "Electricity in 2024"),
        "gwh_per_site": ("GWh", "Electricity per listed site"),
    },
    sources=("epri2026", "visualcapitalist2025states"),
    tables=("power/state_sites",),
    claims=("A9",),
    grade="modelled",
    as_of="2026-08-19",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def count_against_electricity():
    return results.states()[["code", "sites", "energy_twh", "gwh_per_site"]]


@count_against_electricity.draw
def _(frame, narrow):
    x = alt.X("sites:Q", title="Listed data centres (log scale)", scale=alt.Scale(type="log", domain=[50, 900], nice=False), axis=alt.Axis(values=[50, 100, 200, 400, 800]))
    y = alt.Y("energy_twh:Q", title="Electricity (TWh in 2024, log scale)", scale=alt.Scale(type="log", domain=[0.2, 85], nice=False), axis=alt.Axis(values=[0.2, 0.5, 1, 2, 5, 10, 20, 50], format="~g"))
    guides = pd.DataFrame([{"sites": s, "energy_twh": s * g / 1000, "gwh": g} for g in (5, 20, 80) for s in (50, 620)])
    lines = alt.Chart(guides).mark_line(color=theme.GREY, strokeDash=[2, 4], strokeWidth=1.2, clip=True).encode(x, y, detail="gwh:N")
    ends = guides[guides["sites"] == 620]
    names = alt.Chart(ends.assign(text=ends["gwh"].astype(str) + " GWh a site")).mark_text(align="right" if narrow else "center", dy=-8, color=theme.MUTED, fontSize=11).encode(x, y, text="text:N")
    dots = alt.Chart(frame).mark_point(size=50).encode(x, y)
    low = frame["code"].isin(["AZ", "CO", "TX"])  # a neighbour's label is in the way
    text = alt.Chart(frame[~low]).mark_text(align="left", dx=6, dy=-3, fontSize=11).encode(x, y, text="code:N")
    below = alt.Chart(frame[low]).mark_text(align="left", dx=6, dy=9, fontSize=11).encode(x, y, text="code:N")
    return alt.layer(lines, names, dots, *named_rows.over_lines(text), *named_rows.over_lines(below)).properties(width=theme.width(narrow), height=360)


@figure(
    id="PWR-21",
    slug="power-concentration",
    title="{sites_half:number} of {tracked:number} tracked AI sites hold {sites_half_share:2} of their power, and the schedule concentrates it further",
    question="How is power spread over AI sites?",
    alt="Lorenz curves of facility power over the tracked sites at the end of 2024, in August 2026 and as scheduled for the end of 2028. The Gini coefficient is {gini_now:2} in August 2026 and {gini_2028:2} as scheduled; the ten largest sites hold {top10_now:2} of the power in August 2026.",
    caption="Sites in order of size from the smallest; the diagonal is what equal sites would give. Only sites that Epoch AI tracks, all of them large: sites outside the list are smaller, so that over all data centres power is more concentrated than this.",
    columns={
        "date": ("text", "Date"),
        "sites_percent": ("percent", "Cumulative share of sites, smallest first"),
        "power_percent": ("percent", "Cumulative share of facility power"),
    },
    sources=("epochai2026datacenters",),
    tables=("power/large_sites",),
    claims=("A9",),
    grade="modelled",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def power_concentration():
    return results.concentration()


@power_concentration.draw
def _(frame, narrow):
    dates = list(frame["date"].unique())
    x = alt.X("sites_percent:Q", title="Share of sites, smallest first (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    y = alt.Y("power_percent:Q", title="Share of power (%)", scale=alt.Scale(domain=[0, 100]))
    tone = alt.Color("date:N", scale=alt.Scale(domain=dates, range=[theme.GREY, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3))
    dash = alt.StrokeDash("date:N", scale=alt.Scale(domain=dates, range=[[1, 0], [1, 0], [5, 3]]), legend=None)
    lines = alt.Chart(frame).mark_line().encode(x, y, tone, dash)
    equal = alt.Chart(pd.DataFrame({"sites_percent": [0, 100], "power_percent": [0, 100]})).mark_line(color=theme.MUTED, strokeWidth=1, strokeDash=[2, 4]).encode(x, y)
    note = alt.Chart(pd.DataFrame({"sites_percent": [42.0], "power_percent": [58.0], "text": ["equal sites"]})).mark_text(color=theme.MUTED).encode(x, y, text="text:N")
    return (equal + lines + note).properties(width=theme.width(narrow), height=340)
