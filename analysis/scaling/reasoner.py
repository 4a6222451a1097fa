"""What training a reasoning model takes: answers generated, forward and backward passes, post-training against pre-training. Pure.

Compute is counted in forward passes of the policy over one token, two operations for each weight in use. For each
generated token a run makes one pass to generate it, :math:`s` passes to score it (reference, old policy, reward models,
verifiers, in passes of the policy's size), and for the share :math:`k` that is trained on one more forward and one
backward pass, which costs two:

.. math:: \\frac{\\text{forward passes}}{\\text{backward passes}} = \\frac{1 + s + k}{k}, \\qquad
          \\frac{C_{post}}{C_{pre}} = \\frac{2 T (1 + s + 3k)}{6 D}.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.scaling.law_forms import FLOP_PER_PARAMETER_TOKEN

__all__ = [
    "FORWARD_FLOP", "BACKWARD_FLOP", "trajectories", "generated_tokens", "pass_ratio", "flop_ratio", "post_training_flop", "post_over_pre", "tokens_to_match",
    "inference_part", "inference_share", "teacher_pays_after", "chance_of_next",
]  # fmt: skip

FORWARD_FLOP = 2.0  # for each weight in use and token
BACKWARD_FLOP = 4.0

_SHARE = "Give a fraction such as 0.2."


def _kept(kept_share):
    return checks.require_between("kept_share", kept_share, 0, 1, low_open=True, remedy="Something has to be trained on: give a fraction such as 0.2.")


def _scoring(scoring_passes):
    return checks.require_non_negative("scoring_passes", scoring_passes, "Give passes of the policy's size for each token, such as 2.")


def trajectories(problems, trajectories_each):
    """Return the answers generated in all."""
    return checks.require_positive("problems", problems) * checks.require_positive("trajectories_each", trajectories_each)


def generated_tokens(problems, trajectories_each, tokens_each):
    """Return the tokens generated, kept or not.

    Parameters
    ----------
    problems, trajectories_each : array_like, 1
    tokens_each : array_like, token

    Returns
    -------
    numpy.ndarray, token

    Examples
    --------
    >>> float(generated_tokens(10, 4, 250))
    10000.0
    """
    return trajectories(problems, trajectories_each) * checks.require_positive("tokens_each", tokens_each)


def pass_ratio(kept_share, scoring_passes=0.0):
    """Return forward passes for each backward pass of post-training; pre-training has one.

    Parameters
    ----------
    kept_share : array_like
        Share of generated tokens that is trained on, above 0.
    scoring_passes : array_like
        Forward passes over each generated token by anything but the generator.

    Returns
    -------
    numpy.ndarray
        Two at least: whatever is trained on was generated first.
    """
    k = _kept(kept_share)
    return (1.0 + _scoring(scoring_passes) + k) / k


def flop_ratio(kept_share, scoring_passes=0.0):
    """Return forward over backward FLOP of post-training; pre-training has a half."""
    return pass_ratio(kept_share, scoring_passes) * FORWARD_FLOP / BACKWARD_FLOP


def post_training_flop(active_params, tokens, kept_share, scoring_passes=0.0):
    """Return the compute of post-training by generated tokens.

    Parameters
    ----------
    active_params : array_like, 1
        Weights that one token uses.
    tokens : array_like, token
        Generated, kept or not.
    kept_share, scoring_passes : array_like
        See `pass_ratio`.

    Returns
    -------
    numpy.ndarray, FLOP
        :math:`2 N T (1 + s + 3k)`.
    """
    k = _kept(kept_share)
    passes = 1.0 + _scoring(scoring_passes) + k * (1.0 + BACKWARD_FLOP / FORWARD_FLOP)
    return FORWARD_FLOP * checks.require_positive("active_params", active_params) * checks.require_positive("tokens", tokens) * passes


def post_over_pre(tokens, pretraining_tokens, kept_share, scoring_passes=0.0):
    """Return post-training over pre-training FLOP of the same model; its size cancels."""
    return post_training_flop(1.0, tokens, kept_share, scoring_passes) / (FLOP_PER_PARAMETER_TOKEN * checks.require_positive("pretraining_tokens", pretraining_tokens))


def tokens_to_match(pretraining_tokens, kept_share, scoring_passes=0.0):
    """Return the generated tokens at which post-training takes as much compute as pre-training: :math:`3D/(1+s+3k)`."""
    return 1.0 / post_over_pre(1.0, pretraining_tokens, kept_share, scoring_passes)


def inference_part(kept_share, scoring_passes=0.0):
    """Return the share of post-training FLOP that goes into generating and scoring."""
    k, s = _kept(kept_share), _scoring(scoring_passes)
    return (1.0 + s) / (1.0 + s + k * (1.0 + BACKWARD_FLOP / FORWARD_FLOP))


def inference_share(ratio, part):
    """Return the share of a model's whole training that is inference.

    Parameters
    ----------
    ratio : array_like
        Post-training over pre-training.
    part : array_like
        Share of post-training that is inference.

    Returns
    -------
    numpy.ndarray
        :math:`r\\,i/(1+r)`.
    """
    r = checks.require_non_negative("ratio", ratio)
    return r * checks.require_between("part", part, 0, 1, remedy=_SHARE) / (1.0 + r)


def teacher_pays_after(teacher_ratio, size_multiple, generated, pretraining_tokens=0.0):
    """Return the served tokens after which a larger unserved teacher has paid for itself, in FLOP.

    The student does the work of a model `size_multiple` times its own size; without a teacher that model would have to
    be served.

    Parameters
    ----------
    teacher_ratio : array_like
        Active weights of the teacher over the student's.
    size_multiple : array_like
        Above 1.
    generated : array_like, token
        What the teacher writes for the student.
    pretraining_tokens : array_like, token, optional
        Of the teacher; 0 where it exists anyway.

    Returns
    -------
    numpy.ndarray, token
        :math:`\\frac{r\\,(2G + 6D)}{2\\,(m-1)}`.
    """
    m = checks.require_between("size_multiple", size_multiple, 1, np.inf, low_open=True, remedy="A student that equals nothing larger saves nothing.")
    spent = FORWARD_FLOP * checks.require_non_negative("generated", generated) + FLOP_PER_PARAMETER_TOKEN * checks.require_non_negative("pretraining_tokens", pretraining_tokens)
    return checks.require_positive("teacher_ratio", teacher_ratio) * spent / (FORWARD_FLOP * (m - 1.0))


def chance_of_next(successes, trials):
    """Return the chance that the next trial succeeds, with nothing known before the first: :math:`(s + 1/2)/(n + 1)` (Jeffreys)."""
    n = checks.require_non_negative("trials", trials)
    s = checks.require_non_negative("successes", successes)
    if np.any(s > n):
        raise ValueError(f"successes = {np.max(s):g} is above trials = {np.min(n):g}. Count the same trials on both sides.")
    return (s + 0.5) / (n + 1.0)
