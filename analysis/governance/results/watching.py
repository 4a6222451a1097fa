"""People watched per megawatt and per dollar by modality, and whether compute or its cost keeps a state from watching everybody by video."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import watching as model
from analysis.governance.results import concentration
from analysis.inference.results import hour_cost, token_cost
from analysis.parameters import Parameter
from analysis.power.results import owners
from analysis.quantities import Quantity

__all__ = ["MODELS", "MODALITIES", "CHIP", "seconds_per_token", "tokens", "per_mw", "usd_per_person", "modality_frame", "population", "cameras", "needed", "yearly", "chance", "priors", "readings_frame", "probability", "passed_frame", "suffices_at", "state_frame", "counted_there", "watched_table", "facts"]  # fmt: skip

CHIP = "H100"
MODELS = {"small": ("llama-3.1-8b", "small model"), "middling": ("llama-3.1-70b", "middling model"), "large": ("llama-3.1-405b", "large model")}
MODALITIES = {"text": "What a person writes", "speech": "What a person says", "cameras": "The cameras that stand", "video": "A camera on every person"}
STREAMS = {"the cameras that stand": "cameras", "a stream for every person": "video"}
FRAMES = {"every second is read": 1.0, "a filter passes a part": None}
STATE = "China"
_RANKED = 20_000  # draws that are enough to rank what drives a number
_READ, _SPEED = 8000.0, 1.0  # tokens read at once, about half a minute of video; tokens a second of the notes: nobody waits for them
_WRITTEN = np.array([0.0005, 0.0025, 0.01, 0.05, 0.2])  # notes over what is read
_PASSED = np.round(np.geomspace(0.001, 1.0, 31), 6)


def _sample(*names) -> dict[str, np.ndarray]:
    return parameters.sample(parameters.select(*names, part="governance"))


@cache
def _grid(size: str) -> np.ndarray:
    """Seconds of an accelerator for each token read, over lengths of the notes, on the cheapest servers of one to sixteen."""
    name = MODELS[size][0]
    found = [token_cost.best(name, CHIP, _READ, _READ * w, _SPEED)[1] for w in _WRITTEN]
    return np.array([float(_READ * w / c.tokens_per_s_accelerator) / _READ for w, c in zip(_WRITTEN, found, strict=True)])


@cache
def seconds_per_token(size: str) -> np.ndarray:
    """Return draws of the accelerator time that a token read takes, notes and the serving model's error included."""
    written = np.clip(_sample("watch_written_share")["watch_written_share"], _WRITTEN[0], _WRITTEN[-1])
    lag = token_cost.slowdown(False)
    error = parameters.sample({"slowdown": lag})["slowdown"] / lag.central
    return error * np.exp(np.interp(np.log(written), np.log(_WRITTEN), np.log(_grid(size))))


@cache
def _counts() -> pd.Series:
    return tables.load("governance/cameras").set_index("statement")["value"]


def population() -> float:
    """Return the state's people."""
    return float(_counts()["china_population"])


@cache
def cameras() -> Parameter:
    """Return cameras for each of the state's people: IHS Markit's counts of 2018 and, above, 2021; below, another firm's."""
    counts = _counts()
    middle, high = (float(counts[k]) / population() for k in ("china_2018", "china_2021"))
    return Parameter("cameras_per_person", "1", middle, float(counts["china_precise"]) / 100.0, high, "lognormal", part="governance")


@cache
def tokens(modality: str) -> np.ndarray:
    """Return draws of the tokens of a person's day by modality."""
    if modality == "text":
        s = _sample("messages_per_person_day", "tokens_per_message")
        return model.text_tokens(s["messages_per_person_day"], s["tokens_per_message"])
    if modality == "speech":
        s = _sample("spoken_words_per_day", "spoken_words_per_minute", "audio_tokens_per_second")
        return model.speech_tokens(s["spoken_words_per_day"], s["spoken_words_per_minute"], s["audio_tokens_per_second"])
    second = _sample("video_tokens_per_second")["video_tokens_per_second"]
    streams = parameters.sample({"cameras": cameras()})["cameras"] if modality == "cameras" else 1.0
    return model.video_tokens(streams, second)


