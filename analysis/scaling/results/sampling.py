"""Sampling again and again: published coverage fitted and forecast, equal dollars, what no verifier leaves, and a million samples."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.special import betainccinv, ndtr

from analysis import parameters, tables, uncertainty
from analysis.inference import models
from analysis.inference.results import hour_cost, token_cost
from analysis.quantities import Quantity
from analysis.scaling import test_time as model

__all__ = [
    "ANY", "MAJORITY", "TEN", "EARLY", "points", "fits", "curve_frame", "forecast_frame", "gap_frame", "kept", "dollars_frame", "equal_dollars", "difficulty_frame",
    "once_frame", "contest_frame", "cost_draws", "cost_frame", "shown", "explorer_grid", "facts",
]  # fmt: skip

ANY, MAJORITY, TEN = "any sample right", "majority vote", "ten submissions"
EARLY = 110.0  # samples of the points that a forecast may see
FORM = "beta"  # of the headline fits
AGENT = "DeepSeek-Coder-V2-Instruct"
MILLION = 1e6
STAND_INS = ("llama-3.1-8b", "qwen3-32b", "llama-3.1-70b", "deepseek-v3")
ACCELERATOR = "H100"
SLOWEST = 10.0  # tokens a second for each stream: nobody waits for one of a million
_DRAWS = 20_000
_SET = 300  # problems of the set that the explorer has in mind
_GRID = np.logspace(0, 4, 81)
_SHOWN, _LEAST = (0.4, 2.0), 0.05  # of the illustration: a Beta near the published ones, and the hardest problem of a set without hard ones


@cache
def points() -> pd.DataFrame:
    """Return every published point, with the curve it belongs to."""
    frame = tables.load("scaling/coverage_points")
    return frame.assign(curve=frame["model"] + ", " + frame["task"])


def _curve(name: str, selector: str = ANY) -> tuple[np.ndarray, np.ndarray, float]:
    """Return samples, shares solved and problems of one curve."""
    mine = points()[(points()["curve"] == name) & (points()["selector"] == selector)].sort_values("samples")
    return mine["samples"].to_numpy(), mine["solved_percent"].to_numpy() / 100, float(mine["problems"].iloc[0])


@cache
def long_curves() -> tuple[str, ...]:
    """Return the curves with points enough to fit and to forecast, weakest model first."""
    frame = points()
    frame = frame[(frame["selector"] == ANY) & (frame["origin"] == "figure")]
    return tuple(frame.sort_values("samples").groupby("curve", sort=False)["solved_percent"].first().sort_values().index)


@cache
def fits(family: str = FORM, early: bool = False) -> dict[str, model.CoverageFit]:
    """Return a fit for each long curve, to all its points or to those of few samples."""
    out = {}
    for name in long_curves():
        k, c, problems = _curve(name)
        keep = k <= EARLY if early else np.ones(len(k), dtype=bool)
        out[name] = model.fit_coverage(k[keep], c[keep], family, problems=problems)
    return out


@cache
def curve_frame() -> pd.DataFrame:
    """Return published coverage and the fitted curves with their 5–95 % bands, in percent."""
    rows = []
    for name, fit in fits().items():
        k, c, _ = _curve(name)
        label = name.split(",")[0]
        low, high = fit.interval(_GRID)
        rows.append(pd.DataFrame({"model": label, "kind": "published", "samples": k, "solved_percent": 100 * c, "low": np.nan, "high": np.nan}))
        rows.append(pd.DataFrame({"model": label, "kind": "fit", "samples": _GRID, "solved_percent": 100 * fit.coverage(_GRID), "low": 100 * low, "high": 100 * high}))
    return pd.concat(rows, ignore_index=True)


@cache
def forecast_frame() -> pd.DataFrame:
    """Return what each form, fitted to the first hundred samples, says of the last published point."""
    rows = []
    for family in model.FAMILIES:
        for name, fit in fits(family, early=True).items():
            k, c, _ = _curve(name)
            low, high = fit.interval(k[-1:])
            rows.append(
                {
                    "model": name.split(",")[0], "form": family, "samples": k[-1], "forecast": 100 * float(fit.coverage(k[-1:])[0]), "low": 100 * float(low[0]), "high": 100 * float(high[0]),
                    "seen": 100 * c[-1], "rms": 100 * fits(family)[name].rms,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


_VOTERS = ("Llama-3-8B-Instruct, MATH", "Llama-3-70B-Instruct, MATH")


@cache
def gap_frame() -> pd.DataFrame:
    """Return coverage and what a majority vote keeps of it, for the models of which both are published."""
    rows = []
    for name in _VOTERS:
        for selector in (ANY, MAJORITY):
            k, c, _ = _curve(name, selector)
            rows.append(pd.DataFrame({"model": name.split(",")[0], "selector": selector, "samples": k, "solved_percent": 100 * c}))
    return pd.concat(rows, ignore_index=True)


@cache
def kept(name: str) -> np.ndarray:
    """Draw the share of the gain in coverage, from the first to the last point, that a majority vote keeps.

    Problems are drawn from the fitted Beta; a vote of very many samples finds those above a difficulty, put where the
    published share has it. So the draws carry the chance of having these problems and no others.
    """
    k, _, problems = _curve(name)
    _, voted, _ = _curve(name, MAJORITY)
    a, b = fits()[name].parameters["a"], fits()[name].parameters["b"]
    rng = np.random.default_rng([parameters.SEED, 66])
    p = rng.beta(a, b, size=(4000, int(problems)))
    line = betainccinv(a, b, voted[-1])
    once = p.mean(axis=1)
    return ((p > line).mean(axis=1) - once) / (model.coverage_of(p, k[-1]).mean(axis=1) - once)


@cache
def _agent() -> tuple[model.CoverageFit, float]:
    """Return the fitted coverage of the cheap agent on SWE-bench Lite, and the bill of one attempt at every issue."""
    k, c, problems = _curve(f"{AGENT}, SWE-bench Lite")
    bill = tables.load("scaling/equal_dollars").set_index("model")
    return model.fit_coverage(k, c, FORM, problems=problems, reading=0.0005), float(bill.at[AGENT, "usd_per_attempt_set"])


@cache
def dollars_frame() -> pd.DataFrame:
    """Return issues solved against the bill, for the cheap agent sampled again and again and the two dear ones once."""
    fit, usd = _agent()
    k = np.logspace(0, np.log10(250), 61)
    low, high = fit.interval(k)
    rows = [pd.DataFrame({"model": AGENT, "kind": "fit", "usd": usd * k, "attempts": k, "solved_percent": 100 * fit.coverage(k), "low": 100 * low, "high": 100 * high})]
    tries, c, _ = _curve(f"{AGENT}, SWE-bench Lite")
    rows.append(pd.DataFrame({"model": AGENT, "kind": "published", "usd": usd * tries, "attempts": tries, "solved_percent": 100 * c, "low": np.nan, "high": np.nan}))
    others = tables.load("scaling/equal_dollars")
    others = others[others["model"] != AGENT]
    rows.append(pd.DataFrame({"model": others["model"], "kind": "published", "usd": others["usd_total"], "attempts": others["attempts"].astype(float), "solved_percent": others["solved_percent"], "low": np.nan, "high": np.nan}))
    return pd.concat(rows, ignore_index=True)


@cache
def equal_dollars(other: str) -> dict[str, np.ndarray | float]:
    """Return, for the price of one attempt by another model, the cheap agent's attempts, coverage, and how good its verifier must be.

    Draws vary the problems of either result as if they were not the same issues, which is on the safe side.
    """
    fit, usd = _agent()
    row = tables.load("scaling/equal_dollars").set_index("model").loc[other]
    attempts = float(row["usd_total"]) / usd
    rng = np.random.default_rng([parameters.SEED, 67])
    low, high = (float(x[0]) for x in fit.interval([attempts]))
    middle = float(fit.coverage(np.array([attempts]))[0])
    ours = middle + (high - low) / (2 * parameters.Z95) * rng.standard_normal(_DRAWS)
    share = row["solved_percent"] / 100
    theirs = share + np.sqrt(share * (1 - share) / row["problems"]) * rng.standard_normal(_DRAWS)
    return {"attempts": attempts, "coverage": ours, "other": theirs, "needed": np.clip(theirs / ours, 0, None), "wins": float(np.mean(ours > theirs))}


@cache
def once_frame() -> pd.DataFrame:
    """Return one try of GPT-4o beside one try of the sampled models, and how probable it is that GPT-4o is ahead."""
    rows = []
    dear = tables.load("scaling/single_tries").set_index("task")
    frame = points()
    for task, other in dear.iterrows():
        mine = frame[(frame["task"] == task) & (frame["selector"] == ANY) & (frame["samples"] < 1.05)]
        for r in mine.itertuples():
            p, q = other["solved_percent"] / 100, r.solved_percent / 100
            spread = np.sqrt(p * (1 - p) / other["problems"] + q * (1 - q) / r.problems)
            rows.append({"model": r.model, "task": task, "gpt4o_percent": 100 * p, "other_percent": 100 * q, "ahead": float(ndtr((p - q) / spread))})
    return pd.DataFrame(rows).sort_values("ahead", ignore_index=True)


@cache
def difficulty_frame() -> pd.DataFrame:
    """Return the share not covered against samples: a set with hard problems, the power law it tends to, one problem, and a set none of whose problems is hard."""
    k = np.logspace(0, 6, 121)
    a, b = _SHOWN
    hard = 1 - model.coverage_beta(k, a, b)
    law = model.uncovered_power_law(k, a, b)
    one = 1 - model.coverage_of(a / (a + b), k)
    none_hard = np.mean(1 - model.coverage_of(np.linspace(_LEAST, 2 * a / (a + b) - _LEAST, 200)[None, :], k[:, None]), axis=1)
    rows = [
        pd.DataFrame({"set": "many hard problems", "samples": k, "uncovered_percent": 100 * hard}),
        pd.DataFrame({"set": "its power law", "samples": k, "uncovered_percent": 100 * law}),
        pd.DataFrame({"set": "no problem harder than a twentieth", "samples": k, "uncovered_percent": 100 * none_hard}),
        pd.DataFrame({"set": "one problem again and again", "samples": k, "uncovered_percent": 100 * one}),
    ]
    return pd.concat(rows, ignore_index=True)


@cache
def contest_frame() -> pd.DataFrame:
    """Return the published curves of contest programs, ten submitted of many sampled."""
    frame = points()
    frame = frame[frame["selector"] == TEN].sort_values(["model", "samples"])
    return frame[["model", "task", "samples", "solved_percent"]].reset_index(drop=True)


@cache
def _cost_of_program() -> dict[str, np.ndarray]:
    """Draw the dollars of one sampled program: stand-in, length, price of an hour, measured over computed time."""
    chosen = parameters.sample(parameters.select("sample_program_tokens", "contest_prompt_tokens", "paid_usd_per_answer", part="scaling"), draws=_DRAWS)
    hour = hour_cost.usd_per_hour(ACCELERATOR).samples[:_DRAWS]
    rng = np.random.default_rng([parameters.SEED, 68])
    which = rng.integers(0, len(STAND_INS), _DRAWS)
    z = rng.standard_normal(_DRAWS)
    answer, prompt = 400.0, 1000.0
    per_mtok, lag = np.empty(_DRAWS), np.empty(_DRAWS)
    for i, name in enumerate(STAND_INS):
        _, c = token_cost.best(name, ACCELERATOR, prompt, answer, SLOWEST, hour=1.0, cached=prompt - 1.0)
        late = token_cost.slowdown(bool(models.get(name).is_sparse))
        here = which == i
        per_mtok[here] = float(c.request_usd) / answer * 1e6
        lag[here] = late.from_normal(z[here]) / late.central
    usd_per_mtok = per_mtok * hour * lag
    return {**chosen, "stand_in": per_mtok, "hour": hour, "time": lag, "usd_per_mtok": usd_per_mtok, "program_usd": usd_per_mtok * chosen["sample_program_tokens"] / 1e6}


@cache
def cost_draws() -> dict[str, np.ndarray]:
    """Return draws of the cost of a million samples, and of what a user pays for one answer."""
    d = _cost_of_program()
    return {**d, "million_usd": MILLION * d["program_usd"], "times_paid": MILLION * d["program_usd"] / d["paid_usd_per_answer"]}


@cache
def cost_frame() -> pd.DataFrame:
    """Return dollars a problem against samples, with 5–95 % ends, and what users pay for an answer."""
    d = cost_draws()
    k = np.logspace(0, 6, 61)
    low, mid, high = np.quantile(d["program_usd"], uncertainty.LEVELS)
    paid = parameters.get("paid_usd_per_answer", part="scaling")
    return pd.DataFrame({"samples": k, "usd": k * mid, "low": k * low, "high": k * high, "paid": paid.central, "paid_low": paid.low, "paid_high": paid.high})


@cache
def shown() -> pd.DataFrame:
    """Return the page's table of fits."""
    rows = []
    for name, fit in fits().items():
        k, c, _ = _curve(name)
        a, b = (fit.parameters[n] for n in ("a", "b"))
        rng = np.random.default_rng([parameters.SEED, 69])
        low, high = np.quantile(fit.draws(2000, rng)[:, 0], (0.05, 0.95))
        third = {f: fits(f)[name] for f in ("scaled beta", "scaled Kumaraswamy")}
        rows.append(
            {
                "Model": name.split(",")[0], "One sample": _q(100 * a / (a + b), "percent"), "Exponent a": _q(a, "1", low, high), "b": b, "Miss, Beta": _q(100 * fit.rms, "percentage_point"),
                "Miss, scaled Beta": _q(100 * third["scaled beta"].rms, "percentage_point"), "Miss, scaled Kumaraswamy": _q(100 * third["scaled Kumaraswamy"].rms, "percentage_point"), "Miss, exponentiated power": _q(100 * fits("power")[name].rms, "percentage_point"),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def explorer_grid(single_percent, spread, samples, usd_per_sample) -> dict[str, object]:
    """Compute the explorer's outputs for every grid point; ranges are those of a set of three hundred problems."""
    mean = np.asarray(single_percent, dtype=float) / 100
    a = np.asarray(spread, dtype=float)
    b = a * (1 - mean) / mean
    covered, again, thrice, most = (model.coverage_beta(samples * f, a, b) for f in (1, 2, 3, 4))
    gain = again - covered
    once = np.sqrt(np.maximum(2 * covered - again - covered**2, 0) / _SET)  # a problem's miss squared is its miss of twice the samples
    wide = np.sqrt(np.maximum(2 * thrice - again - most - gain**2, 0) / _SET)
    z = parameters.Z95
    usd = samples * usd_per_sample
    low, high = np.clip(covered - z * once, 1e-6, 1), np.clip(covered + z * once, 0, 1)
    return {
        "covered_percent": (100 * low, 100 * covered, 100 * high),
        "gain_percent": (100 * np.maximum(gain - z * wide, 0), 100 * gain, 100 * (gain + z * wide)),
        "usd": usd,
        "usd_solved": (usd / high, usd / covered, usd / low),
    }


_q = Quantity.of
_span = uncertainty.summarise


def _measured(value, unit="percent", label=""):
    return _q(value, unit, grade="measured", label=label)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame = points()
    ends = frame.sort_values("samples").groupby(["curve", "selector"])["solved_percent"].agg(["first", "last"])
    risen = ends.xs(ANY, level="selector")
    steps = frame[frame["selector"] == ANY].sort_values("samples").groupby("curve")["solved_percent"].diff().dropna()
    small, large = _VOTERS
    k8, c8, _ = _curve(small)
    _, m8, _ = _curve(small, MAJORITY)
    _, c70, _ = _curve(large)
    _, m70, _ = _curve(large, MAJORITY)
    lost = {name: 100 * (1 - kept(name)) for name in _VOTERS}
    forecasts = forecast_frame().assign(miss=lambda d: (d["forecast"] - d["seen"]).abs(), inside=lambda d: (d["seen"] >= d["low"]) & (d["seen"] <= d["high"]))
    beta = forecasts[forecasts["form"] == FORM]
    tops = {name: fits("scaled beta")[name].parameters["top"] for name in long_curves()}
    exponents = [fits()[name].parameters["a"] for name in long_curves()]
    gpt, sonnet = equal_dollars("GPT-4o"), equal_dollars("Claude 3.5 Sonnet")
    bill = tables.load("scaling/equal_dollars").set_index("model")
    agent, usd = _agent()
    once = once_frame()
    contest = frame[frame["selector"] == TEN].set_index(["model", "samples"])["solved_percent"]
    d = cost_draws()
    inputs = {"which open model stands in": d["stand_in"], "sample_program_tokens": d["sample_program_tokens"], "price of an accelerator hour": d["hour"], "measured over computed time": d["time"]}
    paying = {**inputs, "paid_usd_per_answer": d["paid_usd_per_answer"]}
    paid = parameters.get("paid_usd_per_answer", part="scaling")
    prices = tables.load("inference/list_prices").set_index("model")
    listed = float(prices.at["Gemini 1.0 Pro", "output_usd_per_mtok"])
    tokens = parameters.get("sample_program_tokens", part="scaling")
    pythia = next(n for n in long_curves() if n.startswith("Pythia"))
    half = {n: model.samples_for(0.5, fits()[n].coverage)[0] for n in long_curves()}
    tried = tables.load("scaling/sampling_facts").set_index("key")["value"]
    return {
        "curves": _measured(len(risen), "1"),
        "long_curves": _measured(len(long_curves()), "1"),
        "problems": _measured(_curve(small)[2], "1"),
        "rises": _q(np.mean(risen["last"] > risen["first"]), "1", grade="measured", label="Share of published coverage curves that end higher than they begin"),
        "falling_steps": _measured((steps < 0).sum(), "1"),
        "c8_first": _measured(100 * c8[0]),
        "c8_last": _measured(100 * c8[-1], label="Coverage of Llama-3-8B-Instruct on MATH at ten thousand samples"),
        "m8_first": _measured(100 * m8[0]),
        "m8_last": _measured(100 * m8[-1], label="The same with a majority vote"),
        "c70_last": _measured(100 * c70[-1]),
        "m70_last": _measured(100 * m70[-1]),
        "samples_last": _measured(k8[-1], "1"),
        "lost_8": _span(lost[small], "percent", "Gain of sampling that a majority vote loses, Llama-3-8B-Instruct on MATH", driver="the sample of problems"),
        "lost_70": _span(lost[large], "percent", "The same, Llama-3-70B-Instruct", driver="the sample of problems"),
        "most_lost": _q(min(np.mean(x > 50) for x in lost.values()), "1", label="Probability that most of the gain is lost without a verifier"),
        "m8_hundred": _measured(tried["majority_hundred"]),
        "c8_hundred": _measured(tried["coverage_hundred"]),
        "reward_samples": _measured(tried["selector_plateau"], "1"),
        "early": _q(EARLY),
        "beta_worst": _q(beta["miss"].max(), "percentage_point", label="Largest miss of coverage at ten thousand samples, forecast from the first hundred by a Beta"),
        "beta_inside": _q(beta["inside"].sum()),
        "power_worst": _q(forecasts.loc[forecasts["form"] == "power", "miss"].max(), "percentage_point"),
        "kumaraswamy_worst": _q(forecasts.loc[forecasts["form"] == "scaled Kumaraswamy", "miss"].max(), "percentage_point"),
        "kumaraswamy_top": _q(100 * fits("scaled Kumaraswamy")[pythia].parameters["top"], "percent"),
        "tops_at_one": _q(sum(t > 0.99 for t in tops.values())),
        "rms_lowest": _q(min(100 * f.rms for f in fits().values()), "percentage_point"),
        "rms_highest": _q(max(100 * f.rms for f in fits().values()), "percentage_point"),
        "exponent_low": _q(min(exponents)),
        "exponent_high": _q(max(exponents)),
        "exponent": _q(np.median(exponents), "1", min(exponents), max(exponents), "Exponent of the power law of what stays unsolved (range: lowest and highest model)", driver="model"),
        "tenfold": _q(100 * (1 - 10 ** -np.median(exponents)), "percent", 100 * (1 - 10 ** -min(exponents)), 100 * (1 - 10 ** -max(exponents)), "Of what stays unsolved, solved by ten times the samples", driver="model"),
        "decade": _q(10),
        "factor_two": _q(2),
        "shown_mean": _q(100 * _SHOWN[0] / sum(_SHOWN), "percent"),
        "shown_least": _q(100 * _LEAST, "percent"),
        "half_weak": _q(half[pythia]),
        "half_strong": _q(half[small]),
        "gpt4o_once": _measured(bill.at["GPT-4o", "solved_percent"]),
        "gpt4o_usd": _q(bill.at["GPT-4o", "usd_total"], "USD", grade="measured"),
        "sonnet_once": _measured(bill.at["Claude 3.5 Sonnet", "solved_percent"]),
        "sonnet_usd": _q(bill.at["Claude 3.5 Sonnet", "usd_total"], "USD", grade="measured"),
        "agent_five": _measured(bill.at[AGENT, "solved_percent"]),
        "agent_usd": _q(bill.at[AGENT, "usd_total"], "USD", grade="measured"),
        "agent_attempts": _measured(bill.at[AGENT, "attempts"], "1"),
        "agent_once": _measured(100 * _curve(f"{AGENT}, SWE-bench Lite")[1][0]),
        "agent_250": _measured(100 * _curve(f"{AGENT}, SWE-bench Lite")[1][-1]),
        "attempts_gpt4o": _q(gpt["attempts"]),
        "attempts_sonnet": _q(sonnet["attempts"]),
        "same_gpt4o": _span(100 * gpt["coverage"], "percent", "Issues the cheap agent covers for the price of one attempt by GPT-4o", driver="the sample of issues"),
        "same_sonnet": _span(100 * sonnet["coverage"], "percent", "The same for the price of Claude 3.5 Sonnet", driver="the sample of issues"),
        "wins_gpt4o": _q(100 * gpt["wins"], "percent"),
        "needed_gpt4o": _span(100 * gpt["needed"], "percent", "Of covered issues, how many a verifier must get right to match GPT-4o at equal dollars", driver="the sample of issues"),
        "needed_sonnet": _span(100 * sonnet["needed"], "percent", driver="the sample of issues"),
        "needed_five": _q(100 * bill.at["GPT-4o", "solved_percent"] / bill.at[AGENT, "solved_percent"], "percent"),
        "gpt4o_ahead": _q(once["ahead"].min(), "1", label="Lowest probability that GPT-4o is ahead at one try, over the models sampled"),
        "once_pairs": _q(len(once), grade="measured"),
        "gpt4o_math": _measured(once.loc[once["task"] == "MATH", "gpt4o_percent"].iloc[0]),
        "llama70_math": _measured(once.loc[once["model"] == "Llama-3-70B-Instruct", "other_percent"].iloc[0]),
        "overtake_llama8": _q(model.samples_for(once.loc[once["task"] == "MATH", "gpt4o_percent"].iloc[0] / 100, fits()[small].coverage)[0]),
        "percentile": _measured(tried["alphacode2_percentile"], label="Percentile that AlphaCode 2 reaches, by its makers’ estimate"),
        "million": _measured(frame.loc[frame["model"] == "AlphaCode 2", "samples"].max(), "1", label="Samples drawn for each problem"),
        "alphacode2_solved": _measured(contest[("AlphaCode 2", 1e6)]),
        "alphacode2_few": _measured(contest[("AlphaCode 2", 100.0)]),
        "few": _measured(contest["AlphaCode 2"].index.min(), "1"),
        "alphacode_first": _measured(contest.xs("AlphaCode 41B + clustering").iloc[0]),
        "alphacode_last": _measured(contest.xs("AlphaCode 41B + clustering").iloc[-1]),
        "thousand": _measured(contest["AlphaCode 41B + clustering"].index.min(), "1"),
        "more_hits": _q(np.mean(frame[frame["selector"] == TEN].sort_values("samples").groupby("model")["solved_percent"].diff().dropna() > 0), "1", grade="measured"),
        "alphacode2_doubling": _q((contest[("AlphaCode 2", 1e6)] - contest[("AlphaCode 2", 100.0)]) / np.log2(1e4), "percentage_point"),
        "tokens": _q(tokens.central, "token", tokens.low, tokens.high, grade="guessed"),
        "million_usd": _span(d["million_usd"], "USD", "Cost of a million sampled programs on rented H100s, open stand-ins", "guessed", uncertainty.drivers(d["million_usd"], inputs)["parameter"].iloc[0]),
        "million_listed": _q(MILLION * tokens.central * listed / 1e6, "USD", MILLION * tokens.low * listed / 1e6, MILLION * tokens.high * listed / 1e6, "The same at the list price of Gemini 1.0 Pro", "guessed", "sample_program_tokens"),
        "listed": _q(listed, "USD/Mtoken", grade="measured"),
        "paid": _q(paid.central, "USD", paid.low, paid.high, "What a user pays for an answer", "guessed"),
        "times_paid": _span(d["times_paid"], "1", "Cost of a million samples over what a user pays for an answer", "guessed", uncertainty.drivers(d["times_paid"], paying)["parameter"].iloc[0]),
        "too_costly": _q(np.mean(d["million_usd"] > d["paid_usd_per_answer"]), "1", grade="guessed", label="Probability that a million samples cost more than a user pays for an answer"),
        "affordable": _span(d["paid_usd_per_answer"] / d["program_usd"], "1", "Samples that cost what a user pays for an answer", "guessed", uncertainty.drivers(d["times_paid"], paying)["parameter"].iloc[0]),
        "tpu_hours": _q(MILLION / tried["alphacode_samples_per_tpu_s"] / 3600, "1", grade="guessed"),
        "plus": _q(float(tables.load("inference/subscription_prices").set_index("plan").at["ChatGPT Plus", "usd_per_month"]), "USD", grade="measured"),
    }  # fmt: skip
