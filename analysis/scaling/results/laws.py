"""What the scaling laws say: loss and best split by budget, what is linear, what emerges, and how printed numbers disagree."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables, uncertainty
from analysis.quantities import Quantity
from analysis.scaling import law_forms as forms
from analysis.scaling.results import chinchilla
from analysis.scaling.training_laws import LAWS, constants, labels, published_interval

__all__ = ["BUDGETS", "with_loss", "loss_frame", "split_frame", "shape_frame", "emergence_frame", "printed_frame", "law_table", "trillion_table", "slips", "facts"]

BUDGETS = np.round(np.logspace(18, 27, 37), -15)
GOPHER = 5.76e23  # training FLOP of Gopher: Hoffmann et al. 2022, table 3
_SHOWN = ("kaplan-2020", "hoffmann-2022-approach-1", "hoffmann-2022", "besiroglu-2024", "deepseek-2024", "llama-3-2024", "muennighoff-2023")
_CURVES = ("kaplan-2020", "kaplan-2020-joint", "hoffmann-2022", "besiroglu-2024", "muennighoff-2023", "krajewski-2024-dense")
_SPLITS = ("kaplan-2020", "hoffmann-2022-approach-1", "hoffmann-2022", "besiroglu-2024", "deepseek-2024", "llama-3-2024")
# left out: Kaplan's, which later work corrects; those on the constants of Hoffmann's third approach, which miss their own runs; Krajewski's, of small models
_SOUND = ("hoffmann-2022-approach-1", "hoffmann-2022-approach-2", "besiroglu-2024", "deepseek-2024", "llama-3-2024", "muennighoff-2023")
ANSWER_TOKENS = (1, 5, 30)
FINE = 16  # how much finer experts are cut in the illustration; the routing that this costs is not in the law


@cache
def with_loss() -> list[str]:
    """Return the laws that say what loss a run ends at."""
    return [name for name in LAWS if not isinstance(LAWS[name], forms.AllocationLaw)]


def _optimal(name, flop):
    return LAWS[name].optimal(flop, extrapolate=True)


@cache
def loss_frame() -> pd.DataFrame:
    """Return the loss at the best split by law and budget; ``fitted`` where the law's own runs cover the budget."""
    rows = []
    for name in _CURVES:
        law = LAWS[name]
        n, d = _optimal(name, BUDGETS)
        rows.append(pd.DataFrame({"law": labels()[name], "training_flop": BUDGETS, "loss": law.loss(n, d), "within": _within(law)}))
    return pd.concat(rows, ignore_index=True)


def _within(law):
    if law.flop_low is None:
        return np.full(len(BUDGETS), "not stated")
    return np.where((law.flop_low <= BUDGETS) & (law.flop_high >= BUDGETS), "fitted", "extrapolated")


@cache
def split_frame() -> pd.DataFrame:
    """Return tokens for each parameter at the best split, by law and budget, with our refits' range."""
    rows = []
    for name in _SPLITS:
        n, d = _optimal(name, BUDGETS)
        rows.append(pd.DataFrame({"law": labels()[name], "training_flop": BUDGETS, "tokens_per_param": d / n, "low": np.nan, "high": np.nan}))
    ratio = _refit_ratio(BUDGETS)
    low, high = np.quantile(ratio, (0.05, 0.95), axis=0)
    rows.append(pd.DataFrame({"law": "our refits", "training_flop": BUDGETS, "tokens_per_param": np.median(ratio, axis=0), "low": low, "high": high}))
    return pd.concat(rows, ignore_index=True)


def _refit_ratio(flop):
    """Tokens for each parameter over the refits (rows) and budgets (columns)."""
    c = {k: v[:, None] for k, v in chinchilla.law_draws().items()}
    flop = np.atleast_1d(flop)[None, :]
    total = c["alpha"] + c["beta"]
    as_dense = (c["alpha"] * c["A"] / (c["beta"] * c["B"])) ** (1 / total)
    return (flop / 6) ** ((c["alpha"] - c["beta"]) / total) / as_dense**2


def _refit_budget(params):
    """Budget at which a size is the best one, over the refits."""
    c = chinchilla.law_draws()
    total = c["alpha"] + c["beta"]
    as_dense = (c["alpha"] * c["A"] / (c["beta"] * c["B"])) ** (1 / total)
    return 6 * (params / as_dense) ** (total / c["beta"])


