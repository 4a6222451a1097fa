"""What better and synthetic data buy: the Phi line against ordinary models, test by test."""

from __future__ import annotations

import zlib
from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables
from analysis.quantities import Quantity
from analysis.scaling import data_quality as model

__all__ = ["scores", "score", "fact", "prior", "mix", "comparisons", "equivalents", "curves", "compute_points", "report_gaps", "multiple_rows", "pruning", "pooled", "facts", "CAP"]

CAP = 1e15  # sizes beyond a thousand trillion parameters say only that the line does not reach the score
_PROBLEMS = {"HumanEval": 164, "HumanEval+": 164, "New problems": 50, "MMLU-CF": 10_000}  # gunasekar2023textbooks Tables 2 and 3; zhao2024mmlucf section 5
_SMALLEST = 1e9  # below a billion the chosen tests of knowledge are near guessing

_ALL, _QWEN = "all models of the table", "Qwen2.5, one recipe"
# collection, test, model, peers (column of the name shown), how fresh the problems are to the model
_COMPARED = (
    ("phi-1 report", "HumanEval", "phi-1", "untuned code models of the report"),
    ("phi-1 report", "MBPP", "phi-1", "untuned code models of the report"),
    ("phi-1 report", "HumanEval", "phi-1 on pruned exercises", "untuned code models of the report"),
    ("phi-1 report", "New problems", "phi-1", "untuned code models of the report"),
    ("phi-1 report", "HumanEval", "phi-1-base", "untuned code models of the report"),
    ("phi-1 report", "New problems", "phi-1-base", "untuned code models of the report"),
    ("EvalPlus", "HumanEval", "Phi-2", "base models of the leaderboard"),
    ("EvalPlus", "HumanEval+", "Phi-2", "base models of the leaderboard"),
    ("EvalPlus", "MBPP", "Phi-2", "base models of the leaderboard"),
    ("EvalPlus", "MBPP+", "Phi-2", "base models of the leaderboard"),
    *((("MMLU-CF", test, name, peers)) for name in ("Phi-3 mini", "Phi-3 medium", "Phi-4") for test in ("MMLU", "MMLU-CF") for peers in (_ALL, _QWEN)),
)  # fmt: skip


@cache
def scores() -> pd.DataFrame:
    """Return the table of scores."""
    return tables.load("scaling/benchmark_scores")


def score(collection: str, name: str, benchmark: str) -> float:
    """Return one score as its source prints it, percent."""
    frame = scores()
    row = frame[(frame["collection"] == collection) & (frame["model"] == name) & (frame["benchmark"] == benchmark)]
    if len(row) != 1:
        raise KeyError(f"benchmark_scores has no single row for {collection}, {name}, {benchmark}.")
    return float(row["score"].iloc[0])


@cache
def fact(name: str) -> float:
    """Return one figure of the table of single figures."""
    frame = tables.load("scaling/phi_facts").set_index("fact")["value"]
    return float(frame[name])


@cache
def prior(claim: str, *assumptions: str) -> float:
    """Return the product of the weights that the readings of a claim were given beforehand."""
    frame = tables.load("scaling/data_priors")
    weights = frame[frame["claim"] == claim].set_index("assumption")["weight"]
    return float(np.prod([weights[a] for a in assumptions]))


@cache
def mix() -> pd.DataFrame:
    """Return Phi-4's pretraining mix with the share of unique tokens and the passes that the shares imply."""
    frame = tables.load("scaling/phi4_mix")
    frame["unique_share"] = model.share_of(frame["unique_tokens"], frame["unique_tokens"].sum())
    frame["implied_epochs"] = model.epochs(fact("tokens_report"), frame["share"], frame["unique_tokens"])
    return frame


def _peers(collection: str, benchmark: str, peers: str) -> pd.DataFrame:
    frame = scores()
    frame = frame[(frame["collection"] == collection) & (frame["benchmark"] == benchmark) & (frame["line"] == "other") & frame["params"].notna()]
    if collection == "MMLU-CF":
        frame = frame[frame["params"] >= _SMALLEST]
        return frame[frame["family"] == "Qwen2.5"] if peers == _QWEN else frame
    return frame[~frame["tuned"]]


