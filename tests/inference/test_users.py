"""How many users a node holds: limits, search results against the serving model, claims D3 and D4."""

import numpy as np
import pytest

from analysis import claims, explorers
from analysis.inference import inversion_grid, models, serving, systems
from analysis.inference.results import inversion as search
from analysis.inference.results import users as results
from analysis.inference.results import validation

LLAMA, NODE = models.get("llama-3.1-405b"), systems.get("8xH100")


def _of(found, number, **wanted):
    """Return the unrounded batches of one set of a search."""
    for grid, raw in zip(found.grids, found.raw, strict=True):
        if all((grid.fixed or {}).get(k, v) == v for k, v in wanted.items()):
            place = tuple(a.options.index(wanted[a.name]) for a in grid.axes)
            return float(raw[number][place])
    raise AssertionError("no such grid")


ALONE = {"overlap": "not used"}  # where one limit stands alone nothing overlaps
PLAIN = {
    "limits": "memory, bandwidth and arithmetic", "overlap": "longer of the two", "system": "8xH100", "weights": "fp8", "weight_count": "multiplied", "kv": "bf16", "kv_heads": "8",
    "usable_share": "1.0", "bandwidth_share": "1.0", "compute": "bf16 dense", "flop_share": "1.0", "attention_flop": "counted", "prompt_tokens": "0", "counted_at": "end", "rounding": "down",
}  # fmt: skip


@pytest.mark.parametrize("change", [{}, {"kv": "fp8"}, {"system": "8xH200"}, {"system": "72xGB200", "compute": "fp8 dense"}, {"usable_share": "0.9"}, {"prompt_tokens": "1000"}])
def test_the_search_is_the_serving_model_where_both_speak(change):
    chosen = PLAIN | change
    more = float(chosen["prompt_tokens"])
    for number, length in ((0, 7661.0), (1, 775.0)):
        theirs = serving.batch_limits(LLAMA, systems.get(chosen["system"]), length + more, 30.0, kv=chosen["kv"], compute=chosen["compute"].split()[0], usable=float(chosen["usable_share"]))
        assert _of(search.users(), number, **chosen) == pytest.approx(min(float(v) for v in theirs.values()), rel=1e-4)


def test_losses_and_sparsity_move_the_search_as_they_should():
    base = _of(search.users(), 1, **PLAIN | ALONE | {"limits": "arithmetic"})
    assert _of(search.users(), 1, **PLAIN | ALONE | {"limits": "arithmetic", "compute": "bf16 sparse"}) == pytest.approx(2 * base)
    assert _of(search.users(), 1, **PLAIN | ALONE | {"limits": "arithmetic", "flop_share": "0.4"}) == pytest.approx(0.4 * base)
    assert _of(search.users(), 0, **PLAIN | ALONE | {"limits": "memory", "kv_heads": "16"}) == pytest.approx(0.5 * _of(search.users(), 0, **PLAIN | ALONE | {"limits": "memory"}))
    assert _of(search.users(), 0, **PLAIN | ALONE | {"limits": "memory", "counted_at": "mean"}) == pytest.approx(2 * _of(search.users(), 0, **PLAIN | ALONE | {"limits": "memory"}))


def test_the_prior_of_a_search_sums_to_one():
    for found in (search.users(), search.interactivity_limit()):
        assert sum(float(w.sum(dtype=float)) for w in found.weights) == pytest.approx(1.0, abs=1e-3)
        assert found.sets == sum(w[0].size for w in found.whole)


def test_without_rounding_weights_and_values_are_the_same():
    found, bare = search.users(), search.users().unrounded
    for grid, slim in zip(found.grids, bare.grids, strict=True):
        np.testing.assert_allclose(grid.weights.sum(axis=-1), slim.weights, rtol=1e-4)


