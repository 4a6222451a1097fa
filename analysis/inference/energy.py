"""Energy, carbon and water of an answer: from seconds of accelerators to watt-hours at the meter. Pure.

The chain is accelerators at work, their servers, machines that stand ready, and the building. A floor from below is what
moving the bytes and doing the operations takes on its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from analysis import checks, statistics

__all__ = [
    "BOUNDARIES",
    "JOULES_PER_WH",
    "PowerCurve",
    "fit_power_curve",
    "use_of_peak",
    "energy_j",
    "answer_energy_wh",
    "wh",
    "floor_j",
    "joules_per_token",
    "carbon_g",
    "water_ml",
    "break_even_tokens",
    "ErrorSummary",
    "error_summary",
    "share_at_least",
    "share_interval",
]

JOULES_PER_WH = 3600.0  # by definition
BOUNDARIES = ("accelerators", "servers", "fleet", "facility")


@dataclass(frozen=True)
class PowerCurve:
    r"""Power of an accelerator over its rating, as it works harder.

    Attributes
    ----------
    idle : float
        Share drawn with a model loaded and a step under way, whatever it moves or computes.
    memory : float
        What full use of the memory's bandwidth adds.
    compute : float
        What full use of the arithmetic units adds.
    residual : float
        Standard deviation of measured shares around the curve.

    Notes
    -----
    :math:`s = \min(s_0 + m\,u_b + c\sqrt{u_f}, 1)` with the used parts :math:`u_b` of bandwidth and :math:`u_f` of
    operations. The root follows the measurements: the first tenth of the arithmetic units' use costs far more than the last.
    """

    idle: float
    memory: float
    compute: float
    residual: float = 0.0

    def share(self, bandwidth_use, compute_use) -> np.ndarray:
        """Return power over rated power, at most 1.

        Parameters
        ----------
        bandwidth_use, compute_use : array_like, 1
            Bytes and operations a second over what the accelerator can do, from 0 to 1.

        Returns
        -------
        numpy.ndarray, 1
        """
        b = checks.require_between("bandwidth_use", bandwidth_use, 0, 1, remedy="Give a share from 0 to 1; a higher one means wrong bytes or a wrong time.")
        f = checks.require_between("compute_use", compute_use, 0, 1, remedy="Give a share from 0 to 1; a higher one means wrong operations or a wrong time.")
        return np.minimum(self.idle + self.memory * b + self.compute * np.sqrt(f), 1.0)


def fit_power_curve(bandwidth_use, compute_use, share) -> PowerCurve:
    """Fit a `PowerCurve` to measured shares by least squares, no coefficient below zero.

    Parameters
    ----------
    bandwidth_use, compute_use, share : array_like, shape (points,)

    Returns
    -------
    PowerCurve

    Raises
    ------
    ValueError
        For fewer than four points, or shares outside (0, 1.2].
    """
    b = checks.require_between("bandwidth_use", bandwidth_use, 0, 1)
    f = checks.require_between("compute_use", compute_use, 0, 1)
    s = checks.require_between("share", share, 0, 1.2, low_open=True, remedy="Give measured power over rated power.")
    if s.ndim != 1 or s.size < 4:
        raise ValueError(f"{s.size} points cannot carry three coefficients and their scatter. Give at least four.")
    design = np.column_stack([np.ones_like(s), b, np.sqrt(f)])
    found = lsq_linear(design, s, bounds=(0.0, np.inf)).x
    return PowerCurve(*(float(x) for x in found), residual=float(np.std(s - design @ found, ddof=3)))


def use_of_peak(amount, seconds, peak_per_s) -> np.ndarray:
    """Return the used part of a rate: amount over what could have been done in the time, at most 1.

    Parameters
    ----------
    amount : array_like
        Bytes or operations of a step.
    seconds : array_like, s
        Time of the step.
    peak_per_s : array_like
        Bytes or operations a second at most.

    Returns
    -------
    numpy.ndarray, 1
    """
    done = checks.require_non_negative("amount", amount)
    could = checks.require_positive("seconds", seconds) * checks.require_positive("peak_per_s", peak_per_s)
    return np.minimum(done / could, 1.0)


def _scaled(boundary, accelerators_j, hosts_j, idle_machine_share, pue):
    checks.require_known("boundary", boundary, BOUNDARIES)
    idle = checks.require_non_negative("idle_machine_share", idle_machine_share, "Give energy of idle machines over that of working ones, such as 0.1.")
    overhead = checks.require_between("pue", pue, 1, 10, remedy="PUE is the building's power over that of its machines: 1 or more.")
    total = accelerators_j
    if boundary != "accelerators":
        total = total + hosts_j
    if boundary in ("fleet", "facility"):
        total = total * (1.0 + idle)
    return total * overhead if boundary == "facility" else total


def energy_j(accelerator_seconds, tdp_w, power_share, *, host_power_share=0.0, idle_machine_share=0.0, pue=1.0, boundary="facility"):
    r"""Return the energy of work that takes a number of accelerator-seconds.

    Parameters
    ----------
    accelerator_seconds : array_like, s
        Time of all accelerators together.
    tdp_w : array_like, W
        Rated power of one.
    power_share : array_like, 1
        Power drawn over rated power (`PowerCurve.share`).
    host_power_share : array_like, 1
        Power of the rest of the server over the rated power of its accelerators.
    idle_machine_share : array_like, 1
        Energy of machines that stand ready over that of machines at work.
    pue : array_like, 1
        Power of the building over that of its machines.
    boundary : {"accelerators", "servers", "fleet", "facility"}
        How far out to count.

    Returns
    -------
    numpy.ndarray, J
        :math:`\mathrm{PUE}\,(1+i)\,t\,P\,(s+h)` at the facility.

    Raises
    ------
    ValueError, KeyError
    """
    seconds = checks.require_non_negative("accelerator_seconds", accelerator_seconds)
    rated = checks.require_positive("tdp_w", tdp_w, "Give watts of one accelerator.")
    share = checks.require_between("power_share", power_share, 0, 1.2, remedy="Give power over rated power, such as 0.7.")
    host = checks.require_non_negative("host_power_share", host_power_share)
    return _scaled(boundary, seconds * rated * share, seconds * rated * host, idle_machine_share, pue)


def wh(joules):
    """Convert joules to watt-hours."""
    return checks.require_non_negative("joules", joules) / JOULES_PER_WH


def answer_energy_wh(prefill_seconds, decode_seconds, tdp_w, prefill_share, decode_share, **more):
    """Return the energy of one answer, its prompt read and its tokens written.

    Parameters
    ----------
    prefill_seconds, decode_seconds : array_like, s
        Accelerator-seconds of the two.
    tdp_w : array_like, W
    prefill_share, decode_share : array_like, 1
        Power over rated power in the two.
    **more
        See `energy_j`.

    Returns
    -------
    numpy.ndarray, Wh
    """
    return wh(energy_j(prefill_seconds, tdp_w, prefill_share, **more) + energy_j(decode_seconds, tdp_w, decode_share, **more))


def floor_j(bytes_moved, flop, pj_per_bit, j_per_flop):
    r"""Return a floor under the energy of work: memory reads and arithmetic alone.

    Parameters
    ----------
    bytes_moved : array_like, byte
    flop : array_like, FLOP
    pj_per_bit : array_like, pJ/bit
        Energy to read a bit of memory.
    j_per_flop : array_like, J/FLOP
        Energy of an operation.

    Returns
    -------
    numpy.ndarray, J
        :math:`8 b\,e_b + f\,e_f`.
    """
    moved = 8.0 * checks.require_non_negative("bytes_moved", bytes_moved) * checks.require_non_negative("pj_per_bit", pj_per_bit) * 1e-12
    return moved + checks.require_non_negative("flop", flop) * checks.require_non_negative("j_per_flop", j_per_flop)


def joules_per_token(power_w, throughput_tok_s):
    """Return the energy of a token from measured power and throughput, J/token: :math:`P/r`."""
    return checks.require_non_negative("power_w", power_w) / checks.require_positive("throughput_tok_s", throughput_tok_s)


def carbon_g(energy_wh, intensity_g_per_kwh):
    """Return the greenhouse gases of an answer, g: :math:`E I/1000`."""
    return checks.require_non_negative("energy_wh", energy_wh) * checks.require_non_negative("intensity_g_per_kwh", intensity_g_per_kwh) / 1000.0


def water_ml(energy_wh, litres_per_kwh):
    """Return the water of an answer, mL: a litre per kWh is a millilitre per Wh."""
    return checks.require_non_negative("energy_wh", energy_wh) * checks.require_non_negative("litres_per_kwh", litres_per_kwh)


def break_even_tokens(per_token, fixed, target, growth=0.0):
    r"""Return the answer's length at which its energy reaches a target.

    Parameters
    ----------
    per_token : array_like
        Energy of a token of a short answer.
    fixed : array_like
        Energy of the prompt.
    target : array_like
        Energy to reach, in the same unit.
    growth : array_like, optional
        What each further token adds to the energy of a token, since the context grows.

    Returns
    -------
    numpy.ndarray, token
        The positive root of :math:`e\,n + g\,n^2/2 + p = E`; 0 where the prompt alone reaches the target.
    """
    e, p = checks.require_positive("per_token", per_token), checks.require_non_negative("fixed", fixed)
    left = np.maximum(checks.require_non_negative("target", target) - p, 0.0)
    g = checks.require_non_negative("growth", growth)
    root = np.sqrt(e * e + 2.0 * g * left)
    return 2.0 * left / (e + root)  # the form that does not lose digits for a small growth


@dataclass(frozen=True)
class ErrorSummary:
    """How predictions sit beside measurements: median of their ratio, typical error, ends, count.

    Attributes
    ----------
    ratio : float
        Median of predicted over measured.
    error : float
        Median of the larger over the smaller, less one.
    low, high : float
        5 % and 95 % points of measured over predicted.
    within_two : float
        Share within a factor of two.
    count : int
    """

    ratio: float
    error: float
    low: float
    high: float
    within_two: float
    count: int


def error_summary(predicted, measured) -> ErrorSummary:
    """Compare predictions with measurements (see `ErrorSummary`).

    Parameters
    ----------
    predicted, measured : array_like, shape (points,)
        Above zero.

    Returns
    -------
    ErrorSummary
    """
    p, m = checks.require_positive("predicted", predicted), checks.require_positive("measured", measured)
    if p.shape != m.shape or p.size == 0:
        raise ValueError(f"predicted of shape {p.shape} and measured of shape {m.shape} do not pair up.")
    logs = np.log(p / m).ravel()
    low, high = np.quantile(-logs, [0.05, 0.95])
    return ErrorSummary(
        ratio=float(np.exp(np.median(logs))),
        error=float(np.expm1(np.median(np.abs(logs)))),
        low=float(np.exp(low)),
        high=float(np.exp(high)),
        within_two=float(np.mean(np.abs(logs) <= np.log(2.0))),
        count=int(logs.size),
    )


def share_at_least(values, threshold) -> float:
    """Return which share of values reaches a threshold."""
    found = checks.as_numbers("values", values)
    if found.size == 0:
        raise ValueError("no values to count. Give at least one.")
    return float(np.mean(found >= float(threshold)))


def share_interval(values, threshold) -> tuple[float, float]:
    """Return the 5 % and 95 % points of the share that reaches a threshold, were more such values drawn.

    Notes
    -----
    Of :math:`k` among :math:`n`: quantiles of a Beta distribution with :math:`k + 1` and :math:`n - k + 1`, that is, of the
    share given these values and none known before.
    """
    count = np.size(checks.as_numbers("values", values))
    hits = round(share_at_least(values, threshold) * count)
    low, high = statistics.share_interval(hits, count, prior=1.0)
    return float(low), float(high)
