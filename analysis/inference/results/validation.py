"""How right the serving model is: its error on points that no fit saw, by model and by hardware, beside bare rooflines."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.parameters import Parameter

__all__ = ["METHODS", "errors", "time_error"]

METHODS = {"roofline": "Whole-step roofline", "per_op": "Per-operation roofline", "calibrated": "Calibrated model"}
_KINDS = {True: "sparse", False: "dense"}


@cache
def errors() -> pd.DataFrame:
    """Return every measured point with the logarithm of predicted over measured *time* for each method, long form.

    A throughput that is predicted too high is a time predicted too short, so that the two quantities share one sign.
    """
    wide = tables.load("inference/serving_predictions")
    sign = np.where(wide["quantity"] == "time", 1.0, -1.0)
    wide["kind"] = wide["sparse"].map(_KINDS)
    columns = [*METHODS, "without_model", "without_hardware"]
    keys = ["quantity", "model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency", "batch", "kind", "split", "held_out_by", "measured"]
    long = wide.melt(id_vars=keys, value_vars=columns, var_name="method", value_name="predicted")
    long["log_error"] = np.tile(sign, len(columns)) * np.log(long["predicted"] / long["measured"])
    long["off_percent"] = 100.0 * np.abs(long["predicted"] / long["measured"] - 1.0)
    return long


@cache
def time_error(sparse: bool, quantity: str = "throughput") -> Parameter:
    """Return the factor by which real time differs from the calibrated model's, as a parameter to draw from.

    Parameters
    ----------
    sparse : bool
        Whether the model has experts.
    quantity : {"throughput", "time"}
        Whether time of the whole server (cost, energy) or of one user's token (speed) is meant.

    Returns
    -------
    analysis.parameters.Parameter
        Lognormal around 1; its ends hold nine in ten of the errors on validation points.
    """
    frame = errors()
    chosen = frame[(frame["method"] == "calibrated") & (frame["split"] == "validation") & (frame["kind"] == _KINDS[sparse]) & (frame["quantity"] == quantity)]
    width = float(np.exp(np.quantile(np.abs(chosen["log_error"]), 0.9)))
    return Parameter(
        name=f"serving_time_error_{_KINDS[sparse]}_{quantity}", unit="1", central=1.0, low=float(f"{1 / width:.6g}"), high=float(f"{width:.6g}"), distribution="lognormal", part="inference",
        source="nvidia2025trtllm10 nvidia2026trtllm nvidia2026aiconfigurator", locator="table inference/serving_predictions, rows with split = validation", seen="primary",
        note="ends hold nine in ten of the absolute log errors on points that no fit saw",
    )  # fmt: skip
