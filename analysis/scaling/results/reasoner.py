"""Training a reasoner: tokens and FLOP of ten million problems, passes forward and back, post-training by model, and what a teacher saves."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.inference import models, serving_fleet
from analysis.inference.results import token_cost
from analysis.power.results import training_run
from analysis.quantities import Quantity
from analysis.scaling import reasoner as model

__all__ = [
    "SCORING", "EARLY", "berry", "claimed_tokens", "published", "bought", "budget_frame", "passes_frame", "post_pre", "ratios", "ratios_frame", "pooled", "trend", "match_frame", "shares_frame",
    "gains", "gains_frame", "students", "opus", "opus_frame", "teacher", "pays_frame", "prior", "explorer_grid", "ledger_table", "facts",
]  # fmt: skip

_COUNTS = ("berry_problems", "berry_trajectories", "berry_tokens_each")
_PASSES = ("kept_share", "scoring_passes")
SCORING = {"nothing but rules": 0.0, "reference and old policy": 2.0, "several model verifiers": 5.0}
EARLY = pd.Timestamp("2025-03-01")  # reasoning models of the first half-year, o1 to Grok 3
MATERIAL = 0.1  # the tenth that the register calls material
PRICED = ("llama-3.1-70b", "deepseek-v3", "llama-3.1-405b")  # open models about the size of o1's class, cheapest first
CAP = 32_768  # tokens that DeepSeek-R1-Zero's answers could reach for most of the run
YEAR_S = 365.0 * training_run.model.SECONDS_PER_DAY


def _sample(*names) -> dict[str, np.ndarray]:
    return parameters.sample(parameters.select(*names, part="scaling"))


# --- tokens -----------------------------------------------------------------------------------------------------------


def _tokens(berry_problems, berry_trajectories, berry_tokens_each):
    return model.generated_tokens(berry_problems, berry_trajectories, berry_tokens_each)


@cache
def berry() -> uncertainty.Propagation:
    """Propagate the tokens of the counts that the document prints."""
    return uncertainty.propagate(_tokens, parameters.select(*_COUNTS, part="scaling"))


def claimed_tokens() -> tuple[float, float]:
    """Return the span that the register reads into the document's total."""
    r = tables.load("claim_numbers").set_index(["claim", "key"]).loc[("C10", "total_tokens")]
    return float(r["claimed_low"]), float(r["claimed_high"])


@cache
def published() -> dict[str, float]:
    """Return the counts of the largest run that prints them, DeepSeek-R1-Zero; its mean length is not printed."""
    r = tables.load("scaling/roll_out_runs").set_index("run").loc["DeepSeek-R1-Zero"]
    prompts = r["problems_per_step"] * r["steps"]
    return {"problems": prompts / r["epochs"], "each": r["samples_per_problem"] * r["epochs"], "trajectories": prompts * r["samples_per_problem"], "gpu_s": r["steps"] * r["step_s"] * r["accelerators"]}


@cache
def _published_tokens() -> np.ndarray:
    return published()["trajectories"] * _sample("berry_tokens_each")["berry_tokens_each"]


@cache
def token_usd() -> tuple[float, float, float]:
    """Return dollars a million generated tokens of a model about o1's size, by the serving model: low, middle, high of three open ones."""
    p = parameters.get("berry_tokens_each", part="scaling").central
    costs = sorted(1e6 * float(token_cost.best(name, "H100", prompt=300.0, answer=p, speed=20.0)[1].request_usd) / p for name in PRICED)
    return costs[0], costs[1], costs[2]


@cache
def research_usd() -> float:
    """Return what OpenAI spent on all training and research compute in 2024."""
    frame = tables.load("inference/lab_accounts")
    return float(frame[(frame["company"] == "OpenAI") & (frame["quantity"] == "training_compute")]["usd"].iloc[0])


@cache
def bought() -> np.ndarray:
    """Return the share of that budget that generating the document's tokens takes, by draw."""
    low, middle, high = token_usd()
    price = parameters.sample({"price": parameters.Parameter("token_usd", "USD/Mtoken", middle, low, high, "lognormal", part="scaling")})["price"]
    return berry().samples / 1e6 * price / research_usd()