@cache
def _in_use() -> np.ndarray:
    s = parameters.sample(parameters.select("fleet_peak_to_mean", "fleet_peak_use", part="inference"))
    return np.clip(s["fleet_peak_use"] / np.maximum(s["fleet_peak_to_mean"], 1.0), 1e-3, 1.0)


@cache
def per_mw(modality: str, size: str) -> np.ndarray:
    """Return draws of the people that a megawatt watches."""
    s = parameters.sample(parameters.select(("it_kw_per_gpu", {"hardware": CHIP}), "pue_ai_facility", part="power"))
    return model.people_per_mw(tokens(modality), seconds_per_token(size), s["it_kw_per_gpu"] * np.maximum(s["pue_ai_facility"], 1.0), _in_use())


@cache
def usd_per_person(modality: str, size: str) -> np.ndarray:
    """Return draws of the dollars that watching a person for a year costs."""
    return model.year_cost_usd(tokens(modality), seconds_per_token(size), hour_cost.usd_per_hour(CHIP).samples)


@cache
def modality_frame() -> pd.DataFrame:
    """Return people watched for each megawatt and for each dollar of a year, by modality and model."""
    rows = []
    for modality, label in MODALITIES.items():
        for size, (_, title) in MODELS.items():
            for measure, draws in (("for each megawatt", per_mw(modality, size)), ("for a thousand US$ a year", 1e3 / usd_per_person(modality, size))):
                q = uncertainty.summarise(draws, "person")
                rows.append((label, title, measure, q.value, q.low, q.high))
    return pd.DataFrame(rows, columns=["modality", "model", "measure", "people", "low", "high"])


@cache
def watched_table() -> pd.DataFrame:
    """Return people watched for each megawatt and dollars a person and year, by modality and model, in words."""
    rows = []
    for modality, label in MODALITIES.items():
        for size, (_, title) in MODELS.items():
            people, money = uncertainty.summarise(per_mw(modality, size), "1"), uncertainty.summarise(usd_per_person(modality, size), "USD")
            rows.append({"Watched": label, "With a": title, "People for each megawatt": f"{people:range2}", "A person and year": f"{money:range2}"})
    return pd.DataFrame(rows)


# --- one state ------------------------------------------------------------------------------------------------------


@cache
def _at_hand() -> np.ndarray:
    """Return draws of the compute that stands in the state, H100 equivalents, chips of its own makers included."""
    return concentration.standing_in(STATE)


@cache
def counted_there() -> np.ndarray:
    """Return draws of the chips of foreign makers that buyers in the state are counted to hold, H100 equivalents."""
    return owners.stock_draws(STATE, concentration.LAST)


@cache
def _budget() -> np.ndarray:
    return _sample("security_budget_usd")["security_budget_usd"]


@cache
def needed(modality: str, size: str) -> np.ndarray:
    """Return draws of the accelerators that watching all of the state's people takes, every picture read."""
    return model.accelerators_needed(population(), tokens(modality), seconds_per_token(size), _in_use())


@cache
def yearly(modality: str, size: str) -> np.ndarray:
    """Return draws of what that costs in a year, USD."""
    return population() * usd_per_person(modality, size)


@cache
def _passed() -> np.ndarray:
    return _sample("watch_passed_share")["watch_passed_share"]


@cache
def _out_of_reach(modality: str, size: str, part) -> dict[str, float]:
    share = _passed() if part is None else part
    n, c = needed(modality, size) * share, yearly(modality, size) * share
    return {
        "either": float(np.mean(model.bounded(n, _at_hand(), c, _budget()))),
        "compute": float(np.mean(model.bounded(n, _at_hand(), 0.0, _budget()))),
        "cost": float(np.mean(model.bounded(0.0, _at_hand(), c, _budget()))),
        "counted": float(np.mean(model.bounded(n, counted_there(), c, _budget()))),
    }


def chance(modality: str, size: str, part=1.0) -> float:
    """Return the probability that compute or its cost keeps the state from it; `part` of the pictures is read, None for the draws of a filter."""
    return _out_of_reach(modality, size, part)["either"]


