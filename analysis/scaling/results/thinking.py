"""Thinking longer: published accuracy against compute, gains for a doubling and for a dollar, o3 on ARC-AGI, and how far bills stray."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.quantities import Quantity
from analysis.scaling import thinking as model

__all__ = [
    "REASONING", "settings", "curves", "law_fits", "curve_frame", "slopes", "slope_frame", "pooled", "rises_frame", "arc", "arc_frame", "dollars_frame", "spread_frame", "spreads",
    "chances", "scores", "facts",
]  # fmt: skip

REASONING = ("mathematics", "science", "programming", "puzzles")
FIT_MISS, FIT_LEVEL = 0.02, 0.05  # fixed in scaling/thinking_priors before any curve was fitted
_BILL_TASKS = 1000.0
_TASKS_UNKNOWN = 100.0  # tasks taken where a source gives none: few, so that the curve weighs little
_SET_SIZES = {"MATH": 500.0, "GPQA": 198.0, "HumanEval": 164.0}
SAMPLED = "votes or picks among samples"
R1, LARGE = "DeepSeek-R1", "M-large"
SEMI, PUBLIC = "ARC-AGI-1, semi-private", "ARC-AGI-1, public"


@cache
def settings() -> pd.DataFrame:
    """Return every published setting: thinking settings, one model with thought on and off, and votes over samples."""
    own = tables.load("scaling/thinking_points").assign(family="a setting of one model")
    own.loc[own["compute_unit"].eq("samples") | own["setting"].str.contains("samples"), "family"] = SAMPLED  # o3's settings differ in samples, counted in tokens
    pairs = tables.load("inference/thinking_pairs")
    pairs = pairs[pairs["same_weights"] & pairs["thinking_score"].notna()]
    rows = []
    for r in pairs.itertuples():
        for step, (setting, score, tokens, usd) in enumerate((("at once", r.immediate_score, r.immediate_tokens, r.immediate_usd), ("with thought", r.thinking_score, r.thinking_tokens, r.thinking_usd)), 1):
            by_tokens = pd.notna(tokens)
            rows.append(
                {
                    "model": r.immediate, "benchmark": r.benchmark, "kind": r.kind, "step": step, "setting": setting, "compute": tokens if by_tokens else usd,
                    "compute_unit": "token" if by_tokens else ("USD" if pd.notna(usd) else None), "accuracy_percent": score, "tasks": r.tasks, "usd": usd, "family": "thought off and on",
                }
            )  # fmt: skip
    votes = tables.load("scaling/coverage_points")
    votes = votes[votes["selector"] == "majority vote"].sort_values(["model", "samples"])
    voted = pd.DataFrame(
        {
            "model": votes["model"] + ", voting", "benchmark": votes["task"], "kind": "mathematics", "step": votes.groupby("model").cumcount() + 1, "setting": "majority vote", "compute": votes["samples"],
            "compute_unit": "samples", "accuracy_percent": votes["solved_percent"], "tasks": votes["problems"], "usd": np.nan, "family": SAMPLED,
        }
    )  # fmt: skip
    keep = ["model", "benchmark", "kind", "step", "setting", "compute", "compute_unit", "accuracy_percent", "tasks", "usd", "family"]
    frame = pd.concat([own[keep], pd.DataFrame(rows)[keep], voted[keep]], ignore_index=True)
    frame["curve"] = frame["model"] + ": " + frame["benchmark"]
    frame["tasks"] = frame["tasks"].astype(float).fillna(frame["benchmark"].map(_SET_SIZES)).fillna(_TASKS_UNKNOWN)
    frame["reasoning"] = frame["kind"].isin(REASONING)
    return frame


@cache
def curves() -> pd.DataFrame:
    """Return one row a curve: its first and last setting, what lies between them, and its compute where published."""
    rows = []
    for name, g in settings().groupby("curve", sort=False):
        g = g.sort_values("step")
        first, last = g.iloc[0], g.iloc[-1]
        known = g["compute"].notna().all()
        rows.append(
            {
                "curve": name, "model": first["model"], "benchmark": first["benchmark"], "kind": first["kind"], "family": first["family"], "reasoning": first["reasoning"], "points": len(g),
                "tasks": first["tasks"], "first": first["accuracy_percent"], "last": last["accuracy_percent"], "gain": last["accuracy_percent"] - first["accuracy_percent"],
                "ratio": last["compute"] / first["compute"] if known else np.nan, "unit": first["compute_unit"], "usd_first": first["usd"], "usd_last": last["usd"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def law_fits() -> dict[str, tuple[model.LawFit, ...]]:
    """Return the laws fitted to each curve of three or more points with known compute: a line, and from five points on a logistic."""
    out = {}
    for name, g in settings().groupby("curve", sort=False):
        if g["compute"].notna().all() and g["compute"].nunique() >= 3:
            data = (g["compute"].to_numpy(), g["accuracy_percent"].to_numpy() / 100, g["tasks"].to_numpy())
            forms = [model.fit_line(*data)]
            if g["compute"].nunique() >= model.LOGISTIC_POINTS:
                forms.append(model.fit_logistic(*data))
            out[name] = tuple(forms)
    return out


def _best(forms):
    """Return the simplest form that misses by no more than the limit, else the one that misses least."""
    return next((f for f in forms if f.rms <= FIT_MISS), min(forms, key=lambda f: f.rms))


_SHOWN = ("Claude 3.7 Sonnet: AIME 2024", "o1: AIME 2024", "GPT-5: Aider polyglot", f"o3 preview (December 2024): {SEMI}", f"o3 preview (December 2024): {PUBLIC}", "Llama-3-70B-Instruct, voting: MATH")


@cache
def curve_frame() -> pd.DataFrame:
    """Return the curves that the page shows: published points, fitted laws over the published range, and the same laws fourfold beyond it."""
    rows = []
    for name in _SHOWN:
        g = settings()[settings()["curve"] == name].sort_values("step")
        least = g["compute"].min()
        label = name.replace("o3 preview (December 2024): ARC-AGI-1, ", "o3 preview: ARC-AGI-1 ").replace("-Instruct", "")
        rows.append(pd.DataFrame({"curve": label, "part": "published", "relative_compute": g["compute"] / least, "accuracy_percent": g["accuracy_percent"], "low": np.nan, "high": np.nan}))
        data = (g["compute"].to_numpy(), g["accuracy_percent"].to_numpy() / 100, g["tasks"].to_numpy())
        fit = _best(law_fits()[name]) if name in law_fits() else model.fit_line(*data)
        for part, grid in (("fit", np.geomspace(least, g["compute"].max(), 30)), ("beyond the points", np.geomspace(g["compute"].max(), 4 * g["compute"].max(), 10))):
            low, high = fit.interval(grid)
            rows.append(pd.DataFrame({"curve": label, "part": part, "relative_compute": grid / least, "accuracy_percent": np.clip(100 * fit.accuracy(grid), 0, 100), "low": 100 * low, "high": 100 * high}))
    return pd.concat(rows, ignore_index=True)


@cache
def slopes() -> pd.DataFrame:
    """Return the gain for a doubling of compute, curve by curve, with its standard error from the number of tasks."""
    rows = []
    for name, g in settings().groupby("curve", sort=False):
        if not g["compute"].notna().all() or g["compute"].nunique() < 2:
            continue
        fit = model.fit_line(g["compute"].to_numpy(), g["accuracy_percent"].to_numpy() / 100, g["tasks"].to_numpy())
        first = g.iloc[0]
        rows.append({"curve": name, "kind": first["kind"], "family": first["family"], "unit": first["compute_unit"], "reasoning": first["reasoning"], "slope": 100 * fit.slope, "error": 100 * fit.slope_error, "doublings": float(np.log2(g["compute"].max() / g["compute"].min()))})
    return pd.DataFrame(rows)


_LEAST_DOUBLINGS = 0.5  # settings nearer than this say nothing of a doubling


@cache
def pooled() -> dict[str, model.Pooled]:
    """Return the mean gain for a doubling of thinking, and of samples, over curves on reasoning tasks."""
    frame = slopes()
    frame = frame[frame["reasoning"] & (frame["doublings"] >= _LEAST_DOUBLINGS)]
    thought, sampled = frame[frame["family"] != SAMPLED], frame[frame["family"] == SAMPLED]
    free = thought[~thought["curve"].str.contains("Ghosal")]  # the one study in which thinking was forced
    return {name: model.pool(part["slope"], part["error"]) for name, part in (("thinking", thought), ("unforced", free), ("samples", sampled))}


@cache
def slope_frame() -> pd.DataFrame:
    """Return the forest of gains for a doubling with 5–95 % ranges, means last."""
    frame = slopes()
    frame = frame[frame["reasoning"] & (frame["doublings"] >= _LEAST_DOUBLINGS)].copy()
    frame["low"], frame["high"] = frame["slope"] - parameters.Z95 * frame["error"], frame["slope"] + parameters.Z95 * frame["error"]
    frame["what"] = np.where(frame["family"] == SAMPLED, "more samples, one picked", "more thinking")
    rows = [frame.sort_values("slope", ascending=False)[["curve", "what", "slope", "low", "high"]]]
    for key, what in (("thinking", "more thinking"), ("samples", "more samples, one picked")):
        low, high = pooled()[key].interval()
        rows.append(pd.DataFrame({"curve": [f"Mean, {what.split(',')[0]}"], "what": [what], "slope": [pooled()[key].mean], "low": [low], "high": [high]}))
    out = pd.concat(rows, ignore_index=True)
    out["curve"] = out["curve"].str.replace("o3 preview (December 2024): ARC-AGI-1, ", "o3 preview: ARC-AGI-1 ", regex=False).str.replace("-Instruct", "", regex=False)
    out["curve"] = out["curve"].str.replace("a reasoning model (Ghosal et al.): a mathematics set", "forced ever longer (Ghosal et al.)", regex=False)
    return out


@cache
def rises_frame() -> pd.DataFrame:
    """Return the gain from the least to the most compute, curve by curve, by kind of task."""
    frame = curves()[["curve", "kind", "family", "reasoning", "first", "last", "gain"]].copy()
    frame["group"] = np.where(frame["reasoning"], "tasks of reasoning", "knowledge and language")
    return frame.sort_values(["reasoning", "gain"], ascending=[False, False], ignore_index=True)[["curve", "kind", "family", "group", "first", "last", "gain"]]


@cache
def _fact(key: str) -> float:
    return float(tables.load("scaling/o3_facts").set_index("key").at[key, "value"])


@cache
def _claimed(key: str) -> float:
    """Return a number of claim C2 as the register has it."""
    frame = tables.load("claim_numbers")
    return float(frame[(frame["claim"] == "C2") & (frame["key"] == key)]["claimed"].iloc[0])


@cache
def _repriced() -> tuple[float, ...]:
    """Return what later prices make of o3's bill of December 2024, as factors: none, the list price of the day, o3-pro's, o1-pro's."""
    semi = curves().set_index("curve").loc[f"o3 preview (December 2024): {SEMI}"]
    paid = semi["usd_first"] / semi["tasks"]
    tokens = settings()[settings()["benchmark"] == SEMI].sort_values("step")["compute"].iloc[-1]
    return 1.0, tokens / semi["tasks"] * _fact("o3_token_usd") / 1e6 / (paid * semi["ratio"]), _fact("arc_usd_task_later") / (paid * semi["ratio"]), _fact("arc_usd_task_o1pro") / paid