@cache
def budget_frame() -> pd.DataFrame:
    """Return tokens by where they come from: the document, a published run, a budget, and pre-training sets."""
    low, middle, high = token_usd()
    pre = parameters.get("pretraining_set_2024", part="scaling")
    made = published()["trajectories"]
    q = [*(np.quantile(x, uncertainty.LEVELS) for x in (berry().samples, _published_tokens()))]
    rows = [
        ("The document’s counts", q[0][1], q[0][0], q[0][2]),
        ("A tenth of OpenAI’s compute budget of 2024", 0.1 * research_usd() / middle * 1e6, 0.1 * research_usd() / high * 1e6, 0.1 * research_usd() / low * 1e6),
        ("Pre-training sets of 2024", pre.central, pre.low, pre.high),
        ("DeepSeek-R1-Zero", q[1][1], q[1][0], made * CAP),
    ]
    return pd.DataFrame(rows, columns=["what", "tokens", "low", "high"])


# --- passes -----------------------------------------------------------------------------------------------------------


@cache
def passes_frame() -> pd.DataFrame:
    """Return forward over backward passes and FLOP against the share that is trained on, by how much is scored."""
    kept = np.logspace(-2, 0, 61)
    rows = [pd.DataFrame({"scored": name, "kept_percent": 100 * kept, "passes": model.pass_ratio(kept, s), "flop": model.flop_ratio(kept, s)}) for name, s in SCORING.items()]
    return pd.concat(rows, ignore_index=True)


@cache
def post_pre() -> uncertainty.Propagation:
    """Propagate post-training over pre-training under the document's counts."""
    chosen = parameters.select(*_COUNTS, *_PASSES, "pretraining_set_2024", part="scaling")

    def run(berry_problems, berry_trajectories, berry_tokens_each, kept_share, scoring_passes, pretraining_set_2024):
        return model.post_over_pre(_tokens(berry_problems, berry_trajectories, berry_tokens_each), pretraining_set_2024, kept_share, scoring_passes)

    return uncertainty.propagate(run, chosen)


@cache
def match_frame() -> pd.DataFrame:
    """Return post-training over pre-training against generated tokens, over what is kept and scored."""
    d = _sample(*_PASSES, "pretraining_set_2024")
    one = model.post_over_pre(1.0, d["pretraining_set_2024"], d["kept_share"], d["scoring_passes"])
    low, middle, high = np.quantile(one, uncertainty.LEVELS)
    tokens = np.logspace(10, 16, 61)
    return pd.DataFrame({"tokens": tokens, "ratio": tokens * middle, "low": tokens * low, "high": tokens * high})


# --- disclosed models -------------------------------------------------------------------------------------------------


@cache
def _models() -> pd.DataFrame:
    frame = tables.load("scaling/post_training_ratios").sort_values("date", ignore_index=True)
    for end in ("post", "post_low", "post_high"):
        frame[end.replace("post", "ratio")] = frame[end] / frame["pre"]
    return frame


@cache
def ratios() -> dict[str, np.ndarray]:
    """Return draws of post-training over pre-training by reasoning model; a point where both sides are counted."""
    out = {}
    for r in _models().query("reasoning").itertuples():
        if not r.ratio_low < r.ratio_high:
            out[r.model] = np.full(parameters.DRAWS, r.ratio)
            continue
        middle = r.ratio if r.ratio_low < r.ratio < r.ratio_high else np.sqrt(r.ratio_low * r.ratio_high)
        p = parameters.Parameter(f"post_pre_{r.model}", "1", middle, r.ratio_low, r.ratio_high, "lognormal", part="scaling")
        out[r.model] = parameters.sample([p])[p.name]
    return out


@cache
def ratios_frame() -> pd.DataFrame:
    """Return post-training in percent of pre-training by model, by release."""
    f = _models()
    kind = np.where(~f["reasoning"], "no reasoning model", np.where(f["basis"] == "estimate", "estimated by others", "counted by the developer"))
    return pd.DataFrame({"model": f["model"], "date": f["date"], "kind": kind, "ratio_percent": 100 * f["ratio"], "low": 100 * f["ratio_low"], "high": 100 * f["ratio_high"]})


def pooled(values: dict[str, np.ndarray]) -> np.ndarray:
    """Return one draw after the other from a model picked at random."""
    stack = np.stack(list(values.values()))
    pick = np.random.default_rng([parameters.SEED, 51]).integers(0, len(stack), stack.shape[1])
    return stack[pick, np.arange(stack.shape[1])]


