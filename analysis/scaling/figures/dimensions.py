"""Figures of the dimensions of computing: clock and cores, dies to racks, and the split of the growth."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import dimensions as results

__all__ = ["clock_and_cores", "die_to_system", "split_of_growth"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/dimensions", "facts": (results.facts,), "claims": ("B18",)}


@figure(
    id="SCL-51",
    slug="cpu-clock-and-cores",
    title="The CPU clock grew {clock_before:2} before {stall_year} and {clock_after:2} since; clock times cores went on at {cores_after:2}",
    question="Did computing stop growing when the clock of processors stalled?",
    alt="Three lines on a logarithmic scale, relative to 2004. The clock climbs steeply to the middle of the 2000s and is flat afterwards; logical cores are level until then, at one a processor, and rise to about {cores_late:2} a processor; their product climbs throughout, after {stall_year} by {cores_after:2}.",
    caption="Medians of the processors that Karl Rupp lists for each year, from one to seven of them, so single years jump (2013 holds a many-core accelerator). Clock times cores is a proxy: it leaves out wider arithmetic units and counts threads as cores.",
    columns={"year": ("year", "Year"), "dimension": ("text", "What is counted"), "relative": ("1", "Relative to 2004"), "processors": ("1", "Processors behind the median")},
    sources=("rupp2022microprocessor",),
    tables=("scaling/hardware_dimensions",),
    grade="measured",
    **_COMMON,
)
def clock_and_cores():
    return results.cpu_frame()


@clock_and_cores.draw
def _(frame, narrow):
    names = ["clock", "logical cores", "clock × cores"]
    colour = alt.Color("dimension:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.GREEN, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("year:Q", title="Year", axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(domain=[1970, 2023], nice=False))
    y = alt.Y("relative:Q", title="Relative to 2004", scale=alt.Scale(type="log", domain=[1e-4, 1e3]), axis=alt.Axis(format="~g", values=[1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    return (base.mark_line() + base.mark_point(filled=True, size=26)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-52",
    slug="die-to-system",
    title="Throughput of a linked system grew {multiple:2} times from {start_year} to {end_year}",
    question="How fast does computing grow by die, by package and by system?",
    alt="Points and lines of throughput against year of release for six accelerators on a logarithmic scale. The die gains least, the package more once it holds two dies, the system most: it jumps when a rack of {gb200_rack} packages replaces a server of {server}, and again when narrower number formats are counted.",
    caption="Dense throughput as printed by the makers. A system is what direct links join: a server of {server} packages up to the B200, a rack of {gb200_rack} from the GB200 on. Narrowest format: BF16 up to the A100, FP8 for the H100, FP4 from Blackwell on. A narrower format is not the same work: with BF16 throughout the system grew {wide_only:2} times.",
    columns={"accelerator": ("text", "Accelerator"), "year": ("year", "Release"), "level": ("text", "What is counted"), "flop_per_s": ("FLOP/s", "Dense throughput")},
    sources=("epochai2026hardware", "nvidia2026aiconfigurator", "nvidia2021examples", "lynskey2026blackwell"),
    tables=("scaling/hardware_dimensions", "power/chips", "inference/accelerators"),
    grade="modelled",
    **_COMMON,
)
def die_to_system():
    return results.system_frame()


@die_to_system.draw
def _(frame, narrow):
    names = ["system, narrowest format", "system, 16 bits", "package, 16 bits", "die, 16 bits"]
    colour = alt.Color("level:N", scale=alt.Scale(domain=names, range=[theme.PURPLE, theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    x = alt.X("year:Q", title="Release", axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2017.5, 2026.5], nice=False))
    y = alt.Y("flop_per_s:Q", title="Dense throughput (FLOP/s)", scale=alt.Scale(type="log", domain=[5e13, 5e18]), axis=alt.Axis(format=".0e", values=[1e14, 1e15, 1e16, 1e17, 1e18]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    marks = base.mark_line() + base.mark_point(filled=True, size=50)
    if not narrow:
        top = frame[frame["level"] == names[0]]
        short = {"NVIDIA Tesla V100 SXM2 32 GB": "V100", "NVIDIA A100 SXM4 80 GB": "A100", "NVIDIA H100 SXM5 80GB": "H100", "NVIDIA B200": "B200", "NVIDIA GB200": "GB200", "NVIDIA GB300 (Blackwell Ultra)": "GB300"}
        top = top.assign(name=top["accelerator"].map(short))
        for chips, align, dx, dy in ((("V100", "A100", "H100"), "center", 0, -13), (("B200", "GB200"), "right", -9, -3), (("GB300",), "left", 8, -3)):
            marks += alt.Chart(top[top["name"].isin(chips)]).mark_text(align=align, dx=dx, dy=dy).encode(x=x, y=y, text="name:N")
    return marks.properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-53",
    slug="which-dimension-gave-the-growth",
    title="The clock gave {share_clock:2} of the growth; more packages, wider silicon and narrower numbers gave the rest",
    question="Which dimension gave how much of the growth of a system’s throughput?",
    alt="Five rows with a dot and a range each, in percent of the growth in logarithms. Packages in a system {share_packages:range2}; work per clock and die {share_work:range2}; precision {share_precision:range2}; dies a package {share_dies:range2}; clock {share_clock:range2}.",
    caption="Shares of the logarithm of the growth; they add up to the whole. Dot: the longest span, V100 server to GB200 rack. Range: lowest and highest over {choices} choices of endpoints (V100, A100 or H100; server or rack; GB200 or GB300; printed or tensor clock). Short spans give packages and precision more, since both came late.",
    columns={"dimension": ("text", "Dimension"), "share_percent": ("percent", "Share of the growth"), "low_percent": ("percent", "Lowest over endpoints"), "high_percent": ("percent", "Highest over endpoints"), "multiple": ("1", "Growth of the factor itself")},
    sources=("epochai2026hardware", "hmctech2026b200", "lynskey2026blackwell", "nvidia2023superpodh100"),
    tables=("scaling/hardware_dimensions", "power/chips", "inference/accelerators"),
    grade="modelled",
    **_COMMON,
)
def split_of_growth():
    return results.share_frame().sort_values("share_percent", ascending=False, ignore_index=True)


@split_of_growth.draw
def _(frame, narrow):
    order = list(frame["dimension"])
    y = named_rows.rows("dimension", order, narrow)
    scale = alt.Scale(domain=[0, 65], nice=False)
    x = alt.X("share_percent:Q", title="Share of the growth (%)", scale=scale, axis=alt.Axis(grid=True, tickCount=6))
    rule = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low_percent:Q", scale=scale), x2="high_percent:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(rule, dots, *named_rows.names(frame, "dimension", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))