@cache
def arc(name: str) -> dict[str, float]:
    """Return o3's two settings on one set of ARC-AGI: ratio of tokens, dollars a task, gain for a doubling, dollars for one more task.

    The dear bill was withheld; it is the cheap one times the ratio of tokens. Its range runs over the prices at which the
    same run has been priced since: that of o1-pro in March 2025, that of o3-pro in December 2025.
    """
    c = curves().set_index("curve").loc[f"o3 preview (December 2024): {name}"]
    cheap = c["usd_first"] / c["tasks"]
    dear = cheap * c["ratio"]
    scale = _repriced()
    return {
        "ratio": c["ratio"], "tasks": c["tasks"], "first": c["first"], "last": c["last"], "cheap_usd": cheap, "dear_usd": dear, "dear_low": min(scale) * dear, "dear_high": max(scale) * dear,
        "per_doubling": float(model.per_doubling(c["first"], c["last"], c["ratio"])), "usd_more": float(model.usd_per_task(c["first"] / 100, c["last"] / 100, cheap, dear)),
    }  # fmt: skip


@cache
def arc_frame() -> pd.DataFrame:
    """Return what the dear setting of o3 took over the cheap one, by what is counted and on which set, beside what was said."""
    samples = tables.load("scaling/thinking_points")
    samples = samples[samples["benchmark"] == SEMI].sort_values("step")["setting"].str.extract(r"(\d+) samples")[0].astype(float)
    return pd.DataFrame(
        {
            "what": ["tokens, semi-private set", "samples, either set", "tokens, public set", "as ARC Prize says", "as the essay says"],
            "kind": ["counted", "counted", "counted", "said", "said"],
            "ratio": [arc(SEMI)["ratio"], samples.iloc[-1] / samples.iloc[0], arc(PUBLIC)["ratio"], _fact("arc_ratio_stated"), _claimed("compute_ratio")],
        }
    )


