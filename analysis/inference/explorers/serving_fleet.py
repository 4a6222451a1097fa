"""INF-X6: users per chip and per gigawatt."""

from __future__ import annotations

import numpy as np

from analysis import parameters
from analysis.explorers import Control, Output, explorer
from analysis.inference import models
from analysis.inference import serving_fleet as model
from analysis.inference.results import serving_fleet as results
from analysis.inference.results import validation

_CHOICES = {label[0].upper() + label[1:]: profile for profile, (_, _, label) in results.PROFILES.items()}
_KW = {"large": ("H100", "power"), "sparse": ("H200", "inference"), "small": ("H100", "power"), "new": ("GB200", "power")}


@explorer(
    id="INF-X6",
    title="From messages to users per chip and per gigawatt",
    question="How many users does a chip, and a gigawatt, serve at the model, lengths and habits you believe?",
    note="The range is that of the serving model's error, of the load (peak over mean, spare capacity) and, per gigawatt, of power per chip and facility overhead; model, lengths, speed and messages a day are yours. Where the speed is more than a service would offer with that model and chip, the fastest it would offer is taken. A user here is one who sends that many messages on an average day.",
    controls=(
        Control("served", "Model and chip", tuple(_CHOICES), next(iter(_CHOICES))),
        Control("messages", "Messages of a user a day", (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0), 3.0),
        Control("prompt_tokens", "Tokens of a prompt, earlier turns included", (200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 30_000.0), 1000.0, "token"),
        Control("answer_tokens", "Tokens of an answer, thought included", (100.0, 300.0, 1000.0, 3000.0, 10_000.0, 20_000.0), 300.0, "token"),
        Control("speed_tok_s", "Tokens a second for each user", (10.0, 20.0, 50.0, 100.0), 50.0, "token/s"),
    ),
    outputs=(
        Output("seconds", "Chip-seconds of a message", "s"),
        Output("users_per_chip", "Users per chip", "1"),
        Output("users_per_gw", "Users per gigawatt", "person"),
    ),
    grade="guessed",
    notebook="inference/serving-fleet",
)
def users_of_a_fleet(served, messages, prompt_tokens, answer_tokens, speed_tok_s):
    """Model, lengths, speed and messages to chip-seconds, users per chip and per gigawatt."""
    profile = np.array([_CHOICES[str(s)] for s in served])
    ends = (0.05, 0.5, 0.95)
    seconds, per_chip, per_gw = np.empty((3, len(profile))), np.empty((3, len(profile))), np.empty((3, len(profile)))
    load = parameters.sample(parameters.select("fleet_peak_to_mean", "fleet_peak_use", part="inference"), draws=20_000)
    ready = load["fleet_peak_use"] / np.maximum(load["fleet_peak_to_mean"], 1.0)
    for name in np.unique(profile):
        at = profile == name
        central = results.message(name, np.asarray(prompt_tokens)[at], np.asarray(answer_tokens)[at], np.asarray(speed_tok_s)[at])
        users = model.DAY_S / central / np.asarray(messages)[at]
        wrong = validation.time_error(models.get(results.PROFILES[name][0]).is_sparse)
        hardware, part = _KW[name]
        chosen = {"wrong": wrong, **parameters.select(("it_kw_per_gpu", {"hardware": hardware}), part=part), **parameters.select("pue_ai_facility", part="power")}
        drawn = parameters.sample(chosen, draws=20_000)
        chips = model.accelerators_per_gw(drawn["it_kw_per_gpu"], np.maximum(drawn["pue_ai_facility"], 1.0))
        seconds[:, at] = np.quantile(drawn["wrong"], ends)[:, None] * central
        per_chip[:, at] = np.quantile(ready / drawn["wrong"], ends)[:, None] * users
        per_gw[:, at] = np.quantile(chips * ready / drawn["wrong"], ends)[:, None] * users
    return {"seconds": tuple(seconds), "users_per_chip": tuple(per_chip), "users_per_gw": tuple(per_gw)}