@cache
def priors() -> dict[tuple[str, str], float]:
    """Return the weights of the readings of E7, written down before the results, after some speeds of models had been looked at."""
    frame = tables.load("governance/watching_priors")
    return {(r.assumption, r.option): float(r.weight) for r in frame.itertuples()}


@cache
def readings_frame() -> pd.DataFrame:
    """Return the chance that the state cannot, by reading, with its weight."""
    rows = []
    for (streams, modality), size, (frames, part) in product(STREAMS.items(), MODELS, FRAMES.items()):
        weight = priors()["streams", streams] * priors()["model", size] * priors()["frames", frames]
        found = _out_of_reach(modality, size, part)
        rows.append((streams, MODELS[size][1], frames, weight, *(100 * found[k] for k in ("either", "compute", "cost", "counted"))))
    return pd.DataFrame(rows, columns=["streams", "model", "frames", "weight", "either_percent", "compute_percent", "cost_percent", "counted_percent"])


@cache
def probability(column: str = "either_percent", **only: str) -> float:
    """Return the weighted chance over all readings, or over those that match."""
    frame = readings_frame()
    for name, value in only.items():
        frame = frame[frame[name] == value]
    return float(np.average(frame[column], weights=frame["weight"])) / 100.0


@cache
def passed_frame() -> pd.DataFrame:
    """Return the chance of being out of reach against the share of pictures that the model is shown, for the cameras that stand."""
    rows = [(title, 100 * p, 100 * chance("cameras", size, float(p))) for size, (_, title) in MODELS.items() for p in _PASSED]
    return pd.DataFrame(rows, columns=["model", "passed_percent", "bounded_percent"])


@cache
def suffices_at(size: str, modality: str = "cameras") -> np.ndarray:
    """Return draws of the share of pictures that the chips at hand and the budget allow to be read, at most all."""
    return np.minimum(np.minimum(_at_hand() / needed(modality, size), _budget() / yearly(modality, size)), 1.0)


@cache
def state_frame() -> pd.DataFrame:
    """Return the accelerators that watching all of the state's people takes, by modality and model."""
    rows = []
    for modality, label in MODALITIES.items():
        for size, (_, title) in MODELS.items():
            q = uncertainty.summarise(needed(modality, size), "1")
            rows.append((label, title, q.value, q.low, q.high))
    return pd.DataFrame(rows, columns=["modality", "model", "accelerators", "low", "high"])


_q = Quantity.of


def _driver(draws, modality: str) -> str:
    more = {"text": ("messages_per_person_day", "tokens_per_message"), "speech": ("spoken_words_per_day", "spoken_words_per_minute"), "cameras": ("video_tokens_per_second",), "video": ("video_tokens_per_second",)}[modality]
    inputs = {**_sample(*more, "watch_written_share"), "share of the fleet at work": _in_use(), "measured over computed time": parameters.sample({"slowdown": token_cost.slowdown(False)})["slowdown"]}
    if modality == "cameras":
        inputs["cameras per person"] = parameters.sample({"cameras": cameras()})["cameras"]
    return str(uncertainty.drivers(draws[:_RANKED], {n: x[:_RANKED] for n, x in inputs.items()})["parameter"].iloc[0])