@cache
def dollars_frame() -> pd.DataFrame:
    """Return the dollars that one more solved task costs, wherever bills of two settings are known."""
    frame = curves()
    known = frame[frame["usd_first"].notna() & frame["usd_last"].notna() & (frame["gain"] > 0)].copy()
    known["usd"] = model.usd_per_task(known["first"] / 100, known["last"] / 100, known["usd_first"] / known["tasks"], known["usd_last"] / known["tasks"])
    known["what"] = "bills published"
    known = known[known["usd"] > 0]
    known["low"], known["high"] = known["usd"], known["usd"]
    rows = [known[["curve", "what", "usd", "low", "high"]]]
    more = {n: arc(n)["usd_more"] for n in (SEMI, PUBLIC)}
    rows.append(
        pd.DataFrame(
            {
                "curve": [f"o3 preview: {n.replace(', ', ' ')}" for n in more], "what": "dear bill by ratio of tokens", "usd": more.values(),
                "low": [min(_repriced()) * v for v in more.values()], "high": [max(_repriced()) * v for v in more.values()],
            }
        )
    )  # fmt: skip
    return pd.concat(rows, ignore_index=True).sort_values("usd", ignore_index=True)


@cache
def spread_frame() -> pd.DataFrame:
    """Return, percentile by percentile of clients, how far answers scatter, relative to their mean and in tokens."""
    frame = tables.load("scaling/client_spread")
    rows = []
    for column, what in (("coefficient_of_variation", "relative: standard deviation over mean"), ("standard_deviation_tokens", "absolute: standard deviation in tokens")):
        rows.append(pd.DataFrame({"model": frame["model"], "kind": frame["kind"], "measure": what, "percentile": frame["percentile"], "spread": frame[column]}))
    return pd.concat(rows, ignore_index=True)


