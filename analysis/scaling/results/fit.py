"""How well the laws are known: our fit beside the published ones, what the choices do, how tools fail, and the intervals."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis import tables
from analysis.quantities import Quantity
from analysis.scaling import overtraining
from analysis.scaling.results import chinchilla, laws
from analysis.scaling.training_laws import LAWS, labels, published_interval

__all__ = ["exclusion_frame", "residual_frame", "trap_frame", "error_frame", "interval_frame", "constants_table", "choices_table", "facts"]

_CONSTANTS = ("A", "B", "E", "alpha", "beta")
_WORDS = {"A": "A", "B": "B", "E": "E", "alpha": "α", "beta": "β"}


@cache
def published() -> pd.DataFrame:
    """Return what the replication publishes, by run."""
    return tables.load("scaling/chinchilla_published").set_index("run")


def _fits(delta: float = 1e-3) -> pd.DataFrame:
    frame = chinchilla.fits()
    return frame[np.isclose(frame["delta"], delta)].sort_values("excluded", ignore_index=True)


@cache
def exclusion_frame() -> pd.DataFrame:
    """Return both exponents by how many of the highest losses are left out, with 5–95 % by the sandwich."""
    z = ndtri(0.95)
    rows = []
    for name, label in (("alpha", "α, of size"), ("beta", "β, of data")):
        fits = _fits()
        rows.append(pd.DataFrame({"constant": label, "excluded": fits["excluded"], "value": fits[name], "low": fits[name] - z * fits[f"se_{name}"], "high": fits[name] + z * fits[f"se_{name}"]}))
    return pd.concat(rows, ignore_index=True)


@cache
def residual_frame() -> pd.DataFrame:
    """Return how far each law is from the runs, in percent of the loss, best first."""
    frame = chinchilla.residuals().copy()
    frame["law"] = [labels().get(name, name) for name in frame["law"]]
    return frame.sort_values("objective", ignore_index=True)[["law", "low", "quarter", "middle", "three_quarters", "high", "objective"]]


@cache
def trap_frame() -> pd.DataFrame:
    """Return by how much the common ways of fitting miss the least sum of Huber losses, in percent."""
    frame = chinchilla.traps()
    least = frame["objective"].min()
    name = [f"{r.method}, {r.minimised.split(' ')[0]}, {r.start}" if r.method != "ours" else "ours, no start needed" for r in frame.itertuples()]
    above = 100 * (frame["objective"] / least - 1)
    out = pd.DataFrame({"way": name, "above_percent": above.clip(lower=1e-4), "median_percent": (100 * (frame["median_objective"] / least - 1)).clip(lower=1e-4), "claims_success": frame["claims_success"], "beta": frame["beta"], "starts": frame["starts"]})
    return out.sort_values("above_percent", ascending=False, kind="stable", ignore_index=True)


@cache
def error_frame() -> pd.DataFrame:
    """Return bootstrap standard errors over those the replication's notebook prints, by constant and run."""
    frame, print_ = chinchilla.standard_errors(), published().loc["notebook"]
    rows = [{"constant": _WORDS[c], "run": r["run"], "kind": "our seeds" if r["run"].startswith("seed") else "its own resamples", "ratio": r[f"se_{c}"] / print_[f"se_{c}"]} for r in frame.to_dict("records") for c in _CONSTANTS]
    return pd.DataFrame(rows)


def _profile_interval(constant: str, statistic: float = ndtri(0.95) ** 2) -> tuple[float, float]:
    """Values at which the profile crosses the square of the normal deviate of 95 %, by interpolation."""
    frame = chinchilla.profiles()
    mine = frame[frame["constant"] == constant].sort_values("value")
    value, stat = mine["value"].to_numpy(), mine["statistic"].to_numpy()
    least = int(np.argmin(stat))
    low = np.interp(-statistic, -stat[: least + 1], value[: least + 1])
    high = np.interp(statistic, stat[least:], value[least:])
    return float(low), float(high)