def test_the_lowest_line_is_the_batch():
    frame = results.limits_by_context().pivot(index="context", columns="limit", values="users")
    lowest = frame[["memory to hold the cache", "bandwidth to read it", "arithmetic, 16-bit"]].min(axis=1)
    ours = serving.max_batch(LLAMA, NODE, frame.index.to_numpy(), 30.0, usable=1.0)
    np.testing.assert_array_equal(np.floor(lowest.to_numpy() * (1 + 1e-12)), ours)


def test_more_speed_never_means_more_users():
    frame = results.by_speed()
    for _, one in frame.groupby(["context", "method"]):
        assert (np.diff(one.sort_values("speed")["users"]) <= 0).all()


def test_the_map_holds_most_of_the_prior():
    frame = results.pair_map()
    assert 80 < frame["prior_percent"].sum() <= 100
    assert ((frame["long_low"] < 72) & (frame["long_high"] > 72) & (frame["short_low"] < 368) & (frame["short_high"] > 368)).sum() == 1


def test_d3_one_set_gives_both_printed_batches():
    best = results.found_pairs()["likeliest"][0]
    given = {k: v for k, v in best.items() if k not in ("weight", "share")}
    for number, printed in ((0, 72), (1, 368)):
        assert int(inversion_grid.rounded(_of(search.users(), number, **given), given["rounding"])) == printed
    f = results.facts()
    assert f["both_hits"].value > 0 and f["both_prior"].value < 1.5 * f["both_prior_elsewhere"].value  # no better than luck
    assert f["plain_long"].value == 59 and f["plain_short"].value == 585
    row = claims.ledger("inference").set_index("id").loc["D3"]
    assert row["verdict"] == "reproduced under" and row["computed"] == 59


def test_d4_speed_falls_and_sixteen_has_many_ways():
    f = results.facts()
    assert f["falls"].value == 1.0
    assert f["sixteen_hits"].value > 1000 and f["plain_sixteen"].value < 16
    best = results.sixteen()["likeliest"][0]
    given = {k: v for k, v in best.items() if k not in ("weight", "share")}
    assert int(inversion_grid.rounded(_of(search.interactivity_limit(), 0, **given), given["rounding"])) == 16
    assert claims.ledger("inference").set_index("id").loc["D4", "verdict"] == "reproduced under"


def test_a_real_server_holds_fewer_and_its_range_is_the_models_error():
    error = validation.time_error(False, "time")
    one = results.on_a_real_server(775.0)
    assert one.value < one.high < serving.max_batch(LLAMA, NODE, 775.0, 30.0)
    step = serving.decode_step_s(LLAMA, NODE, one.value, 775.0, method="calibrated", compute="weights")
    assert step <= 1 / 30 < serving.decode_step_s(LLAMA, NODE, one.value + 1, 775.0, method="calibrated", compute="weights")
    fast = serving.decode_step_s(LLAMA, NODE, one.high, 775.0, method="calibrated", compute="weights") * error.low
    assert fast <= 1 / 30 < serving.decode_step_s(LLAMA, NODE, one.high + 1, 775.0, method="calibrated", compute="weights") * error.low
    assert one.low == 0 and serving.decode_step_s(LLAMA, NODE, 1, 775.0, method="calibrated", compute="weights") * error.high > 1 / 30
    ratio = results.real_ratio()
    assert ratio.low <= ratio.value <= ratio.high
    assert ratio.value == pytest.approx(one.value / results.on_a_real_server(7661.0).value, rel=0.05)


def test_the_explorer_holds_the_serving_model():
    one = explorers.get("INF-X2").at(context=775.0, speed=30.0, system="8xH100", kv="16-bit")
    real = results.on_a_real_server(775.0)
    assert (one["users"].low, one["users"].value, one["users"].high) == (real.low, real.value, real.high)
    assert one["theory"].value == serving.max_batch(LLAMA, NODE, 775.0, 30.0, compute="weights")
    assert one["users"].low <= one["users"].value <= one["users"].high <= one["theory"].value
    assert explorers.get("INF-X2").at(speed=100.0)["users"].value == 0