@cache
def spreads() -> pd.DataFrame:
    """Return the table of answers' lengths by model."""
    frame = tables.load("scaling/answer_spread")
    return pd.DataFrame(
        {
            "Model": frame["model"], "Answers": frame["kind"], "Mean, tokens": frame["mean_tokens"], "Standard deviation": frame["standard_deviation_tokens"], "Over the mean": frame["standard_deviation_tokens"] / frame["mean_tokens"],
            "Median": frame["p50_tokens"], "95 %": frame["p95_tokens"], "99 %": frame["p99_tokens"], "Requests missing, %": frame["requests_missing_percent"],
        }
    )  # fmt: skip


@cache
def chances() -> pd.DataFrame:
    """Return, for each model that answers at once, the chance that a client of DeepSeek-R1 has the larger spread, relative and absolute.

    Low and high take every missing request as the less and as the more varied.
    """
    frame = tables.load("scaling/client_spread")
    missing = tables.load("scaling/answer_spread").set_index("model")["requests_missing_percent"] / 100
    rows = []
    mine = frame[frame["model"] == R1]
    for name in frame.loc[frame["kind"] == "answers at once", "model"].unique():
        other = frame[frame["model"] == name]
        for column, what in (("coefficient_of_variation", "relative"), ("standard_deviation_tokens", "absolute")):
            p = model.chance_larger(mine[column], other[column])
            rows.append({"model": name, "measure": what, "chance": p, "low": p * (1 - missing[name]), "high": p * (1 - missing[name]) + missing[name]})
    return pd.DataFrame(rows)


@cache
def priors() -> dict[tuple[str, int], float]:
    """Return the weights given beforehand to the readings of C1 and C2."""
    frame = tables.load("scaling/thinking_priors")
    out = {}
    for (c, a), g in frame.groupby(["claim", "assumption"], sort=False):
        for i, w in enumerate(g["weight"]):
            out[(f"{c} {a}", i)] = float(w)
    return out