@cache
def interval_frame() -> pd.DataFrame:
    """Return 5–95 % intervals of the exponents by three methods, and as published."""
    z = ndtri(0.95)
    ours, draws, print_ = _chosen_row(), chinchilla.law_draws(), published().loc["notebook"]
    rows = []
    for name, label in (("alpha", "α, of size"), ("beta", "β, of data")):
        ways = {
            "refits (bootstrap)": tuple(np.quantile(draws[name], (0.05, 0.95))),
            "curvature (sandwich)": (ours[name] - z * ours[f"se_{name}"], ours[name] + z * ours[f"se_{name}"]),
            "profile": _profile_interval(name),
            "replication": (print_[name] - z * print_[f"se_{name}"], print_[name] + z * print_[f"se_{name}"]),
        }
        centre = {"replication": float(print_[name])}
        rows += [{"constant": label, "way": way, "value": centre.get(way, float(ours[name])), "low": float(low), "high": float(high)} for way, (low, high) in ways.items()]
        rows.append({"constant": label, "way": "Hoffmann 2022, all digits", "value": float(getattr(LAWS["hoffmann-2022-unrounded"], name)), "low": np.nan, "high": np.nan})
    return pd.DataFrame(rows)


@cache
def _chosen_row() -> pd.Series:
    fits = _fits()
    return fits[fits["excluded"] == chinchilla.EXCLUDED].iloc[0]


@cache
def constants_table() -> pd.DataFrame:
    """Return each constant with its intervals beside the published ones."""
    ours, draws, print_ = _chosen_row(), chinchilla.law_draws(), published()
    rows = []
    for c in _CONSTANTS:
        low, high = np.quantile(draws[c], (0.05, 0.95))
        rows.append({"Constant": _WORDS[c], "Our fit": Quantity(float(ours[c]), "1", float(low), float(high)), "Its standard error over refits": float(np.std(draws[c], ddof=1)), "Replication": float(print_.at["notebook", c]), "Its standard error": float(print_.at["notebook", f"se_{c}"]),
                     "Hoffmann 2022, all digits": float(getattr(LAWS["hoffmann-2022-unrounded"], c))})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def choices_table() -> pd.DataFrame:
    """Return what the choices do to what the law is used for: tokens for each parameter, and the limit of over-training."""
    from analysis.scaling.law_forms import AdditiveLaw

    rows = []
    for r in chinchilla.fits().to_dict("records"):
        if r["excluded"] not in (0, 5, 10, 20):
            continue
        law = AdditiveLaw(**{c: r[c] for c in _CONSTANTS})
        n, d = law.optimal(laws.GOPHER, extrapolate=True)
        width = {1e-4: "a tenth as wide", 1e-3: "as published", 1e-2: "ten times as wide", 10.0: "none: least squares"}[r["delta"]]
        rows.append({"Highest losses left out": r["excluded"], "Huber zone": width, "Floor": r["E"], "Exponent of size": r["alpha"], "Exponent of data": r["beta"], "Tokens for each parameter": float(d / n), "Times smaller at most": overtraining.max_shrink(law)})
    return pd.DataFrame(rows).sort_values(["Highest losses left out"], kind="stable", ignore_index=True)


_q = Quantity.of