def _names(early: bool | None = None, frontier: bool = False) -> list[str]:
    f = _models().query("reasoning")
    keep = np.ones(len(f), dtype=bool) if early is None else (f["date"] < EARLY) == early
    return list(f.loc[keep & (f["frontier"] | (not frontier)), "model"])


def _some(names) -> dict[str, np.ndarray]:
    return {n: ratios()[n] for n in names}


@cache
def trend() -> dict[str, np.ndarray]:
    """Return the factor a year of the disclosed ratio, and the year in which its line meets one, over resampled models."""
    f = _models().query("reasoning")
    year = decimal_year(f["date"]).to_numpy()
    logs = np.log(np.stack([ratios()[m] for m in f["model"]]))
    rng = np.random.default_rng([parameters.SEED, 52])
    draws = 4000
    pick = rng.integers(0, len(year), (draws, len(year)))
    x, y = year[pick] - 2025.0, logs[pick, np.arange(draws)[:, None]]
    spread = x.var(axis=1)
    ok = spread > 1e-6
    slope = ((x * y).mean(axis=1) - x.mean(axis=1) * y.mean(axis=1))[ok] / spread[ok]
    level = (y.mean(axis=1)[ok] - slope * x.mean(axis=1)[ok])
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(slope > 0, 2025.0 - level / slope, np.inf)
    return {"growth": np.exp(slope), "reach": reach}


@cache
def _shares() -> dict[str, np.ndarray]:
    part = _sample("roll_out_gpu_share")["roll_out_gpu_share"]
    return {m: model.inference_share(r, part) for m, r in ratios().items()}


@cache
def shares_frame() -> pd.DataFrame:
    """Return the share of training that is inference by reasoning model, percent, with the chance that it is over a tenth."""
    rows = []
    for name, draws in _shares().items():
        low, middle, high = 100 * np.quantile(draws, uncertainty.LEVELS)
        rows.append((name, middle, low, high, 100 * float(np.mean(draws > MATERIAL))))
    return pd.DataFrame(rows, columns=["model", "share_percent", "low", "high", "chance_percent"])


# --- teachers ---------------------------------------------------------------------------------------------------------


@cache
def gains() -> pd.DataFrame:
    """Return the comparisons with whether the student gained and whether what it is compared with has its size."""
    f = tables.load("scaling/distillation_gains").copy()
    f["gained"] = np.where(f["higher_is_better"], f["with_teacher"] > f["without"], f["with_teacher"] < f["without"])
    f["same_size"] = f["student_params"] == f["compared_params"]
    return f


@cache
def students() -> tuple[int, int]:
    """Return students ahead of their own size without a teacher on every benchmark, and all students so compared."""
    ahead = gains().query("same_size").groupby("student")["gained"].all()
    return int(ahead.sum()), len(ahead)


@cache
def gains_frame() -> pd.DataFrame:
    """Return scores with and without a teacher, those in points of a score only."""
    f = gains().query("higher_is_better")
    return pd.DataFrame({"row": f["student"].str.replace("Qwen2.5-Math-7B", "Qwen2.5-7B") + ": " + f["benchmark"].replace("mean of three benchmarks", "mean of three"), "compared": np.where(f["same_size"], "the same size", "a larger model"), "without": f["without"], "with_teacher": f["with_teacher"]})


@cache
def prior(claim: str, assumption: str) -> float:
    """Return the weight that a reading was given beforehand."""
    f = tables.load("scaling/reasoner_priors").set_index(["claim", "assumption"])
    return float(f.loc[(claim, assumption), "weight"])


@cache
def opus() -> uncertainty.Propagation:
    """Propagate how probable it is that 3.5 Opus was used inside: a report for, an executive's word against."""
    chosen = parameters.select("evidence_report", "evidence_statement", part="inference")
    start = prior("C14", "opus")
    return uncertainty.propagate(lambda evidence_report, evidence_statement: serving_fleet.posterior([evidence_report], [evidence_statement], start), chosen)