@cache
def scores() -> pd.DataFrame:
    """Return the table of o3's announced scores against the claim, with what the model on sale reached where that is known."""
    sold = settings()
    gpqa = sold[(sold["curve"] == "o3: GPQA")].sort_values("step")["accuracy_percent"].iloc[-1]
    return pd.DataFrame(
        {
            "Score": ["GPQA Diamond, %", "FrontierMath, %", "FrontierMath before, %", "Codeforces, rating", "Codeforces, rank among people", "ARC-AGI-1 public, cheap setting, %", "ARC-AGI-1 public, crowd workers, %"],
            "The essay": [*(_claimed(k) for k in ("gpqa", "frontiermath", "frontiermath_before")), *(f"{_claimed(k):.0f}" for k in ("codeforces", "codeforces_rank")), None, None],
            "At its source": [_fact("gpqa"), _fact("frontiermath"), _fact("frontiermath_before"), f"{_fact('codeforces'):.0f}", f"{_fact('codeforces_rank'):.0f}", arc(PUBLIC)["first"], _q(_fact("mturk_public"), "1", _fact("mturk_public_low"), _fact("mturk_public_high"))],
            "The model on sale": [gpqa, None, None, None, None, None, None],
        }
    )


_q = Quantity.of


def _measured(value, unit="percent", label="", low=None, high=None):
    return _q(value, unit, low, high, label, "measured")