def _span(samples, unit="1", label="", driver=""):
    low, mid, high = np.quantile(samples, (0.05, 0.5, 0.95))
    return _q(mid, unit, low, high, label, driver=driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    draws, ours = chinchilla.law_draws(), _chosen_row()
    fits, traps, errors = _fits().set_index("excluded"), trap_frame(), error_frame()
    residual = residual_frame().set_index("law")
    seeds = chinchilla.standard_errors()
    seeds = seeds[seeds["run"].str.startswith("seed")]
    print_ = published()
    away = max(abs(print_.at["notebook", f"se_{c}"] - seeds[f"se_{c}"].mean()) / seeds[f"se_{c}"].std(ddof=1) for c in _CONSTANTS)
    share = draws["beta"] / (draws["alpha"] + draws["beta"])
    low_a, high_a, _ = published_interval("hoffmann-2022", "exponent_params")
    width = 2 * ndtri(0.9) * share.std(ddof=1)
    runs_needed = ours["runs"] * (width / (high_a - low_a)) ** 2
    stopped = traps[traps["way"] == "L-BFGS-B, mean, printed constants"].iloc[0]
    gridded = traps[traps["way"] == "L-BFGS-B, mean, a grid of starts"].iloc[0]
    own = errors[errors["kind"] == "its own resamples"]["ratio"]
    excluded = exclusion_frame().query("constant == 'β, of data'").set_index("excluded")
    widths = chinchilla.fits()
    squares = widths[(widths["excluded"] == chinchilla.EXCLUDED) & (widths["delta"] == 10.0)].iloc[0]
    limits = choices_table()["Times smaller at most"]
    ratios = choices_table()["Tokens for each parameter"]
    return {
        "runs": _q(ours["runs"]),
        "runs_all": _q(fits.loc[0, "runs"]),
        "left_out": _q(chinchilla.EXCLUDED),
        "draws": _q(chinchilla.DRAWS),
        "A": _span(draws["A"], label="A: cost of few parameters, median of the refits"),
        "B": _span(draws["B"], label="B: cost of few tokens, median of the refits"),
        "E": _span(draws["E"], label="E: floor of the loss, nats a token, median of the refits"),
        "alpha": _span(draws["alpha"], label="α: exponent of size, median of the refits"),
        "beta": _span(draws["beta"], label="β: exponent of data, median of the refits"),
        "share": _span(share, label="Exponent of the budget in the best size"),
        "share_printed": _q(0.5 * (low_a + high_a), "1", low_a, high_a),
        "share_unrounded": _q(LAWS["hoffmann-2022-unrounded"].exponents[0]),
        "outside": _q(100 * np.mean(share > high_a), "percent"),
        "runs_needed": _q(runs_needed),
        "objective": _q(1000 * ours["objective"]),
        "objective_published": _q(1000 * print_.at["grid", "objective"]),
        "objective_gain": _q(1e9 * (print_.at["grid", "objective"] / ours["objective"] - 1)),
        "published_starts": _q(4500),
        "basins": _q(ours["basins"]),
        "seeds": _q(len(seeds)),
        "refits_each": _q(seeds["draws"].iloc[0]),
        "unconverged": _q(chinchilla.standard_errors()["unconverged"].sum()),
        "own_ratio_worst": _q(100 * np.max(np.abs(own - 1)), "percent", label="Largest gap to the replication’s standard errors, on its own resamples"),
        "seeds_away": _q(away, label="The same on other resamples, in standard deviations between seeds"),
        "stopped_above": _q(stopped["above_percent"], "percent", label="How far above the least a mean-reduced fit stops"),
        "stopped_beta": _q(stopped["beta"]),
        "gridded_above": _q(gridded["above_percent"], "percent"),
        "gridded_starts": _q(gridded["starts"]),
        "median_above": _q(traps[traps["way"] == "L-BFGS-B, sum, a grid of starts"]["median_percent"].iloc[0], "percent"),
        "claims": _q(traps["claims_success"].sum()),
        "ways": _q(len(traps)),
        "beta_all": _q(fits.loc[0, "beta"], "1", excluded.loc[0, "low"], excluded.loc[0, "high"]),
        "beta_five": _q(fits.loc[5, "beta"], "1", excluded.loc[5, "low"], excluded.loc[5, "high"]),
        "beta_twenty": _q(fits.loc[20, "beta"], "1", excluded.loc[20, "low"], excluded.loc[20, "high"]),
        "alpha_all": _q(fits.loc[0, "alpha"]),
        "alpha_twenty": _q(fits.loc[20, "alpha"]),
        "twenty": _q(20),
        "E_all": _q(fits.loc[0, "E"]),
        "E_twenty": _q(fits.loc[20, "E"]),
        "beta_squares": _q(squares["beta"]),
        "limit_choices": _q(limits.median(), "1", limits.min(), limits.max(), "Times smaller at most, over the choices of the fit", "guessed"),
        "ratio_choices": _q(ratios.median(), "1", ratios.min(), ratios.max(), "Best tokens for each parameter at Gopher’s budget, over the choices of the fit", "guessed"),
        "spread_ours": _q(0.5 * (residual.at["our fit", "high"] - residual.at["our fit", "low"]), "percent"),
        "miss_printed": _q(residual.at["Hoffmann 2022, approach 3", "middle"], "percent"),
        "miss_unrounded": _q(residual.at["Hoffmann 2022, approach 3, unrounded", "middle"], "percent"),
        "printed_times": _q(residual.at["Hoffmann 2022, approach 3", "objective"] / residual.at["our fit", "objective"]),
    }  # fmt: skip