@cache
def shape_frame() -> pd.DataFrame:
    """Return excess loss against parameters along the best split, with the straight line of the literal reading."""
    law = LAWS["besiroglu-2024"]
    flop = np.logspace(np.log10(law.flop_low), np.log10(law.flop_high), 60)
    n, d = law.optimal(flop, extrapolate=True)
    excess = law.loss(n, d) - law.E
    slope, intercept = np.polyfit(n, excess, 1)
    power, constant = np.polyfit(np.log(n), np.log(excess), 1)
    lines = {"the law": excess, "straight in size": intercept + slope * n, "straight in logarithms": np.exp(constant + power * np.log(n))}
    rows = [pd.DataFrame({"params_billion": n / 1e9, "excess": values, "line": name}) for name, values in lines.items()]
    return pd.concat(rows, ignore_index=True)


@cache
def straightness() -> dict[str, float]:
    """Return how much of the excess loss a straight line in size, and one in logarithms, account for."""
    frame = shape_frame().pivot(index="params_billion", columns="line", values="excess")

    def share(a, b):
        return float(1 - np.sum((a - b) ** 2) / np.sum((a - a.mean()) ** 2))

    law = frame["the law"]
    return {"plain": share(law, frame["straight in size"]), "logs": share(np.log(law), np.log(frame["straight in logarithms"]))}


@cache
def emergence_frame() -> pd.DataFrame:
    """Return how often answers of several lengths come out whole, by budget, on the same smooth loss."""
    law = LAWS["besiroglu-2024"]
    n, d = law.optimal(BUDGETS, extrapolate=True)
    excess = law.loss(n, d) - law.E
    rows = [
        pd.DataFrame({"training_flop": BUDGETS, "answer": f"{k} token{'s' if k > 1 else ''}", "right_percent": 100 * forms.whole_answer_right(excess, k)})
        for k in ANSWER_TOKENS
    ]
    return pd.concat(rows, ignore_index=True)


def _budget_at(answer_tokens: int, share: float) -> float:
    """Budget at which answers so long come out right in a share of cases."""
    law = LAWS["besiroglu-2024"]
    n, d = law.optimal_for_loss(law.E - np.log(share) / answer_tokens)
    return float(forms.FLOP_PER_PARAMETER_TOKEN * n * d)


@cache
def printed_frame() -> pd.DataFrame:
    """Return the printed best tokens of Hoffmann et al. beside what their constants give, by approach and size."""
    printed = tables.load("scaling/hoffmann_optima")
    rows = []
    for law, approach in (("hoffmann-2022", 3), ("hoffmann-2022-unrounded", 3), ("hoffmann-2022-approach-1", 1), ("hoffmann-2022-approach-2", 2)):
        mine = printed[printed["approach"] == approach]
        tokens = _tokens_at_size(LAWS[law], mine["params"].to_numpy())
        rows.append(pd.DataFrame({"law": labels()[law], "params": mine["params"], "printed_tokens": mine["tokens"], "computed_tokens": tokens, "ratio": tokens / mine["tokens"]}))
    return pd.concat(rows, ignore_index=True)


def _tokens_at_size(law, params):
    """Tokens for which a size is the best one; the best size grows as a power of the budget in every law here."""
    n, d = law.optimal(1e24, extrapolate=True)
    a, b = law.exponents
    return d * (params / n) ** (b / a)


@cache
def product_frame() -> pd.DataFrame:
    """Return the printed compute of Hoffmann's tables over six times parameters and tokens."""
    printed = tables.load("scaling/hoffmann_optima").copy()
    printed["ratio"] = printed["training_flop"] / (forms.FLOP_PER_PARAMETER_TOKEN * printed["params"] * printed["tokens"])
    return printed


@cache
def slips() -> pd.DataFrame:
    """Return the disagreements inside the published texts that a user of the laws should know."""
    f = facts()
    return pd.DataFrame(
        [
            {"Text": "Hoffmann 2022, table A3", "What is printed": "175 B, approach 3: 1.26e24 FLOP", "What it should be": format(f["slip_flop"]), "Kind": "a digit of the exponent"},
            {"Text": "Hoffmann 2022, eq. 10", "What is printed": "two digits of each exponent", "What it should be": f"tokens {f['rounding_67']:number} times the printed at 67 B", "Kind": "rounding"},
            {"Text": "Hoffmann 2022, table 2", "What is printed": "approach 1: 0.50 with interval 0.501–0.512", "What it should be": "a value inside its interval", "Kind": "rounding or misprint"},
            {"Text": "Besiroglu 2024, table 1", "What is printed": "E of one run, A and B of another", "What it should be": f"objective {f['mixed_percent']} above the least", "Kind": "mixed runs"},
            {"Text": "Llama 3 2024, section 3.2.1", "What is printed": "D = 0.29 C^0.53, and 16.55 T at 3.8e25", "What it should be": f"the constants give {format(f['llama_from_constants'])}", "Kind": "rounding"},
            {"Text": "Llama 3 2024, section 3.2.1", "What is printed": "402 B and 16.55 T at 3.8e25 FLOP", "What it should be": f"six times their product is {format(f['llama_product'])}", "Kind": "another count of FLOP"},
        ]
    )


