"""Training over slow links: DeMo and its kin, what they send, and how long a step takes over a given link.

DeMo (Peng et al. 2024, arXiv:2411.19870) keeps a momentum on every worker, sends only its largest coefficients after a
chunked discrete cosine transform, takes what it sent out of the momentum, and steps along the sign of the sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import fft

from analysis import checks

__all__ = [
    "INDEX_BYTES", "VALUE_BYTES", "smaller_split", "olmo_tensors", "parameter_count", "entries_per_step", "bytes_per_step",
    "ddp_bytes_per_step", "received_bytes", "break_even_workers", "encode", "decode", "keep_largest", "Problem", "character_problem",
    "train", "exposed_s", "step_time_s", "slowdown", "link_needed_bit_s", "exchange_cost", "first_crossing",
]  # fmt: skip

INDEX_BYTES, VALUE_BYTES = 8, 4  # the published code sends 64-bit indices and 32-bit values
METHODS = ("adamw", "momentum", "demo")


# --- what is sent -----------------------------------------------------------------------------------------------------


def smaller_split(size: int, chunk: int) -> int:
    """Return the largest divisor of `size` that is not above `chunk`: the side of a chunk.

    Examples
    --------
    >>> smaller_split(50304, 64), smaller_split(100, 64)
    (64, 50)
    """
    if int(size) != size or size < 1 or int(chunk) != chunk or chunk < 1:
        raise ValueError(f"size, chunk = {size}, {chunk} must both be whole numbers of at least 1.")
    return next(d for d in range(min(int(size), int(chunk)), 0, -1) if size % d == 0)


def olmo_tensors(d_model: int, n_layers: int, mlp_ratio: int, embedding_size: int) -> list[tuple[int, int]]:
    """Return the shapes of an OLMo model's weights (tied embedding, fused attention, SwiGLU, no biases, norms without weights).

    Parameters
    ----------
    d_model, n_layers, mlp_ratio, embedding_size : int
        As in the configuration files of the published code. With SwiGLU the second matrix of the block takes half the
        width that the first one makes.

    Returns
    -------
    list of tuple of int
    """
    for name, value in (("d_model", d_model), ("n_layers", n_layers), ("mlp_ratio", mlp_ratio), ("embedding_size", embedding_size)):
        checks.require_positive(name, value)
    layer = [(3 * d_model, d_model), (d_model, d_model), (mlp_ratio * d_model, d_model), (d_model, mlp_ratio * d_model // 2)]
    return [(embedding_size, d_model)] + layer * n_layers


def _shapes(model) -> list[tuple[int, ...]]:
    if isinstance(model, Mapping):
        return olmo_tensors(**model)
    return [tuple(int(s) for s in shape) for shape in model]


def parameter_count(model: Mapping[str, int] | Sequence[Sequence[int]]) -> int:
    """Return the parameters of a configuration or of a list of shapes."""
    return int(sum(int(np.prod(s)) for s in _shapes(model)))


def entries_per_step(model: Mapping[str, int] | Sequence[Sequence[int]], topk: int = 32, chunk: int = 64) -> int:
    """Return the coefficients that a worker sends a step: `topk` of every chunk.

    Parameters
    ----------
    model : mapping or sequence of shapes
        Keyword arguments of `olmo_tensors`, or the shapes of the weights (one or two dimensions).
    topk : int, optional
        Coefficients kept of each chunk; all of it where the chunk is smaller.
    chunk : int, optional
        Side of a chunk; a matrix is cut into squares, a vector into pieces.

    Returns
    -------
    int
    """
    if int(topk) != topk or topk < 1:
        raise ValueError(f"topk = {topk} is not a whole number of at least 1.")
    total = 0
    for shape in _shapes(model):
        sides = [smaller_split(s, chunk) for s in shape]
        size = int(np.prod(sides))
        total += int(np.prod(shape)) // size * min(int(topk), size)
    return total


def bytes_per_step(model: Mapping[str, int] | Sequence[Sequence[int]], topk: int = 32, chunk: int = 64, index_bytes: float = INDEX_BYTES, value_bytes: float = VALUE_BYTES) -> float:
    """Return the bytes that a DeMo worker sends a step.

    Parameters
    ----------
    model, topk, chunk
        See `entries_per_step`.
    index_bytes, value_bytes : float, optional
        Bytes of a position and of a value; by default those of the published code.

    Returns
    -------
    float

    Examples
    --------
    >>> olmo_1b = dict(d_model=2048, n_layers=16, mlp_ratio=8, embedding_size=50304)
    >>> round(bytes_per_step(olmo_1b, topk=32) / 1e6, 2)
    110.32
    """
    index_bytes = checks.require_non_negative("index_bytes", index_bytes)
    value_bytes = checks.require_non_negative("value_bytes", value_bytes)
    return float(entries_per_step(model, topk, chunk) * (index_bytes + value_bytes))


def ddp_bytes_per_step(params, bytes_per_value=2.0):
    """Return the gradient of one step, bytes: what data-parallel training hands to the all-reduce."""
    return checks.require_positive("params", params) * checks.require_positive("bytes_per_value", bytes_per_value)


def received_bytes(payload_bytes, workers, gather):
    r"""Return what one worker receives a step.

    Parameters
    ----------
    payload_bytes : array_like
        What it hands in.
    workers : array_like
        Workers, at least 2.
    gather : array_like of bool
        True where everybody gets everybody's payload, as DeMo does; False for a ring all-reduce.

    Returns
    -------
    numpy.ndarray

    Notes
    -----
    :math:`(n-1)\,b` for a gather, :math:`2\,b\,(n-1)/n` for a ring: the one grows with the workers, the other does not.
    """
    payload = checks.require_non_negative("payload_bytes", payload_bytes)
    n = checks.require_between("workers", workers, 2, np.inf, remedy="One worker has nobody to exchange with.")
    return payload * (n - 1) * np.where(gather, 1.0, 2.0 / n)


def break_even_workers(gather_bytes, ring_bytes):
    """Return the workers from which a gather of `gather_bytes` receives more than a ring all-reduce of `ring_bytes`."""
    return 2.0 * checks.require_positive("ring_bytes", ring_bytes) / checks.require_positive("gather_bytes", gather_bytes)


# --- the algorithm ----------------------------------------------------------------------------------------------------


def _blocks(shape, chunk):
    sides = [smaller_split(s, chunk) for s in shape]
    return [s // c for s, c in zip(shape, sides, strict=True)], sides


def encode(x, chunk: int = 64) -> np.ndarray:
    """Cut an array of one or two dimensions into chunks and return their orthonormal cosine transforms, one row a chunk."""
    x = np.asarray(x, dtype=float)
    if x.ndim not in (1, 2):
        raise ValueError(f"an array of {x.ndim} dimensions cannot be cut into chunks. Give a vector or a matrix.")
    counts, sides = _blocks(x.shape, chunk)
    if x.ndim == 1:
        return fft.dct(x.reshape(counts[0], sides[0]), norm="ortho", axis=1)
    tiles = x.reshape(counts[0], sides[0], counts[1], sides[1]).transpose(0, 2, 1, 3)
    return fft.dctn(tiles, norm="ortho", axes=(2, 3)).reshape(counts[0] * counts[1], sides[0] * sides[1])


def decode(coefficients, shape: tuple[int, ...], chunk: int = 64) -> np.ndarray:
    """Return the array whose chunks have these transforms (inverse of `encode`)."""
    counts, sides = _blocks(shape, chunk)
    if len(shape) == 1:
        return fft.idct(np.asarray(coefficients).reshape(counts[0], sides[0]), norm="ortho", axis=1).reshape(shape)
    tiles = fft.idctn(np.asarray(coefficients).reshape(*counts, *sides), norm="ortho", axes=(2, 3))
    return tiles.transpose(0, 2, 1, 3).reshape(shape)


def keep_largest(coefficients, topk: int) -> np.ndarray:
    """Return the coefficients with all but the `topk` largest of each row at zero."""
    c = np.asarray(coefficients, dtype=float)
    if topk >= c.shape[1]:
        return c.copy()
    kept = np.zeros_like(c)
    places = np.argpartition(np.abs(c), -topk, axis=1)[:, -topk:]
    np.put_along_axis(kept, places, np.take_along_axis(c, places, axis=1), axis=1)
    return kept


@dataclass(frozen=True)
class Problem:
    """Something to train on: contexts of symbols and the symbol that follows, split in time."""

    contexts: np.ndarray
    targets: np.ndarray
    held_contexts: np.ndarray
    held_targets: np.ndarray
    symbols: int
    width: int
    embedding: int

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The weights: an embedding, two layers, and their biases."""
        context = self.contexts.shape[1] * self.embedding
        return {"embed": (self.symbols, self.embedding), "hidden": (context, self.width), "hidden_bias": (self.width,), "out": (self.width, self.symbols), "out_bias": (self.symbols,)}

    def start(self, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Draw the weights at the start: normal with the inverse root of the inputs, biases at zero."""
        return {k: np.zeros(s) if len(s) == 1 else rng.standard_normal(s) / np.sqrt(s[0] if k != "embed" else 1.0) for k, s in self.shapes.items()}

    def loss(self, weights, contexts, targets) -> float:
        """Return the mean loss, nats a symbol."""
        return self.gradient(weights, contexts, targets, need=False)[0]

    def gradient(self, w, contexts, targets, need: bool = True):
        """Return the mean loss and its gradient by back-propagation (tanh layer, softmax)."""
        x = w["embed"][contexts].reshape(len(targets), -1)
        h = np.tanh(x @ w["hidden"] + w["hidden_bias"])
        z = h @ w["out"] + w["out_bias"]
        z -= z.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(z).sum(axis=1))
        rows = np.arange(len(targets))
        loss = float(np.mean(log_sum - z[rows, targets]))
        if not need:
            return loss, None
        d = np.exp(z - log_sum[:, None])
        d[rows, targets] -= 1.0
        d /= len(targets)
        back = (d @ w["out"].T) * (1.0 - h**2)
        into = (back @ w["hidden"].T).reshape(*contexts.shape, self.embedding)
        embed = np.zeros_like(w["embed"])
        np.add.at(embed, contexts, into)
        return loss, {"embed": embed, "hidden": x.T @ back, "hidden_bias": back.sum(0), "out": h.T @ d, "out_bias": d.sum(0)}


def character_problem(text: str, context: int = 8, symbols: int = 64, width: int = 128, embedding: int = 16, held: float = 0.15) -> Problem:
    """Make next-character prediction from a text; the last part of it is held out.

    Parameters
    ----------
    text : str
    context : int, optional
        Characters seen.
    symbols : int, optional
        Commonest characters told apart; the rest are one.
    width, embedding : int, optional
        Hidden units, and numbers that stand for a character.
    held : float, optional
        Share of the text that is held out.

    Returns
    -------
    Problem
    """
    if len(text) < 100 * context:
        raise ValueError(f"a text of {len(text)} characters is too short to learn from. Give at least {100 * context}.")
    held = float(checks.require_between("held", held, 0, 1, low_open=True, high_open=True))
    kinds, counts = np.unique(list(text), return_counts=True)
    common = kinds[np.lexsort((kinds, -counts))][: symbols - 1]
    place = {c: i + 1 for i, c in enumerate(common)}
    coded = np.array([place.get(c, 0) for c in text])
    windows = np.lib.stride_tricks.sliding_window_view(coded, context + 1)
    cut = int(len(windows) * (1 - held))
    return Problem(windows[:cut, :-1], windows[:cut, -1], windows[cut:, :-1], windows[cut:, -1], symbols, width, embedding)


def train(
    problem: Problem, method: str, *, learning_rate: float, steps: int, seed: int, workers: int = 8, batch: int = 64,
    topk: int = 32, chunk: int = 64, decay: float = 0.999, every: int = 25, beta: float = 0.9,
):  # fmt: skip
    """Train over simulated workers and return the held-out loss on the way and the bytes that each worker sent.

    Parameters
    ----------
    problem : Problem
    method : {"adamw", "momentum", "demo"}
        AdamW and heavy-ball momentum see the mean gradient of all workers, sent in 32 bits; DeMo keeps a momentum on
        each worker and sends `topk` coefficients of each chunk.
    learning_rate : float
        At the start; it falls to a tenth along a cosine after a short warm-up, as in the published runs.
    steps, seed : int
        The seed sets the weights and the batches, so that methods can be compared pair by pair.
    workers, batch : int, optional
        Batch of each worker.
    topk, chunk, decay : optional
        DeMo's settings.
    every : int, optional
        Steps between two looks at the held-out text.
    beta : float, optional
        Momentum.

    Returns
    -------
    dict
        ``step`` and ``loss`` (arrays) and ``bytes_per_step``.
    """
    checks.require_known("method", method, METHODS)
    learning_rate = float(checks.require_positive("learning_rate", learning_rate))
    start, data = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])
    w = problem.start(start)
    shapes = problem.shapes
    own = [{k: np.zeros(s) for k, s in shapes.items()} for _ in range(workers if method == "demo" else 1)]
    second = {k: np.zeros(s) for k, s in shapes.items()}
    at, losses = [], []
    for step in range(1, steps + 1):
        pace = learning_rate * min(1.0, step / max(1, steps // 20)) * (0.1 + 0.45 * (1 + np.cos(np.pi * step / steps)))
        pick = data.integers(0, len(problem.targets), size=(workers, batch))
        if method == "demo":
            sent = {k: 0.0 for k in shapes}
            for worker in range(workers):
                _, g = problem.gradient(w, problem.contexts[pick[worker]], problem.targets[pick[worker]])
                for k, shape in shapes.items():
                    momentum = decay * own[worker][k] + pace * g[k]
                    kept = keep_largest(encode(momentum, chunk), topk)
                    own[worker][k] = momentum - decode(kept, shape, chunk)
                    sent[k] = sent[k] + kept
            for k, shape in shapes.items():
                w[k] -= pace * np.sign(decode(sent[k], shape, chunk))
        else:
            pick = pick.ravel()
            _, g = problem.gradient(w, problem.contexts[pick], problem.targets[pick])
            for k in shapes:
                if method == "momentum":
                    own[0][k] = beta * own[0][k] + g[k]
                    w[k] -= pace * own[0][k]
                else:
                    own[0][k] = beta * own[0][k] + (1 - beta) * g[k]
                    second[k] = 0.95 * second[k] + 0.05 * g[k] ** 2
                    w[k] -= pace * (own[0][k] / (1 - beta**step) / (np.sqrt(second[k] / (1 - 0.95**step)) + 1e-8) + 0.1 * w[k] * (w[k].ndim > 1))
        if step % every == 0 or step == steps:
            at.append(step)
            losses.append(problem.loss(w, problem.held_contexts, problem.held_targets))
    sizes = list(shapes.values())
    per_step = bytes_per_step(sizes, topk, chunk) if method == "demo" else ddp_bytes_per_step(parameter_count(sizes), 4.0)
    return {"step": np.array(at), "loss": np.array(losses), "bytes_per_step": float(per_step)}


# --- over a link ------------------------------------------------------------------------------------------------------


def exposed_s(transfer_s, hidden_s):
    """Return the part of an exchange that nothing hides: what is left when computing covers `hidden_s` of it."""
    return np.maximum(checks.require_non_negative("transfer_s", transfer_s) - checks.require_non_negative("hidden_s", hidden_s), 0.0)


def step_time_s(compute_s, params, bits_per_param, every, gather, overlap, sites, link_bit_s, latency_s):
    r"""Return the mean time of a training step over sites that are joined by links.

    Parameters
    ----------
    compute_s : array_like, s
        A step's computing at each site.
    params : array_like
        Parameters of the model.
    bits_per_param : array_like, bit
        Bits that a site hands in per parameter and exchange, averaged over those not sent.
    every : array_like
        Steps between two exchanges.
    gather : array_like of bool
        See `received_bytes`.
    overlap : array_like
        Share of the computing between two exchanges that goes on during one, from 0 to 1.
    sites : array_like
        At least 2, one link each.
    link_bit_s : array_like, bit/s
        Each site's link, either way.
    latency_s : array_like, s
        One way, between neighbours. A ring takes 2(n-1) such hops, a gather n-1.

    Returns
    -------
    numpy.ndarray, s

    Notes
    -----
    :math:`t = c + \max(0,\, x - o\,c\,H)/H` with the exchange :math:`x` = received bits over the link plus hops.
    """
    compute = checks.require_positive("compute_s", compute_s)
    params = checks.require_positive("params", params)
    bits = checks.require_positive("bits_per_param", bits_per_param)
    every = checks.require_between("every", every, 1, np.inf, remedy="An exchange takes place every step or less often.")
    overlap = checks.require_between("overlap", overlap, 0, 1)
    link = checks.require_positive("link_bit_s", link_bit_s)
    latency = checks.require_non_negative("latency_s", latency_s)
    n = checks.require_between("sites", sites, 2, np.inf, remedy="One site has no link to cross.")
    hops = (n - 1) * np.where(gather, 1.0, 2.0)
    transfer = received_bytes(params * bits / 8.0, n, gather) * 8.0 / link + hops * latency
    return compute + exposed_s(transfer, overlap * compute * every) / every


def slowdown(compute_s, params, bits_per_param, every, gather, overlap, sites, link_bit_s, latency_s):
    """Return the share of speed lost to the links: one less computing over `step_time_s`."""
    return 1.0 - np.asarray(compute_s, dtype=float) / step_time_s(compute_s, params, bits_per_param, every, gather, overlap, sites, link_bit_s, latency_s)


def link_needed_bit_s(loss, compute_s, params, bits_per_param, every, gather, overlap, sites, latency_s):
    """Return the link of each site at which a share `loss` of the speed is lost; infinite where latency alone costs more.

    Closed form: the inverse of `slowdown` in the link.
    """
    loss = checks.require_between("loss", loss, 0, 1, low_open=True, high_open=True, remedy="Give a fraction such as 0.1.")
    compute, every = checks.require_positive("compute_s", compute_s), checks.require_between("every", every, 1, np.inf)
    n = checks.require_between("sites", sites, 2, np.inf)
    time = compute * every * (loss / (1.0 - loss) + checks.require_between("overlap", overlap, 0, 1))
    left = time - (n - 1) * np.where(gather, 1.0, 2.0) * checks.require_non_negative("latency_s", latency_s)
    bits = received_bytes(checks.require_positive("params", params) * checks.require_positive("bits_per_param", bits_per_param) / 8.0, n, gather) * 8.0
    with np.errstate(divide="ignore"):
        return np.where(left > 0, bits / np.where(left > 0, left, 1.0), np.inf)


def exchange_cost(cost_of_eight, sites):
    r"""Return the factor in compute that training apart for many steps costs at equal loss.

    Parameters
    ----------
    cost_of_eight : array_like
        The factor at eight sites; below 1 it counts as 1.
    sites : array_like
        At least 1.

    Returns
    -------
    numpy.ndarray

    Notes
    -----
    :math:`c_8^{\log n/\log 8}`: each eightfold number of sites costs the same factor again (Epoch AI 2025).
    """
    n = checks.require_between("sites", sites, 1, np.inf)
    return np.maximum(checks.require_positive("cost_of_eight", cost_of_eight), 1.0) ** (np.log(n) / np.log(8.0))


def first_crossing(start_year, start_flop, growth, target_flop, ceiling_flop):
    """Return the year in which steady growth reaches a target, infinite where a ceiling lies below it.

    Parameters
    ----------
    start_year, start_flop, growth : array_like
        Where the curve stands and its factor a year.
    target_flop : array_like
    ceiling_flop : array_like
        What the curve cannot exceed.

    Returns
    -------
    numpy.ndarray
    """
    start, target = checks.require_positive("start_flop", start_flop), checks.require_positive("target_flop", target_flop)
    growth = checks.require_between("growth", growth, 1, np.inf, low_open=True, remedy="A curve that does not grow reaches nothing.")
    year = np.asarray(start_year, dtype=float) + np.maximum(np.log(target / start), 0.0) / np.log(growth)
    return np.where(checks.require_positive("ceiling_flop", ceiling_flop) >= target, year, np.inf)
