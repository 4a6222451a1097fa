"""Searching backwards: a planted truth is found and ranked, luck is what a spread of results gives, roundings and batches by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import inversion_grid, models, serving, systems
from analysis.inference.inversion_grid import Axis, Grid


def _grid():
    return Grid((Axis("width", ("2", "3", "5"), (0.5, 0.3, 0.2)), Axis("height", ("7", "11"), (0.9, 0.1))), {"kind": "area"}, 0.8)


def _area(grid):
    return grid.along("width", {o: float(o) for o in ("2", "3", "5")}) * grid.along("height", {"7": 7.0, "11": 11.0})


def test_a_grid_is_the_product_of_its_options():
    grid = _grid()
    assert grid.shape == (3, 2) and grid.size == 6
    np.testing.assert_allclose(_area(grid), [[14, 22], [21, 33], [35, 55]])
    assert grid.weights[1, 0] == pytest.approx(0.8 * 0.3 * 0.9)
    assert grid.weights.sum() == pytest.approx(0.8)
    assert grid.options_at(3) == {"kind": "area", "width": "3", "height": "11"}


def test_a_planted_set_is_found_and_ranked_by_its_weight():
    grid = _grid()
    for index in range(grid.size):
        truth = grid.options_at(index)
        number = float(truth["width"]) * float(truth["height"])
        found = inversion_grid.likeliest([grid], [inversion_grid.exact(_area(grid), number)], 3)
        assert [{k: f[k] for k in truth} for f in found] == [truth]
        assert found[0]["share"] == pytest.approx(1.0)
    close = inversion_grid.likeliest([grid], [inversion_grid.near(_area(grid), 21, 0.1)], 5)
    assert [f["width"] for f in close] == ["3", "2"]  # 21 of weight 0.27 before 22 of weight 0.05
    assert close[0]["share"] == pytest.approx(0.27 / 0.32)
    assert inversion_grid.posterior([grid], [inversion_grid.near(_area(grid), 21, 0.1)], "height") == pytest.approx({"7": 0.27 / 0.32, "11": 0.05 / 0.32})
    assert inversion_grid.posterior([grid], [inversion_grid.near(_area(grid), 21, 0.1)], "kind") == {"area": pytest.approx(1.0)}


def test_a_planted_serving_configuration_is_recovered_from_two_numbers():
    """The two batches of a known set, over a grid of several thousand, leave that set first (or one that gives the same everywhere)."""
    widths = {"1.0": 1.0, "2.0": 2.0}
    shares = {f"{s:.2f}": s for s in np.arange(0.5, 1.001, 0.05)}
    rates = {f"{r:.2f}": r for r in np.arange(0.3, 1.001, 0.05)}
    prompts = {str(p): float(p) for p in (0, 50, 100, 200, 400, 800)}
    flat = {n: tuple([1.0 / len(v)] * len(v)) for n, v in (("w", widths), ("s", shares), ("r", rates), ("p", prompts))}
    grid = Grid((Axis("cache", tuple(widths), flat["w"]), Axis("bandwidth", tuple(shares), flat["s"]), Axis("arithmetic", tuple(rates), flat["r"]), Axis("prompt", tuple(prompts), flat["p"])))

    def batch(length):
        return inversion_grid.largest_batch(
            "bandwidth and arithmetic", weight_bytes_read=4e11, weight_bytes_held=4e11, cache_bytes_per_token=258048 * grid.along("cache", widths), flop_per_token=8.1e11,
            context=length + grid.along("prompt", prompts), interactivity_tok_s_user=30.0, bandwidth_bytes_per_s=26.8e12 * grid.along("bandwidth", shares),
            throughput_flop_per_s=7.9e15 * grid.along("arithmetic", rates), memory_bytes=6.4e11, together=True,
        )  # fmt: skip

    first, second = (inversion_grid.rounded(batch(n), "down") for n in (1000.0, 9000.0))
    truth = {"cache": "2.0", "bandwidth": "0.85", "arithmetic": "0.60", "prompt": "200"}
    place = tuple(grid.axes[i].options.index(truth[a.name]) for i, a in enumerate(grid.axes))
    mask = (first == first[place]) & (second == second[place])
    assert grid.size == 2 * 11 * 15 * 6
    assert mask[place] and mask.sum() < 0.01 * grid.size
    assert truth in [{k: f[k] for k in truth} for f in inversion_grid.likeliest([grid], [mask], int(mask.sum()))]


def test_the_bare_batch_is_that_of_the_serving_model():
    model, node = models.get("llama-3.1-405b"), systems.get("8xH100")
    for context, speed in ((775.0, 30.0), (7661.0, 30.0), (30000.0, 55.0), (775.0, 70.0)):
        for limits in ("memory, bandwidth and arithmetic", "bandwidth and arithmetic"):
            bare = inversion_grid.largest_batch(
                limits, weight_bytes_read=model.params_active_matmul, weight_bytes_held=model.params_total, cache_bytes_per_token=516096.0,
                flop_per_token=2.0 * model.params_active_matmul + 4.0 * 128 * 126 * 128 * context, context=context, interactivity_tok_s_user=speed,
                bandwidth_bytes_per_s=node.memory_bandwidth_bytes_per_s, throughput_flop_per_s=node.flop_per_s("bf16"), memory_bytes=node.memory_bytes,
            )  # fmt: skip
            theirs = serving.batch_limits(model, node, context, speed, usable=1.0)
            names = ("memory", "bandwidth", "compute") if "memory" in limits else ("bandwidth", "compute")
            assert float(bare) == pytest.approx(min(float(theirs[n]) for n in names), rel=1e-4)


def test_adding_the_two_times_leaves_room_for_fewer_and_keeps_the_budget():
    numbers = dict(weight_bytes_read=4e11, weight_bytes_held=4e11, cache_bytes_per_token=5e5, flop_per_token=8e11, context=4000.0, interactivity_tok_s_user=30.0, bandwidth_bytes_per_s=2.7e13, throughput_flop_per_s=8e15, memory_bytes=6.4e11)
    longer, summed = (float(inversion_grid.largest_batch("bandwidth and arithmetic", together=t, **numbers)) for t in (False, True))
    assert summed < longer
    assert (4e11 + summed * 5e5 * 4000) / 2.7e13 + summed * 8e11 / 8e15 == pytest.approx(1 / 30)
    with pytest.raises(ValueError, match="names none of memory, bandwidth, arithmetic"):
        inversion_grid.largest_batch("luck", **numbers)


def test_where_arithmetic_binds_by_hand():
    assert inversion_grid.sequence_at_flop_limit(10, 30, 3e5, 900.0, 2.0) == pytest.approx(50.0)  # 1,000 operations each, 100 left for attention
    assert inversion_grid.sequence_at_flop_limit(10, 30, 3e5, 1200.0, 2.0) == 0.0
    length = inversion_grid.prompt_at_flop_limit(4, 2.0, 1e6, 900.0, 2.0)
    assert 4 * (900.0 * length + length**2) == pytest.approx(2e6)


@given(st.floats(0, 1e6))
def test_roundings(value):
    down, nearest, eight, two = (int(inversion_grid.rounded(value, rule)) for rule in ("down", "nearest", "down to a multiple of eight", "down to a power of two"))
    assert down <= value * (1 + 1e-12) < down + 1 + 1e-9 and abs(nearest - value) <= 0.5 + 1e-6
    assert eight % 8 == 0 and eight <= down < eight + 8
    assert (two & (two - 1)) == 0 and two <= down < max(2 * two, 1)


def test_luck_is_what_even_results_give():
    every = np.arange(1, 2001, dtype=np.int32)  # each number is hit by one set
    weight = np.full(2000, 1 / 2000)
    found = inversion_grid.luck([every], [weight], 200)
    assert (found.hits, found.expected, found.reach) == (1, pytest.approx(1.0), pytest.approx(1.0))
    assert found.prior == pytest.approx(found.prior_elsewhere) == pytest.approx(1 / 2000)
    rare = inversion_grid.luck([every[::4]], [weight[::4]], 201)  # 1, 5, 9 …: a quarter of the numbers
    assert rare.hits == 1 and rare.expected == pytest.approx(0.25, abs=0.01)
    telling = inversion_grid.luck([np.array([200, 200, 200, 350])], [np.array([0.5, 0.2, 0.2, 0.1])], 200)
    assert telling.hits == 3 and telling.expected < 0.01 and telling.prior == pytest.approx(0.9)


def test_luck_among_multiples():
    values = np.repeat(np.arange(8, 4001, 8, dtype=np.int32), 3)
    weight = np.full(values.shape, 1.0 / values.size)
    plain, eights = (inversion_grid.luck([values], [weight], 400, step=s) for s in (1, 8))
    assert plain.hits == eights.hits == 3
    assert plain.expected == pytest.approx(3 / 8, rel=0.02) and eights.expected == pytest.approx(3)


def test_pair_luck_counts_pairs_by_one_set():
    a, b = (x.ravel() for x in np.meshgrid(np.arange(1, 201), np.arange(1, 201), indexing="ij"))
    weight = np.full(a.shape, 1.0 / a.size)
    found = inversion_grid.pair_luck([a], [b], [weight], (40, 60))
    assert (found.hits, found.expected, found.reach) == (1, pytest.approx(1), pytest.approx(1))
    line = a == b  # one number decides the other
    alone = inversion_grid.pair_luck([a[line]], [b[line]], [weight[line]], (40, 60))
    assert alone.hits == 0 and 0 < alone.reach < 0.05
    eights = inversion_grid.pair_luck([a], [b], [weight], (40, 64), step=8)
    assert eights.hits == 1 and eights.expected == pytest.approx(1)


def test_a_printed_pair_is_not_its_own_neighbour():
    first, second = np.array([40, 40, 40, 41]), np.array([60, 60, 60, 61])
    found = inversion_grid.pair_luck([first], [second], [np.array([0.3, 0.3, 0.3, 0.1])], (40, 60))
    assert found.hits == 3 and found.expected < 0.001 and found.prior == pytest.approx(0.9) and found.prior_elsewhere < 1e-4


def test_what_is_near_the_print_is_no_neighbour():
    found = inversion_grid.near_luck([np.array([100.0, 100.0, 101.0])], [np.array([0.4, 0.4, 0.2])], 100.0)
    assert found.hits == 3 and found.prior == pytest.approx(1.0)
    far = np.abs(np.log(np.geomspace(25, 400, 41) / 100)) > np.log(1.1)
    still = [np.sum(np.abs(np.array([100, 100, 101]) / t - 1) <= 0.1) for t in np.geomspace(25, 400, 41)[far]]
    assert found.expected == pytest.approx(np.mean(still), abs=0.02) and found.expected < 0.2


def test_near_luck_of_an_even_spread():
    values = np.geomspace(1, 1e6, 200001)
    weight = np.full(values.shape, 1.0 / values.size)
    found = inversion_grid.near_luck([values], [weight], 1000.0)
    width = np.log(1.1 / 0.9) / np.log(1e6)
    assert found.prior == pytest.approx(width, rel=1e-3) and found.prior_elsewhere == pytest.approx(width, rel=1e-3)
    assert found.hits == pytest.approx(found.expected, rel=1e-3) and found.reach == 1


def test_weighted_quantiles():
    assert inversion_grid.weighted_quantiles([np.array([3.0, 1.0]), np.array([2.0])], [np.array([0.2, 0.5]), np.array([0.3])], (0.05, 0.5, 0.51, 0.8, 0.95)) == [1, 1, 2, 2, 3]


def test_main_effects_name_what_moves_a_result():
    grid = _grid()
    shares = inversion_grid.main_effects([grid], [_area(grid)])
    assert list(shares)[0] == "width" and shares["kind"] == pytest.approx(0.0, abs=1e-9)
    assert shares["width"] + shares["height"] == pytest.approx(1.0)  # a product is a sum of logarithms: no interaction
    flat = inversion_grid.main_effects([grid], [np.broadcast_to(grid.along("height", {"7": 7.0, "11": 11.0}), grid.shape)])
    assert flat["width"] == pytest.approx(0.0, abs=1e-9) and flat["height"] == pytest.approx(1.0)


def test_bad_axes_and_names_are_refused():
    with pytest.raises(ValueError, match="weights sum to 0.9"):
        Axis("a", ("x", "y"), (0.5, 0.4))
    with pytest.raises(ValueError, match="one weight for each option"):
        Axis("a", ("x", "x"), (0.5, 0.5))
    with pytest.raises(KeyError, match="did you mean width"):
        _grid().along("widht", {})
    with pytest.raises(KeyError, match="unknown option of width"):
        _grid().along("width", {"2": 2.0, "3": 3.0})
    with pytest.raises(KeyError, match="unknown rounding"):
        inversion_grid.rounded(1.0, "up")