@cache
def law_table() -> pd.DataFrame:
    """Return what each law advises for Gopher's budget."""
    rows = []
    for name in LAWS:
        n, d = _optimal(name, GOPHER)
        loss = float(LAWS[name].loss(n, d)) if name in with_loss() else np.nan
        a, _ = LAWS[name].exponents
        rows.append({"Law": labels()[name], "Parameters": Quantity(float(n), "1", grade="modelled"), "Tokens": Quantity(float(d), "token"), "Tokens for each parameter": float(d / n), "Exponent of parameters": round(a, 3), "As printed, with interval": _printed_exponent(name), "Loss": loss})
    return pd.DataFrame(rows)


def _printed_exponent(name: str) -> str:
    """The exponent of parameters as its source prints it, where it prints an interval too."""
    try:
        low, high, level = published_interval(name, "exponent_params")
    except KeyError:
        return "–"
    return f"{constants(name)['exponent_params']:.2f} ({low:g}–{high:g}, {level})"


@cache
def sparse_saving(granularity: float = 1.0) -> float:
    """Return the dense compute that ends at the loss of a sparse model at Gopher's budget, over that budget: both laws by Krajewski et al."""
    sparse, dense = LAWS["krajewski-2024"], LAWS["krajewski-2024-dense"]
    loss = sparse.loss(*sparse.optimal(GOPHER, granularity, extrapolate=True), granularity)
    n, d = dense.optimal_for_loss(loss)
    return float(forms.FLOP_PER_PARAMETER_TOKEN * n * d / GOPHER)


@cache
def trillion_budgets() -> dict[str, float]:
    """Return the budget at which a dense trillion parameters is the best size, by law."""
    out = {}
    for name in _SHOWN:
        n, _ = _optimal(name, 1e24)
        out[name] = float(1e24 * (1e12 / n) ** (1 / LAWS[name].exponents[0]))
    return out


@cache
def trillion_table() -> pd.DataFrame:
    """Return the models said to hold a trillion parameters by the spring of 2024."""
    frame = tables.load("scaling/trillion_models")
    return pd.DataFrame({"Model": frame["model"], "Made by": frame["organisation"], "Announced": frame["release_date"], "Parameters": frame["params"], "Basis": frame["basis"]})


def _falls_everywhere(name: str) -> bool:
    n = np.logspace(7, 13, 200)
    return bool(np.all(np.diff(LAWS[name].loss(n, np.full_like(n, 1e13))) < 0))


def _equal_steps_equal_gains(name: str) -> bool:
    """Whether ten equal steps of size bring gains within 10 % of each other, from the smallest size to the largest of a tenfold."""
    n = np.linspace(1e9, 1e10, 11)
    gains = -np.diff(LAWS[name].loss(n, np.full_like(n, 1e13)))
    return bool(gains.min() >= 0.9 * gains.max())


def _straight_in_logs(name: str) -> bool:
    """Whether the excess loss is straight in logarithms: against the budget along the best split, or in each separate law against its own quantity."""
    if isinstance(LAWS[name], forms.SeparatePowerLaws):
        own = np.logspace(8, 12, 30)
        return all(np.corrcoef(np.log(own), np.log(one(own)))[0, 1] ** 2 > 0.999 for one in (LAWS[name].loss_of_params, LAWS[name].loss_of_tokens))
    n, d = _optimal(name, BUDGETS)
    law = LAWS[name]
    floor = getattr(law, "E", getattr(law, "c", getattr(getattr(law, "base", None), "E", 0.0)))
    x, y = np.log(BUDGETS), np.log(law.loss(n, d) - floor)
    return bool(np.corrcoef(x, y)[0, 1] ** 2 > 0.999)


@cache
def priors() -> dict[str, float]:
    """Return the weights given beforehand to readings of B1."""
    frame = tables.load("scaling/law_priors")
    return frame[frame["claim"] == "B1"].set_index("assumption")["weight"].to_dict()


_q = Quantity.of