def _param(name: str, unit: str = "1", scale: float = 1.0) -> Quantity:
    p = parameters.get(name, part="governance")
    return Quantity(scale * p.central, unit, scale * p.low, scale * p.high, "guessed")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    counts = _counts()
    out = {
        "bounded": _q(probability(), label="Probability that compute or its cost keeps China from watching everybody by video", grade="guessed", driver="share of pictures read, and the model"),
        "bounded_all": _q(probability(frames="every second is read"), label="The same if every second is read"),
        "bounded_filter": _q(probability(frames="a filter passes a part"), label="The same behind a filter", grade="guessed"),
        "bounded_counted": _q(100 * probability("counted_percent"), "percent", label="The same if China had only the foreign chips counted there", grade="guessed"),
        **{f"{size}_all_percent": _q(100 * probability(model=title, frames="every second is read"), "percent", grade="guessed") for size, (_, title) in MODELS.items()},
        **{f"{size}_cameras_percent": _q(100 * chance("cameras", size), "percent", grade="guessed") for size in MODELS},
        "by_compute": _q(probability("compute_percent"), label="Probability that the chips there do not suffice", grade="guessed"), "by_cost": _q(probability("cost_percent"), label="Probability that the security budget does not suffice", grade="guessed"),
        "prior_all": _q(priors()["frames", "every second is read"], grade="guessed"), "prior_filter": _q(priors()["frames", "a filter passes a part"], grade="guessed"),
        "population": _q(population(), "person", grade="measured"), "camera_count": _q(counts["china_2018"], grade="measured"), "cameras_2021": _q(counts["china_2021"]),
        "cameras_each": _q(cameras().central, "1", cameras().low, cameras().high, "Cameras for each person in China", "guessed"),
        "stock": uncertainty.summarise(_at_hand(), "1", grade="guessed", label="Compute that stands in China at the end of 2025, H100 equivalents", driver="which of two counts is right"), "counted": uncertainty.summarise(counted_there(), "1", label="NVIDIA’s and AMD’s chips counted with buyers in China, H100 equivalents"),
        "stock_share": uncertainty.summarise(100 * concentration.country_draws()[STATE], "percent", grade="guessed"), "budget": uncertainty.summarise(_budget(), "USD", grade="guessed", label="China’s public security budget"),
        "video_rate": _param("video_tokens_per_second", "token/s"), "audio_rate": _q(parameters.get("audio_tokens_per_second", part="governance").central, "token/s"),
        "messages": _param("messages_per_person_day"), "words": _param("spoken_words_per_day"), "passed": _param("watch_passed_share", "percent", 100.0), "written": _param("watch_written_share", "percent", 100.0),
        "read_at_once": _q(_READ, "token"),
    }  # fmt: skip
    out |= {f"{name}_percent": out[key].in_percent() for name, key in {"bounded": "bounded", "all": "bounded_all", "filter": "bounded_filter", "by_compute": "by_compute", "by_cost": "by_cost"}.items()}
    out["world"] = uncertainty.summarise(concentration.all_draws(), "1", label="All compute at the end of 2025, H100 equivalents")
    out["world_enough"] = _q(100 * np.mean(needed("cameras", "small") <= concentration.all_draws()), "percent", label="Probability that all of the world’s compute would do for China’s cameras, small model")
    for modality, label in MODALITIES.items():
        day = tokens(modality)
        out[f"tokens_{modality}"] = uncertainty.summarise(day, "token", label=f"Tokens of a day: {label.lower()}")
        for size, (_, title) in MODELS.items():
            draws, money = per_mw(modality, size), usd_per_person(modality, size)
            out[f"mw_{modality}_{size}"] = uncertainty.summarise(draws, "person", label=f"Watched by a megawatt, {title}: {label.lower()}", driver=_driver(draws, modality))
            out[f"usd_{modality}_{size}"] = uncertainty.summarise(money, "USD", label=f"Dollars a person and year, {title}: {label.lower()}", driver=_driver(money, modality))
            out[f"need_{modality}_{size}"] = uncertainty.summarise(needed(modality, size), "1")
            out[f"cost_{modality}_{size}"] = uncertainty.summarise(yearly(modality, size), "USD")
    for size, (_, title) in MODELS.items():
        out[f"share_{size}"] = uncertainty.summarise(100 * suffices_at(size), "percent", label=f"Share of pictures that chips and budget allow, {title}", driver="video_tokens_per_second")
        out[f"rate_{size}"] = uncertainty.summarise(1.0 / seconds_per_token(size), "token/s", label=f"Tokens read a second by an H100, {title}")
    out["need_over_stock"] = _q(out["need_cameras_small"].value / out["stock"].value, label="H100 that China’s cameras need with a small model, over the compute that stands there", grade="guessed")
    out["ratio_text_video"] = _q(out["mw_text_small"].value / out["mw_video_small"].value, label="People watched by writing for each watched by a camera of their own")
    out["ratio_models"] = _q(out["usd_video_large"].value / out["usd_video_small"].value)
    return out