@cache
def _line(collection: str, benchmark: str, peers: str) -> model.ScoreLine:
    frame = _peers(collection, benchmark, peers)
    return model.fit_line(frame["params"], frame["score"])


@cache
def _draws(collection: str, benchmark: str, name: str, peers: str) -> model.EquivalentSize:
    seed = [parameters.SEED, zlib.crc32("|".join((collection, benchmark, name, peers)).encode())]
    return model.equivalent_size(_line(collection, benchmark, peers), score(collection, name, benchmark), problems=_PROBLEMS.get(benchmark), seed=seed)


def comparisons() -> tuple[tuple[str, str, str, str], ...]:
    """Return what is compared: collection, test, model, peers."""
    return _COMPARED


@cache
def equivalents() -> pd.DataFrame:
    """Return, per comparison, the size of an average peer that scores as high, and its multiple of the model's own size.

    ``beyond`` marks medians above the largest peer: an extrapolation. Ends are cut at `CAP`.
    """
    rows = []
    for collection, benchmark, name, peers in _COMPARED:
        line = _line(collection, benchmark, peers)
        own = float(scores().set_index(["collection", "model", "benchmark"]).loc[(collection, name, benchmark), "params"])
        low, middle, high = _draws(collection, benchmark, name, peers).quantile([0.05, 0.5, 0.95], CAP)
        rows.append(
            {
                "collection": collection, "benchmark": benchmark, "model": name, "peers": peers, "models": line.freedom + 2, "score": score(collection, name, benchmark), "params": own,
                "equivalent_params": middle, "low": low, "high": high, "multiple": middle / own, "multiple_low": low / own, "multiple_high": high / own,
                "largest_peer": line.largest, "beyond": bool(middle > line.largest), "capped": bool(high >= CAP),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


_EXPOSED = {
    ("phi-1", "HumanEval"): "public test", ("phi-1", "MBPP"): "public test", ("phi-1-base", "HumanEval"): "public test",
    ("Phi-2", "HumanEval"): "public test", ("Phi-2", "MBPP"): "public test",
    ("phi-1 on pruned exercises", "HumanEval"): "harder checks or pruned", ("Phi-2", "HumanEval+"): "harder checks or pruned", ("Phi-2", "MBPP+"): "harder checks or pruned",
}  # fmt: skip
_PEERS_SHORT = {_ALL: "all models", _QWEN: "Qwen2.5", "untuned code models of the report": "untuned", "base models of the leaderboard": "base models"}


@cache
def multiple_rows() -> pd.DataFrame:
    """Return the multiples for a chart: one named row each, grouped by how exposed the test was, ends cut at the axis."""
    frame = equivalents()
    group = []
    for row in frame.itertuples():
        fresh = "new or closed questions" if row.benchmark in ("New problems", "MMLU-CF") else "public test"
        group.append(_EXPOSED.get((row.model, row.benchmark), fresh))
    out = pd.DataFrame(
        {
            "row": [f"{r.model}, {r.benchmark}, {_PEERS_SHORT[r.peers]}" for r in frame.itertuples()],
            "group": group, "multiple": frame["multiple"], "low": frame["multiple_low"].clip(lower=0.1), "high": frame["multiple_high"].clip(upper=1e5),
            "beyond": np.where(frame["beyond"], "yes", "no"),
        }
    )  # fmt: skip
    return out.sort_values("multiple", ascending=False, kind="stable", ignore_index=True)


def _pool(rows) -> np.ndarray:
    return 10.0 ** np.minimum(np.concatenate([_draws(*row).log10_size for row in rows]), np.log10(CAP))


@cache
def pooled(name: str) -> Quantity:
    """Return the equivalent size of a model over its tests, equal weight each (the rule of data/scaling/data_priors.csv)."""
    groups = {
        "phi-1": [row for row in _COMPARED if row[2] in ("phi-1", "phi-1 on pruned exercises")],
        "Phi-2": [row for row in _COMPARED if row[2] == "Phi-2"],
    }
    low, middle, high = np.quantile(_pool(groups[name]), [0.05, 0.5, 0.95], method="nearest")
    return Quantity(float(middle), "1", float(low), float(high), "modelled", f"Size of an ordinary model that does as well as {name}, over four tests", "which test")


@cache
def curves(collection: str, benchmark: str) -> pd.DataFrame:
    """Return models and fitted lines of one test for a chart: size, score, what the row is."""
    frame = scores()
    frame = frame[(frame["collection"] == collection) & (frame["benchmark"] == benchmark) & frame["params"].notna()]
    if collection == "MMLU-CF":
        frame = frame[frame["params"] >= _SMALLEST]
    kind = np.where(frame["line"] == "phi", "Phi line", np.where(frame["tuned"] & (collection != "MMLU-CF"), "tuned", np.where(frame["family"] == "Qwen2.5", "Qwen2.5", "other")))
    points = pd.DataFrame({"benchmark": benchmark, "model": frame["model"], "params": frame["params"], "score": frame["score"], "kind": kind})
    lines = []
    for peers in (_ALL, _QWEN) if collection == "MMLU-CF" else ("line of the untuned",):
        line = _line(collection, benchmark, peers)
        size = np.geomspace(line.smallest, line.largest, 25)
        lines.append(pd.DataFrame({"benchmark": benchmark, "model": peers, "params": size, "score": line.score(size), "kind": "line of Qwen2.5" if peers == _QWEN else "line"}))
    return pd.concat([points, *lines], ignore_index=True)


@cache
def _compute_frame() -> pd.DataFrame:
    frame = scores()
    frame = frame[(frame["collection"] == "MMLU-CF") & (frame["benchmark"] == "MMLU-CF") & frame["tokens"].notna() & (frame["params"] >= _SMALLEST)].copy()
    frame["training_flop"] = model.training_flop(frame["params"], frame["tokens"])
    return frame


@cache
def _compute_line() -> model.ScoreLine:
    frame = _compute_frame()
    frame = frame[frame["line"] == "other"]
    return model.fit_line(frame["training_flop"], frame["score"])


@cache
def _compute_equivalent(name: str) -> tuple[float, float, float]:
    row = _compute_frame().set_index("model").loc[name]
    got = model.equivalent_size(_compute_line(), row["score"], problems=_PROBLEMS["MMLU-CF"], seed=[parameters.SEED, zlib.crc32(f"compute {name}".encode())])
    return tuple(float(x) for x in got.quantile([0.05, 0.5, 0.95]) / row["training_flop"])


@cache
def compute_points() -> pd.DataFrame:
    """Return score on MMLU-CF against training operations, with the line of the other models."""
    frame = _compute_frame()
    kind = np.where(frame["line"] == "phi", "Phi line", np.where(frame["family"] == "Qwen2.5", "Qwen2.5", "other"))
    points = pd.DataFrame({"model": frame["model"], "training_flop": frame["training_flop"], "score": frame["score"], "kind": kind})
    line = _compute_line()
    grid = np.geomspace(line.smallest, line.largest, 25)
    return pd.concat([points, pd.DataFrame({"model": "line", "training_flop": grid, "score": line.score(grid), "kind": "line"})], ignore_index=True)


@cache
def report_gaps() -> pd.DataFrame:
    """Return Phi-4's lead over three models on each test of its report, percentage points."""
    frame = scores()
    wide = frame[frame["collection"] == "Phi-4 report"].pivot(index="benchmark", columns="model", values="score")
    wide = wide.drop(index="PhiBench")  # the authors' own
    rows = [pd.DataFrame({"benchmark": wide.index, "against": name, "lead": wide["Phi-4"] - wide[name], "phi4": wide["Phi-4"], "other": wide[name]}) for name in ("Qwen2.5-14B", "Qwen2.5-72B", "GPT-4o")]
    order = (wide["Phi-4"] - wide["Qwen2.5-14B"]).sort_values(ascending=False).index
    return pd.concat(rows).set_index("benchmark").loc[order].reset_index()


@cache
def pruning() -> pd.DataFrame:
    """Return phi-1 on problems like and unlike its exercises, one row per threshold, part and model."""
    frame = tables.load("scaling/phi1_pruning")
    long = frame.melt(["threshold", "subset", "problems"], ["phi1", "phi1_retrained", "starcoder_prompted"], "model", "score")
    long["model"] = long["model"].map({"phi1": "phi-1, 1.3 B", "phi1_retrained": "phi-1 retrained without them", "starcoder_prompted": "StarCoder prompted, 15.5 B"})
    return long


_q = Quantity.of


def _times(frame: pd.DataFrame, name: str, benchmark: str, peers: str | None = None, label: str = "") -> Quantity:
    row = frame[(frame["model"] == name) & (frame["benchmark"] == benchmark) & (True if peers is None else frame["peers"] == peers)]
    row = row.iloc[0]
    return _q(row["multiple"], "1", row["multiple_low"], row["multiple_high"], label, driver="which models count as ordinary" if label else "")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    parts = mix().set_index("data")
    unique = parts["unique_tokens"].sum()
    synthetic, rewrites, code = (parts.loc[k] for k in ("Synthetic", "Web rewrites", "Code"))
    counted = model.share_of(fact("synthetic_tokens"), unique)
    table5 = model.share_of(synthetic["unique_tokens"], unique), model.share_of(synthetic["unique_tokens"] + rewrites["unique_tokens"], unique)
    with_code = model.share_of(synthetic["unique_tokens"] + rewrites["unique_tokens"] + code["unique_tokens"], unique)
    quarter = 0.25 * unique - synthetic["unique_tokens"] - rewrites["unique_tokens"]
    table = equivalents()
    gaps = report_gaps()
    own = gaps[gaps["against"] == "Qwen2.5-14B"]
    pruned = tables.load("scaling/phi1_pruning").set_index(["threshold", "subset"])
    strict = pruned.loc[(0.8, "not similar")]
    compute, compute3 = _compute_equivalent("Phi-4"), _compute_equivalent("Phi-3 mini")
    report = {
        f"{key}_{test}": _q(score("Phi-4 report", name, bench), "percent", grade="measured")
        for key, name in (("phi4", "Phi-4"), ("qwen14", "Qwen2.5-14B"), ("qwen72", "Qwen2.5-72B"), ("gpt4o", "GPT-4o"), ("phi3", "Phi-3 medium"), ("llama", "Llama 3.3 70B"))
        for test, bench in (("mmlu", "MMLU"), ("gpqa", "GPQA"), ("math", "MATH"), ("humaneval", "HumanEval"), ("humaneval_plus", "HumanEval+"), ("mmlu_pro", "MMLU-Pro"), ("simpleqa", "SimpleQA"), ("ifeval", "IFEval"), ("drop", "DROP"))
    }
    fresh = table[(table["benchmark"] == "MMLU-CF")]
    qwen = fresh[fresh["peers"] == _QWEN].set_index("model")
    every = fresh[fresh["peers"] == _ALL].set_index("model")
    return report | {
        "phi4_params": _q(fact("params")),
        "phi4_tokens": _q(fact("tokens"), "token", grade="measured"),
        "phi4_tokens_report": _q(fact("tokens_report"), "token", grade="measured"),
        "synthetic_tokens": _q(fact("synthetic_tokens"), "token", grade="measured"),
        "synthetic_table5": _q(synthetic["unique_tokens"], "token", grade="measured"),
        "rewritten_table5": _q(rewrites["unique_tokens"], "token", grade="measured"),
        "synthetic_sets": _q(fact("synthetic_sets"), grade="measured"),
        "unique_tokens": _q(unique, "token"),
        "unique_share": _q(counted, "percent", *table5, "Synthetic share of Phi-4’s unique tokens", driver="whether rewritten web text counts"),
        "unique_share_code": _q(with_code, "percent"),
        "unique_share_seen": _q(model.share_of(fact("synthetic_tokens"), fact("tokens_report")), "percent"),
        "mix_share": _q(synthetic["share"], "percent", synthetic["share"], synthetic["share"] + rewrites["share"], "Synthetic share of the tokens Phi-4 saw", driver="whether rewritten web text counts"),
        "mix_share_rewrites": _q(synthetic["share"] + rewrites["share"], "percent"),
        "mix_next": _q(parts.drop("Synthetic")["share"].max(), "percent"),
        "synthetic_epochs": _q(synthetic["epochs"]),
        "web_epochs": _q(parts.loc["Filtered web", "epochs"]),
        "code_tipping": _q(model.share_of(quarter, code["unique_tokens"]), "percent"),
        "is_largest": _q(float(synthetic["share"] >= parts["share"].max())),
        "is_small": _q(float(max(counted, table5[1]) < 25.0)),
        "wins_14": _q((own["lead"] > 0).sum()),
        "tests": _q(len(own)),
        "wins_72": _q((gaps[gaps["against"] == "Qwen2.5-72B"]["lead"] > 0).sum()),
        "wins_gpt4o": _q((gaps[gaps["against"] == "GPT-4o"]["lead"] > 0).sum()),
        "simpleqa_gap": _q(-gaps[(gaps["benchmark"] == "SimpleQA") & (gaps["against"] == "GPT-4o")]["lead"].iloc[0], "percentage_point"),
        "tqa_loss": _q(-fact("half_synthetic_tqa"), "percentage_point", grade="measured"),
        "code_gain": _q(fact("synthetic_humaneval"), "percentage_point", grade="measured"),
        "phi1_params": _q(fact("phi1_params"), grade="measured"),
        "phi1_tokens": _q(fact("phi1_tokens"), "token", grade="measured"),
        "phi1_seen": _q(fact("phi1_tokens_seen"), "token", grade="measured"),
        "phi1_flop": _q(model.training_flop(fact("phi1_params"), fact("phi1_tokens_seen")), "FLOP"),
        "phi2_params": _q(scores().set_index("model").loc["Phi-2", "params"].iloc[0], grade="measured"),
        "phi3_params": _q(scores().set_index("model").loc["Phi-3 mini", "params"].iloc[0], grade="measured"),
        "phi1_humaneval": _q(score("phi-1 report", "phi-1", "HumanEval"), "percent", grade="measured"),
        "phi1_mbpp": _q(score("phi-1 report", "phi-1", "MBPP"), "percent", grade="measured"),
        "phi1_new": _q(score("phi-1 report", "phi-1", "New problems"), "percent", grade="measured"),
        "starcoder_new": _q(score("phi-1 report", "StarCoder", "New problems"), "percent", grade="measured"),
        "phi1_base": _q(score("phi-1 report", "phi-1-base", "HumanEval"), "percent", grade="measured"),
        "phi1_pruned": _q(score("phi-1 report", "phi-1 on pruned exercises", "HumanEval"), "percent", grade="measured"),
        "wizard": _q(score("phi-1 report", "WizardCoder", "HumanEval"), "percent", grade="measured"),
        "unlike_phi1": _q(strict["phi1_retrained"], "percent", grade="measured"),
        "unlike_starcoder": _q(strict["starcoder_prompted"], "percent", grade="measured"),
        "like_phi1": _q(pruned.loc[(0.8, "similar"), "phi1"], "percent", grade="measured"),
        "like_starcoder": _q(pruned.loc[(0.8, "similar"), "starcoder_prompted"], "percent", grade="measured"),
        "unlike_problems": _q(strict["problems"], grade="measured"),
        "starcoder_params": _q(scores().set_index("model").loc["StarCoder", "params"].iloc[0], grade="measured"),
        "largest_code_peer": _q(table.loc[table["collection"] == "phi-1 report", "largest_peer"].max()),
        "phi1_times_humaneval": _times(table, "phi-1", "HumanEval", label="phi-1’s multiple of its size, HumanEval"),
        "phi1_times_new": _times(table, "phi-1", "New problems", label="phi-1’s multiple of its size, new problems"),
        "phi1_times_base": _times(table, "phi-1-base", "HumanEval"),
        "phi1_base_new": _times(table, "phi-1-base", "New problems"),
        "phi2_times_humaneval_plus": _times(table, "Phi-2", "HumanEval+", label="Phi-2’s multiple, HumanEval+"),
        "phi2_times_mbpp_plus": _times(table, "Phi-2", "MBPP+", label="Phi-2’s multiple, MBPP+"),
        "phi2_times_mbpp": _times(table, "Phi-2", "MBPP"),
        "phi4_times_mmlu_all": _times(table, "Phi-4", "MMLU", _ALL),
        "phi4_times_mmlu": _times(table, "Phi-4", "MMLU", _QWEN),
        "phi4_times_fresh_all": _times(table, "Phi-4", "MMLU-CF", _ALL),
        "phi4_times_fresh": _times(table, "Phi-4", "MMLU-CF", _QWEN, label="Phi-4’s multiple on MMLU-CF, against one well-trained family"),
        "phi3_times_fresh": _times(table, "Phi-3 mini", "MMLU-CF", _QWEN, label="Phi-3 mini’s multiple on MMLU-CF, against one well-trained family"),
        "phi3_times_fresh_all": _times(table, "Phi-3 mini", "MMLU-CF", _ALL),
        "phi3_equal_fresh_all": _q(every.loc["Phi-3 mini", "equivalent_params"], "1", every.loc["Phi-3 mini", "low"], every.loc["Phi-3 mini", "high"]),
        "fresh_all": _q(every["multiple"].median(), "1", every["multiple"].min(), every["multiple"].max()),
        "fresh_qwen": _q(qwen["multiple"].median(), "1", qwen["multiple"].min(), qwen["multiple"].max()),
        "phi4_times_compute": _q(compute[1], "1", compute[0], compute[2], "Phi-4’s multiple of its training compute, MMLU-CF", driver="which models count as ordinary"),
        "phi3_times_compute": _q(compute3[1], "1", compute3[0], compute3[2], "Phi-3 mini’s multiple of its training compute, MMLU-CF", driver="which models count as ordinary"),
        "phi4_flop": _q(model.training_flop(fact("params"), fact("tokens")), "FLOP"),
        "gsm1k_drop": _q(fact("gsm1k_drop"), "percent", grade="measured"),
        "gsm1k_drop_first": _q(fact("gsm1k_drop_first"), "percent", grade="measured"),
        "pooled_phi1": pooled("phi-1"),
        "pooled_phi2": pooled("Phi-2"),
        "prior_phi2": _q(prior("B16", "model"), grade="guessed"),
        "claimed_low": _q(_claimed("claimed_low")),
        "claimed_high": _q(_claimed("claimed_high")),
        "within_phi2": _q(100 * float(np.mean(_within("Phi-2"))), "percent"),
        "within_phi1": _q(100 * float(np.mean(_within("phi-1"))), "percent"),
    }  # fmt: skip


def _claimed(end: str) -> float:
    frame = tables.load("claim_numbers")
    return float(frame[(frame["claim"] == "B16") & (frame["key"] == "equivalent_parameters")][end].iloc[0])


def _within(name: str) -> np.ndarray:
    draws = _pool([row for row in _COMPARED if row[2] == name or (name == "phi-1" and row[2] == "phi-1 on pruned exercises")])
    return (draws >= _claimed("claimed_low")) & (draws <= _claimed("claimed_high"))