@cache
def opus_frame() -> pd.DataFrame:
    """Return the probability step by step: before, with the report, with the denial."""
    chosen = parameters.sample(parameters.select("evidence_report", "evidence_statement", part="inference"))
    start = prior("C14", "opus")
    steps = (("before any evidence", [], []), ("with the report", ["evidence_report"], []), ("with the denial as well", ["evidence_report"], ["evidence_statement"]))
    rows = []
    for name, for_, against in steps:
        draws = np.broadcast_to(serving_fleet.posterior([chosen[k] for k in for_], [chosen[k] for k in against], start), (parameters.DRAWS,))
        low, middle, high = 100 * np.quantile(draws, uncertainty.LEVELS)
        rows.append((name, middle, low, high))
    return pd.DataFrame(rows, columns=["step", "probability_percent", "low", "high"])


@cache
def teacher(exists: bool) -> uncertainty.Propagation:
    """Propagate the served tokens after which an unserved teacher has paid, its own pre-training counted or not."""
    names = ("teacher_size_ratio", "distilled_size_multiple", *_COUNTS, *(() if exists else ("pretraining_set_2024",)))

    def run(teacher_size_ratio, distilled_size_multiple, berry_problems, berry_trajectories, berry_tokens_each, pretraining_set_2024=0.0):
        return model.teacher_pays_after(teacher_size_ratio, np.maximum(distilled_size_multiple, 1.01), _tokens(berry_problems, berry_trajectories, berry_tokens_each), pretraining_set_2024)

    return uncertainty.propagate(run, parameters.select(*names, part="scaling"))


@cache
def _day_tokens() -> float:
    """Tokens of a day of a large API, to put the teacher's bill in days."""
    f = tables.load("power/token_volumes")
    r = f[(f["series"] == "OpenAI, API") & (f["date"] == "2025-10-15")].iloc[0]
    return float(r["tokens_trillion"]) * 1e12 / float(r["period_days"])


@cache
def _serving_exponent() -> float:
    """Cost of a served token against size, as a power, between dense models of 8 and 70 billion parameters."""
    small, large = (float(token_cost.best(n, "H100")[1].request_usd) for n in ("llama-3.1-8b", "llama-3.1-70b"))
    return float(np.log(large / small) / np.log(models.get("llama-3.1-70b").params_total / models.get("llama-3.1-8b").params_total))


@cache
def _saved() -> np.ndarray:
    return 100 * (1 - np.maximum(_sample("distilled_size_multiple")["distilled_size_multiple"], 1.0) ** -_serving_exponent())


@cache
def pays_frame() -> pd.DataFrame:
    """Return compute spent with a teacher over that of serving the larger model it replaces, against served tokens."""
    served = np.logspace(13.5, 16.5, 46)
    small = 1.0 / parameters.get("distilled_size_multiple", part="scaling").central
    rows = []
    for name, exists in (("teacher trained for it", False), ("teacher there anyway", True)):
        low, middle, high = (small + (1 - small) * x / served for x in np.quantile(teacher(exists).samples, uncertainty.LEVELS))
        rows.append(pd.DataFrame({"kind": name, "served": served, "relative": middle, "low": low, "high": high}))
    return pd.concat(rows, ignore_index=True)


# --- explorer and table -----------------------------------------------------------------------------------------------


def explorer_grid(problems, trajectories_each, tokens_each, kept_percent, active_b):
    """Compute the explorer's outputs for every grid point; ranges over what is scored."""
    tokens = model.generated_tokens(problems, trajectories_each, tokens_each)
    kept = np.asarray(kept_percent, dtype=float) / 100
    p, pre = parameters.get("scoring_passes", part="scaling"), parameters.get("pretraining_set_2024", part="scaling")
    ends = (p.low, p.central, p.high)
    chip = float(tables.load("power/chips").set_index("chip").at["NVIDIA H100 SXM5 80GB", "bf16_flop_per_s"])
    used = parameters.get("mfu_frontier", part="power")
    flop = tuple(model.post_training_flop(np.asarray(active_b, float) * 1e9, tokens, kept, s) for s in ends)
    return {
        "tokens": tokens,
        "flop": flop,
        "over_pre": tuple(model.post_over_pre(tokens, pre.central, kept, s) for s in ends),
        "passes": tuple(model.pass_ratio(kept, s) for s in ends),
        "gpu_years": tuple(f / (chip * u * YEAR_S) for f, u in zip(flop, (used.high, used.central, used.low), strict=True)),
    }