def _span(samples, unit="1", label=""):
    """Median and 5–95 % over the refits, with the constant that moves it most."""
    low, mid, high = np.quantile(samples, (0.05, 0.5, 0.95))
    driver = uncertainty.drivers(samples, chinchilla.law_draws())["parameter"].iloc[0]
    return _q(mid, unit, low, high, label, driver=driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    ours, draws = chinchilla.chosen(), chinchilla.law_draws()
    refit = LAWS["besiroglu-2024"]
    share = draws["beta"] / (draws["alpha"] + draws["beta"])
    power = draws["alpha"] * draws["beta"] / (draws["alpha"] + draws["beta"])
    ratio = _refit_ratio(np.array([GOPHER, 1e26]))
    split = {name: tuple(float(x) for x in _optimal(name, GOPHER)) for name in LAWS}
    trillion = trillion_budgets()
    models = tables.load("scaling/trillion_models")
    gpt4 = models[models["model"] == "GPT-4"]["params"]
    found = tables.load("scaling/emergence_findings").set_index("finding")["value"]
    share_metric = found["claimed abilities of BIG-bench seen on two all-or-nothing scores"]
    undecided = 1 - found["tasks for which the measure decides"] / found["tasks re-analysed"]
    printed = printed_frame()
    by_size = printed[printed["params"] == 67e9].set_index("law")["ratio"]
    product = product_frame()
    slip = product[np.abs(product["ratio"] - 0.1) < 0.02].iloc[0]
    llama, deepseek = constants("llama-3-2024"), constants("deepseek-2024")
    residual = chinchilla.residuals().set_index("law")["objective"]
    spread = chinchilla.residuals().set_index("law").loc["our fit"]
    lossy = with_loss()
    low_a, high_a, _ = published_interval("hoffmann-2022", "exponent_params")
    straight = straightness()
    ten = 10.0**-power
    joint = priors()["linear"] * priors()["emergence"]
    emerge_rise = {k: np.log10(_budget_at(k, 0.5) / _budget_at(k, 0.05)) for k in ANSWER_TOKENS[1:]}
    return {
        "laws": _q(len(LAWS)),
        "ten": _q(10),
        "flop_18": _q(1e18, "FLOP"),
        "flop_24": _q(1e24, "FLOP"),
        "flop_26": _q(1e26, "FLOP"),
        "flop_27": _q(1e27, "FLOP"),
        "laws_loss": _q(len(lossy)),
        "ratio_gopher": _span(ratio[:, 0], label="Best tokens for each parameter at Gopher’s budget"),
        "ratio_1e26": _span(ratio[:, 1], label="Best tokens for each parameter at a budget of 10²⁶ FLOP"),
        "exponent_params": _span(share, label="Exponent of the budget in the best number of parameters"),
        "exponent_tokens": _span(1 - share),
        "gopher": _q(GOPHER, "FLOP"),
        "gopher_params": _q(split["besiroglu-2024"][0]),
        "gopher_tokens": _q(split["besiroglu-2024"][1], "token"),
        "gopher_params_printed": _q(split["hoffmann-2022"][0]),
        "gopher_params_unrounded": _q(split["hoffmann-2022-unrounded"][0]),
        "gopher_params_approach1": _q(split["hoffmann-2022-approach-1"][0]),
        "kaplan_params": _q(split["kaplan-2020"][0]),
        "kaplan_ratio": _q(split["kaplan-2020"][1] / split["kaplan-2020"][0]),
        "printed_ratio": _q(split["hoffmann-2022"][1] / split["hoffmann-2022"][0]),
        "ratio_lowest": _q(min(split[n][1] / split[n][0] for n in _SOUND)),
        "ratio_highest": _q(max(split[n][1] / split[n][0] for n in _SOUND)),
        "sparse_saving": _q(sparse_saving(), low=sparse_saving(), high=sparse_saving(FINE), label="Dense over sparse compute at equal loss; finer experts as range"),
        "sparse_fine": _q(FINE),
        "sparse_active": _q(split["krajewski-2024"][0] / LAWS["krajewski-2024"].total_per_active),
        "sparse_params": _q(split["krajewski-2024"][0]),
        "sparse_expansion": _q(LAWS["krajewski-2024"].expansion),
        "split_krajewski": _q(split["krajewski-2024-dense"][1] / split["krajewski-2024-dense"][0]),
        "kaplan_exponent": _q(LAWS["kaplan-2020"].exponents[0]),
        "interval_printed": _q(0.5 * (low_a + high_a), "1", low_a, high_a),
        "floor": _span(draws["E"], label="Loss that no size and no data get below, nats a token"),
        "per_tenfold": _span(100 * (1 - ten), "percent", "Excess loss that ten times the compute takes away"),
        "excess_gopher": _q(float(ours.loss(*ours.optimal(GOPHER, extrapolate=True))) - ours.E),
        "straight_plain": _q(100 * straight["plain"], "percent"),
        "straight_logs": _q(100 * straight["logs"], "percent"),
        "loss_falls": _q(np.mean([_falls_everywhere(n) for n in lossy]), low=float(np.mean((draws["alpha"] > 0) & (draws["beta"] > 0))), high=1.0),
        "linear_plain": _q(np.mean([_equal_steps_equal_gains(n) for n in lossy]), low=0.0, high=0.0 + np.mean([_equal_steps_equal_gains(n) for n in lossy])),
        "linear_logs": _q(np.mean([_straight_in_logs(n) for n in lossy]), low=float(np.mean([_straight_in_logs(n) for n in lossy])), high=1.0),
        "size_sets_data": _q(np.mean([LAWS[n].exponents[1] > 0 for n in LAWS]), low=float(np.mean(1 - share > 0)), high=1.0),
        "gpt4": _q(gpt4.median(), "1", gpt4.min(), gpt4.max(), "Parameters of GPT-4 as reported, not confirmed", "guessed"),
        "trillion_known": _q(models.loc[models["basis"] == "published", "model"].nunique()),
        "trillion": _q(1e12),
        "trillion_refit": _span(_refit_budget(1e12), "FLOP", "Budget at which a dense trillion parameters is the best size"),
        "residual_low": _q(-spread["low"], "percent"),
        "residual_high": _q(spread["high"], "percent"),
        "trillion_kaplan": _q(trillion["kaplan-2020"], "FLOP"),
        "trillion_printed": _q(trillion["hoffmann-2022"], "FLOP"),
        "emerge_plain": _q(1 - share_metric, low=0.0, high=undecided, label="Share of claimed leaps that no score of whole answers explains", grade="guessed"),
        "emerge_scores": _q(share_metric, low=1 - undecided, high=1.0, grade="guessed"),
        "emerge_scores_percent": _q(100 * share_metric, "percent"),
        "emerge_tasks": _q(found["tasks re-analysed"]),
        "emerge_decided": _q(found["tasks for which the measure decides"]),
        "answer_short": _q(ANSWER_TOKENS[1], "token"),
        "answer_long": _q(ANSWER_TOKENS[2], "token"),
        "short_1e18": _q(_right(1e18, 1), "percent"),
        "long_1e18": _q(_right(1e18, 30), "percent"),
        "long_1e24": _q(_right(1e24, 30), "percent"),
        "short_1e24": _q(_right(1e24, 1), "percent"),
        "long_1e27": _q(_right(1e27, 30), "percent"),
        "rise_long": _q(emerge_rise[30]),
        "slip_flop": _q(6 * slip["params"] * slip["tokens"], "FLOP"),
        "rounding_67": _q(by_size[labels()["hoffmann-2022"]]),
        "unrounded_67": _q(by_size[labels()["hoffmann-2022-unrounded"]]),
        "approach1_67": _q(by_size[labels()["hoffmann-2022-approach-1"]]),
        "rounding_largest": _q(printed.loc[printed["law"] == labels()["hoffmann-2022"], "ratio"].max()),
        "rounding_smallest": _q(printed.loc[printed["law"] == labels()["hoffmann-2022"], "ratio"].min()),
        "mixed_percent": _q(100 * (residual["besiroglu-2024"] / residual["our fit"] - 1), "percent"),
        "llama_from_constants": _q(llama["coefficient_printed"] * llama["flop_printed"] ** llama["exponent"], "token"),
        "llama_printed": _q(llama["tokens_printed"], "token"),
        "llama_product": _q(6 * llama["params_printed"] * llama["tokens_printed"], "FLOP"),
        "deepseek_product": _q(deepseek["coefficient"] * deepseek["coefficient_flop_per_token"]),
        "joint_prior": _q(100 * joint, "percent", 100 * 0.5 * joint, 100 * min(1.0, 1.5 * joint), grade="guessed"),
        "fit_low": _q(refit.flop_low, "FLOP"),
        "fit_high": _q(refit.flop_high, "FLOP"),
    }  # fmt: skip


def _right(flop: float, tokens: int) -> float:
    law = LAWS["besiroglu-2024"]
    n, d = law.optimal(flop, extrapolate=True)
    return float(100 * forms.whole_answer_right(law.loss(n, d) - law.E, tokens))