@cache
def _beats_crowd() -> float:
    """Return the probability that o3's cheap setting does better on the public set than crowd workers on average."""
    a = arc(PUBLIC)
    rng = np.random.default_rng([parameters.SEED, 72])
    people = parameters.Parameter("crowd", "1", _fact("mturk_public"), _fact("mturk_public_low"), _fact("mturk_public_high"), "normal").from_normal(rng.standard_normal(20_000))
    machine = a["first"] + 100 * model.chance_error(a["first"] / 100, a["tasks"]) * rng.standard_normal(20_000)
    return float(np.mean(machine > people))


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame = curves()
    thinking, other = frame[frame["reasoning"]], frame[~frame["reasoning"]]
    fits = law_fits()
    held = {n: any(f.holds(FIT_MISS, FIT_LEVEL) for f in forms) for n, forms in fits.items()}
    means = pooled()
    rows = chances().set_index(["model", "measure"])
    relative, absolute = rows.xs("relative", level="measure"), rows.xs("absolute", level="measure")
    least = absolute["chance"].idxmin()
    semi, public = arc(SEMI), arc(PUBLIC)
    answers = tables.load("scaling/answer_spread").set_index("model")
    dollars = dollars_frame()
    bills = dollars[dollars["what"] == "bills published"]["usd"]
    indexed = frame.set_index("curve")
    claude = _best(fits["Claude 3.7 Sonnet: AIME 2024"])
    gpt5 = settings()[settings()["curve"] == "GPT-5: Aider polyglot"].sort_values("step")
    steps = model.per_doubling(gpt5["accuracy_percent"].to_numpy()[:-1], gpt5["accuracy_percent"].to_numpy()[1:], gpt5["compute"].to_numpy()[1:] / gpt5["compute"].to_numpy()[:-1])
    worst = thinking.loc[thinking["gain"].idxmin()]
    cv = answers["standard_deviation_tokens"] / answers["mean_tokens"]
    between = means["thinking"].another()
    return {
        "curves": _measured(len(frame), "1"),
        "reasoning_curves": _measured(len(thinking), "1"),
        "falling": _measured((thinking["gain"] < 0).sum(), "1"),
        "rises": _q(np.mean(thinking["gain"] > 0), "1", grade="measured", label="Share of curves on reasoning tasks that end higher than they begin"),
        "rises_percent": _measured(100 * np.mean(thinking["gain"] > 0)),
        "rises_all": _measured(100 * np.mean(frame["gain"] > 0)),
        "rises_other": _measured(100 * np.mean(other["gain"] > 0)),
        "other_curves": _measured(len(other), "1"),
        "gain_reasoning": _q(thinking["gain"].median(), "percentage_point", thinking["gain"].quantile(0.05), thinking["gain"].quantile(0.95), "Gain from the least to the most compute, tasks of reasoning (range over curves)", "measured", "task and model"),
        "gain_other": _q(other["gain"].median(), "percentage_point", other["gain"].quantile(0.05), other["gain"].quantile(0.95), "The same, knowledge and language", "measured", "task and model"),
        "worst_gain": _measured(worst["gain"], "percentage_point"), "best_gain": _measured(thinking["gain"].max(), "percentage_point"),
        "worst_first": _measured(worst["first"]),
        "worst_last": _measured(worst["last"]),
        "worst_ratio": _measured(worst["ratio"], "1"),
        "law_like": _q(np.mean(list(held.values())), "1", label="Share of curves of three points or more that a law in the logarithm of compute fits"),
        "law_curves": _measured(len(held), "1"),
        "law_held": _q(sum(held.values())),
        "law_miss": _q(max(100 * _best(f).rms for f in fits.values()), "percentage_point"),
        "vote_line_miss": _q(max(100 * f[0].rms for n, f in fits.items() if "voting" in n), "percentage_point"),
        "fit_limit": _q(100 * FIT_MISS, "percentage_point"),
        "per_doubling": _q(means["thinking"].mean, "percentage_point", *means["thinking"].interval(), "Gain for a doubling of thinking, mean of curves on reasoning tasks", driver="the sample of curves"),
        "per_doubling_another": _q(means["thinking"].mean, "percentage_point", *between),
        "per_doubling_free": _q(means["unforced"].mean, "percentage_point", *means["unforced"].interval(), driver="the sample of curves"),
        "per_doubling_samples": _q(means["samples"].mean, "percentage_point", *means["samples"].interval(), "Gain for a doubling of samples of which one is picked", driver="the sample of curves"),
        "slope_curves": _measured(len(slope_frame()) - 2, "1"),
        "claude_slope": _q(100 * claude.slope, "percentage_point", 100 * (claude.slope - parameters.Z95 * claude.slope_error), 100 * (claude.slope + parameters.Z95 * claude.slope_error), driver="thirty tasks"),
        "claude_first": _measured(indexed.at["Claude 3.7 Sonnet: AIME 2024", "first"]),
        "claude_last": _measured(indexed.at["Claude 3.7 Sonnet: AIME 2024", "last"]),
        "claude_ratio": _measured(indexed.at["Claude 3.7 Sonnet: AIME 2024", "ratio"], "1"),
        "gpt5_first_step": _q(steps[0], "percentage_point", grade="measured"),
        "gpt5_last_step": _q(steps[-1], "percentage_point", grade="measured"),
        "o1_first": _measured(indexed.at["o1: AIME 2024", "first"]),
        "o1_last": _measured(indexed.at["o1: AIME 2024", "last"]),
        "o1_ratio": _measured(indexed.at["o1: AIME 2024", "ratio"], "1"),
        "s1_first": _measured(indexed.at["s1-32B: AIME 2024", "first"]),
        "s1_last": _measured(indexed.at["s1-32B: AIME 2024", "last"]),
        "zero_first": _measured(indexed.at["DeepSeek-R1-Zero: AIME 2024", "first"]),
        "zero_last": _measured(indexed.at["DeepSeek-R1-Zero: AIME 2024", "last"]),
        "semi_ratio": _measured(semi["ratio"], "1", "Tokens of o3’s dear setting over its cheap one, semi-private set of ARC-AGI-1"),
        "public_ratio": _measured(public["ratio"], "1", "The same, public set"),
        "sample_ratio": _measured(arc_frame().set_index("what").at["samples, either set", "ratio"], "1"),
        "stated_ratio": _measured(_fact("arc_ratio_stated"), "1"),
        "semi_first": _measured(semi["first"]),
        "semi_last": _measured(semi["last"]),
        "public_first": _measured(public["first"]),
        "public_last": _measured(public["last"]),
        "semi_doubling": _q(semi["per_doubling"], "percentage_point", *_doubling_range(SEMI), "Gain for a doubling, o3 on the semi-private set", driver="the sample of tasks"),
        "public_doubling": _q(public["per_doubling"], "percentage_point", *_doubling_range(PUBLIC), driver="the sample of tasks"),
        "semi_cheap": _q(semi["cheap_usd"], "USD", grade="measured"),
        "semi_dear": _q(semi["dear_usd"], "USD", semi["dear_low"], semi["dear_high"], "Dollars a task of o3’s dear setting, semi-private set (range: at the prices put on it since)", "guessed", "the withheld price"),
        "price_spread": _q(max(_repriced())),
        "semi_o1pro": _q(_fact("arc_usd_task_o1pro") * semi["ratio"], "USD", grade="guessed"),
        "semi_o3pro": _q(_fact("arc_usd_task_later"), "USD", grade="guessed"),
        "public_dear": _q(public["dear_usd"], "USD", public["dear_low"], public["dear_high"], grade="guessed", driver="the withheld price"),
        "semi_more": _q(semi["usd_more"], "USD", *_more_range(SEMI), "Dollars for one more task solved, o3 on the semi-private set (range: tasks, and the prices put on the run since)", "guessed", "the withheld price"),
        "public_more": _q(public["usd_more"], "USD", *_more_range(PUBLIC), grade="guessed", driver="the withheld price"),
        "bills_more": _q(bills.median(), "USD", bills.min(), bills.max(), "Dollars for one more task solved, where both bills are published (range: least and most)", "measured", "model"),
        "bills": _measured(len(bills), "1"),
        "gpqa": _measured(_fact("gpqa"), "percent", "o3 on GPQA, as announced"),
        "gpqa_sold": _measured(settings()[settings()["curve"] == "o3: GPQA"]["accuracy_percent"].iloc[-1]),
        "frontiermath": _measured(_fact("frontiermath")),
        "frontiermath_before": _measured(_fact("frontiermath_before")),
        "codeforces": _measured(_fact("codeforces"), "1"),
        "codeforces_rank": _measured(_fact("codeforces_rank"), "1"),
        "crowd": _measured(_fact("mturk_public"), "percent", low=_fact("mturk_public_low"), high=_fact("mturk_public_high")),
        "beats_mturk": _q(_beats_crowd(), "1", label="Probability that o3’s cheap setting beats crowd workers on the public set"),
        "relative": _q(relative.at[least, "chance"], "1", relative.at[least, "low"], relative.at[least, "high"], "Chance that a client of DeepSeek-R1 has the larger relative spread of answers (range: missing requests)", driver="missing requests"),
        "absolute": _q(absolute.at[least, "chance"], "1", absolute.at[least, "low"], absolute.at[least, "high"], "The same in tokens, at one price a token the same in dollars", driver="missing requests"),
        "relative_percent": _q(100 * relative.at[least, "chance"], "percent", 100 * relative.at[least, "low"], 100 * relative.at[least, "high"]),
        "absolute_percent": _q(100 * absolute.at[least, "chance"], "percent", 100 * absolute.at[least, "low"], 100 * absolute.at[least, "high"]),
        "missing": _measured(answers.at[least, "requests_missing_percent"]),
        "r1_mean": _measured(answers.at[R1, "mean_tokens"], "token"),
        "r1_sd": _measured(answers.at[R1, "standard_deviation_tokens"], "token"),
        "r1_p95": _measured(answers.at[R1, "p95_tokens"], "token"),
        "r1_p50": _measured(answers.at[R1, "p50_tokens"], "token"),
        "large_mean": _measured(answers.at[LARGE, "mean_tokens"], "token"),
        "large_sd": _measured(answers.at[LARGE, "standard_deviation_tokens"], "token"),
        "r1_cv": _measured(cv[R1], "1"),
        "large_cv": _measured(cv[LARGE], "1"),
        "bill_tasks": _q(_BILL_TASKS),
        "r1_bill": _q(100 * model.bill_spread(cv[R1], _BILL_TASKS), "percent"),
        "prior_absolute": _q(100 * priors()[("C2 cost_less_predictable", 1)], "percent", grade="guessed"),
        "claimed_ratio": _q(_claimed("compute_ratio")),
        "chance_thirty": _q(100 * model.chance_error(0.5, 30), "percentage_point"),
        "double": _q(2),
    }  # fmt: skip


@cache
def _gain_draws(name: str) -> np.ndarray:
    """Draw the gain between o3's settings from the number of tasks, which both settings share: discordant tasks alone vary."""
    a = arc(name)
    rng = np.random.default_rng([parameters.SEED, 73])
    gain = (a["last"] - a["first"]) / 100
    spread = np.sqrt(max(gain * (1 - gain), 1e-9) / a["tasks"])
    return gain + spread * rng.standard_normal(20_000)


def _doubling_range(name: str) -> tuple[float, float]:
    low, _, high = np.quantile(_gain_draws(name), uncertainty.LEVELS)
    return tuple(float(100 * g / np.log2(arc(name)["ratio"])) for g in (low, high))


def _more_range(name: str) -> tuple[float, float]:
    low, _, high = np.quantile(_gain_draws(name), uncertainty.LEVELS)
    extra = arc(name)["dear_usd"] - arc(name)["cheap_usd"]
    return float(min(_repriced()) * extra / high), float(max(_repriced()) * extra / low)