@cache
def ledger_table() -> pd.DataFrame:
    """Return the compute ledger of one generated token by how much is scored and kept, in passes of the policy's size."""
    rows = []
    for name, s in SCORING.items():
        for kept in (0.05, 0.2, 1.0):
            rows.append({
                "Scored by": name, "Trained on (%)": 100 * kept, "Forward passes for each backward one": float(model.pass_ratio(kept, s)),
                "Forward over backward FLOP": float(model.flop_ratio(kept, s)), "Inference share of its FLOP (%)": 100 * float(model.inference_part(kept, s)),
            })  # fmt: skip
    return pd.DataFrame(rows)


# --- facts ------------------------------------------------------------------------------------------------------------


_q = Quantity.of
_span = uncertainty.summarise


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    d = _sample(*_COUNTS, *_PASSES, "reasoner_active_params", "pretraining_set_2024", "roll_out_gpu_share")
    total, made = berry(), published()
    over = post_pre()
    flop = model.post_training_flop(d["reasoner_active_params"], total.samples, d["kept_share"], d["scoring_passes"])
    passes, flops = model.pass_ratio(d["kept_share"], d["scoring_passes"]), model.flop_ratio(d["kept_share"], d["scoring_passes"])
    match = model.tokens_to_match(d["pretraining_set_2024"], d["kept_share"], d["scoring_passes"])
    m = _models().set_index("model")
    everything, early, late, frontier = pooled(ratios()), pooled(_some(_names(True))), pooled(_some(_names(False))), pooled(_some(_names(None, True)))
    share = pooled(_shares())
    ahead, compared = students()
    g, t = gains(), trend()
    reached = t["reach"][np.isfinite(t["reach"])]
    same, larger = g.query("same_size"), g.query("not same_size")
    aime = g.set_index(["student", "compared_with", "benchmark"]).loc[("Qwen2.5-32B", "the same base with reinforcement learning", "AIME 2024")]
    gemma = g.set_index("student").loc["Gemma 2 2B"]
    anyway, anew = teacher(True), teacher(False)
    used = bought()
    shares = shares_frame().set_index("model")
    runs = tables.load("scaling/roll_out_runs").dropna(subset=["trainer_nodes"]).set_index("run")
    split = 100 * runs["roll_out_nodes"] / (runs["roll_out_nodes"] + runs["trainer_nodes"])
    return {
        "problems": _span(d["berry_problems"], grade="guessed"),
        "each": _span(d["berry_trajectories"], grade="guessed"),
        "length": _span(d["berry_tokens_each"], "token", grade="guessed"),
        "answers": _span(model.trajectories(d["berry_problems"], d["berry_trajectories"]), grade="guessed"),
        "tokens": total.quantity("token", label="Tokens generated, by the document’s counts", grade="guessed"),
        "token_share_range": _q(100 * np.mean((total.samples >= claimed_tokens()[0]) & (total.samples <= claimed_tokens()[1])), "percent", grade="guessed"),
        "exceeds": _q(np.mean(total.samples > d["pretraining_set_2024"]), "1", grade="guessed"),
        "exceeds_percent": _q(100 * np.mean(total.samples > d["pretraining_set_2024"]), "percent", grade="guessed"),
        "pre_set": _span(d["pretraining_set_2024"], "token"),
        "over_set": _span(total.samples / d["pretraining_set_2024"], "1", "The same over a pre-training set of 2024", "guessed", "berry_trajectories"),
        "flop": _span(flop, "FLOP", "Post-training compute, by the document’s counts", "guessed", uncertainty.drivers(flop, d)["parameter"].iloc[0]),
        "over_pre": over.quantity("1", label="Post-training over pre-training, by the document’s counts", grade="guessed"),
        "over_pre_chance": _q(100 * np.mean(over.samples > 1), "percent", grade="guessed"),
        "r1_problems": _q(made["problems"], grade="measured"),
        "r1_each": _q(made["each"], grade="measured"),
        "r1_answers": _q(made["trajectories"], grade="measured", label="Answers that DeepSeek-R1-Zero generated"),
        "r1_tokens": _span(_published_tokens(), "token"),
        "r1_cap": _q(made["trajectories"] * CAP, "token"),
        "r1_exceeds": _q(np.mean(_published_tokens() > d["pretraining_set_2024"])),
        "answers_ratio": _span(model.trajectories(d["berry_problems"], d["berry_trajectories"]) / made["trajectories"], "1", grade="guessed"),
        "usd_mtoken": _q(token_usd()[1], "USD/Mtoken", token_usd()[0], token_usd()[2]),
        "research_usd": _q(research_usd(), "USD", grade="measured"),
        "budget_share": _span(100 * used, "percent", "Share of OpenAI’s compute budget of 2024 that generating them takes", "guessed", "berry_trajectories"),
        "tenth_buys": _q(*budget_frame().set_index("what").loc["A tenth of OpenAI’s compute budget of 2024", ["tokens"]], "token", *budget_frame().set_index("what").loc["A tenth of OpenAI’s compute budget of 2024", ["low", "high"]], grade="guessed"),
        "affordable": _q(100 * np.mean(used < 0.1), "percent", grade="guessed"),
        "passes": _span(passes, "1", "Forward passes for each backward pass in post-training", "guessed", "kept_share"),
        "passes_least": _q(2.0),
        "pre_passes": _q(1.0, grade="measured"),
        "flops": _span(flops, "1", "Forward over backward FLOP in post-training", "guessed", "kept_share"),
        "pre_flops": _q(model.FORWARD_FLOP / model.BACKWARD_FLOP),
        "kept": _span(100 * d["kept_share"], "percent", grade="guessed"),
        "scoring": _span(d["scoring_passes"], "1", grade="guessed"),
        "match": _span(match, "token", "Generated tokens at which post-training equals pre-training", "guessed", uncertainty.drivers(match, {k: d[k] for k in (*_PASSES, "pretraining_set_2024")})["parameter"].iloc[0]),
        "match_answers": _span(match / d["berry_tokens_each"], grade="guessed"),
        "models": _q(len(ratios())),
        "counted": _q(float((_models().query("reasoning")["basis"] != "estimate").sum())),
        "ratio": _span(100 * everything, "percent", "Post-training in percent of pre-training, a reasoning model picked at random", "guessed", "which model"),
        "ratio_one": _span(everything, "1", grade="guessed"),
        "ratio_early": _span(100 * early, "percent", grade="guessed"),
        "ratio_early_one": _span(early, "1", grade="guessed"),
        "ratio_late": _span(100 * late, "percent", grade="guessed"),
        "ratio_frontier": _span(100 * frontier, "percent", grade="guessed"),
        "passed": _q(100 * np.mean(everything >= 1), "percent", label="Chance that post-training exceeds pre-training, a reasoning model picked at random", grade="guessed", driver="which model"),
        "r1_ratio": _q(100 * m.at["DeepSeek-R1", "ratio"], "percent", grade="measured", label="The same, DeepSeek-R1"),
        "r1_ratio_one": _q(m.at["DeepSeek-R1", "ratio"], "1", grade="measured"),
        "v3_ratio": _q(100 * m.at["DeepSeek-V3", "ratio"], "percent", grade="measured"),
        "v32_ratio": _q(100 * m.at["DeepSeek-V3.2", "ratio_low"], "percent", grade="measured"),
        "olmo_ratio": _q(100 * m.at["Olmo 3.1 Think 32B", "ratio"], "percent", 100 * m.at["Olmo 3.1 Think 32B", "ratio_low"], 100 * m.at["Olmo 3.1 Think 32B", "ratio_high"]),
        "o1_ratio": _q(100 * m.at["o1", "ratio"], "percent", 100 * m.at["o1", "ratio_low"], 100 * m.at["o1", "ratio_high"], grade="guessed"),
        "o3_ratio": _q(100 * m.at["o3", "ratio"], "percent", 100 * m.at["o3", "ratio_low"], 100 * m.at["o3", "ratio_high"], grade="guessed"),
        "grok4_ratio": _q(100 * m.at["Grok 4", "ratio"], "percent", 100 * m.at["Grok 4", "ratio_low"], 100 * m.at["Grok 4", "ratio_high"], grade="guessed"),
        "lowest": _q(100 * m.query("reasoning")["ratio"].min(), "percent"),
        "growth": _span(t["growth"], "1", "Factor a year of the disclosed ratio", "guessed", "which model"),
        "growing": _q(100 * np.mean(t["growth"] > 1), "percent", grade="guessed"),
        "reach": _span(reached, "year", "Year in which its line meets one, if it rises", "guessed", "which model"),
        "never": _q(100 * float(np.mean(~np.isfinite(t["reach"]))), "percent", grade="guessed"),
        "part": _span(100 * d["roll_out_gpu_share"], "percent"),
        "part_olmo": _q(split["Olmo 3 Think 32B"], "percent", grade="measured"),
        "part_intellect": _q(split["INTELLECT-3"], "percent", grade="measured"),
        "inference": _span(100 * share, "percent", "Share of a reasoning model’s training that is inference", "guessed", "which model"),
        "inference_r1": _q(*_row(shares, "DeepSeek-R1")),
        "inference_grok4": _q(*_row(shares, "Grok 4"), grade="guessed"),
        "blurred": _q(np.mean(share > MATERIAL), "1", grade="guessed"),
        "blurred_percent": _q(100 * np.mean(share > MATERIAL), "percent", label="Chance that it is over a tenth, a model picked at random", grade="guessed", driver="which model"),
        "blurred_berry": _q(100 * np.mean(model.inference_share(over.samples, model.inference_part(d["kept_share"], d["scoring_passes"])) > MATERIAL), "percent", grade="guessed"),
        "tipping": _q(100 * MATERIAL / (np.median(d["roll_out_gpu_share"]) - MATERIAL), "percent"),
        "ahead": _q(ahead, grade="measured"),
        "compared": _q(compared, grade="measured"),
        "reports": _q(float(same["source"].nunique()), grade="measured"),
        "distil_chance": _q(model.chance_of_next(ahead, compared), "1", label="Chance that a next student gains from a larger teacher at its size", driver="how many were compared"),
        "rows_same": _q(len(same)),
        "rows_larger": _q(len(larger)),
        "rows_larger_ahead": _q(int(larger["gained"].sum())),
        "aime_without": _q(aime["without"], "percent", grade="measured"),
        "aime_with": _q(aime["with_teacher"], "percent", grade="measured"),
        "gemma_without": _q(gemma["without"], "percent", grade="measured"),
        "gemma_with": _q(gemma["with_teacher"], "percent", grade="measured"),
        "multiple": _span(_sample("distilled_size_multiple")["distilled_size_multiple"], "1", "Times larger an untaught model that a distilled one equals", driver="which pair"),
        "saved": _span(_saved(), "percent", "Serving cost saved for each token, by the serving model", driver="distilled_size_multiple"),
        "exponent": _q(_serving_exponent()),
        "pays_anyway": anyway.quantity("token", label="Served tokens after which a teacher that exists anyway has paid", grade="guessed"),
        "pays_anew": anew.quantity("token", label="The same, the teacher’s own training counted", grade="guessed"),
        "pays_days": _span(anew.samples / _day_tokens(), "day", grade="guessed"),
        "day_tokens": _q(_day_tokens(), "token", grade="measured"),
        "teacher_ratio": _span(_sample("teacher_size_ratio")["teacher_size_ratio"], "1", grade="guessed"),
        "opus": opus().quantity("1", label="Probability that 3.5 Opus was used inside for data and rewards", grade="guessed"),
        "opus_percent": _span(100 * opus().samples, "percent", grade="guessed"),
        "opus_prior": _q(100 * prior("C14", "opus"), "percent", grade="guessed"),
        "opus_report": _q(opus_frame().set_index("step").at["with the report", "probability_percent"], "percent", grade="guessed"),
        "report_needed": _q(_report_needed()),
        "prior_counts": _q(100 * prior("C10", "counts"), "percent", grade="guessed"),
        "prior_counts_share": _q(prior("C10", "counts"), "1", grade="guessed"),
        "equal": _q(100.0, "percent"),
        "tenth": _q(100 * MATERIAL, "percent"),
    }  # fmt: skip


def _row(frame, name):
    r = frame.loc[name]
    return r["share_percent"], "percent", r["low"], r["high"]


def _report_needed() -> float:
    """How many times likelier the report would have to be if true, to reach three in four against the denial."""
    return 3.0 * parameters.get("evidence_statement", part="inference").central * (1 - prior("C14", "opus")) / prior("C14", "opus")
