"""Roll-out sites: Little's law and links by hand, published transfers, limits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import roll_out as model

positive = st.floats(1e-6, 1e12)


def test_littles_law():
    assert float(model.cores_needed(0.5, 240.0)) == 120.0
    assert model.cores_needed([0.0, 1.0], 3.0).tolist() == [0.0, 3.0]


@given(cores=st.floats(1, 1e6), free=st.floats(0.01, 1.0), seconds=st.floats(1e-3, 1e5))
def test_a_full_node_checks_what_it_has_cores_for(cores, free, seconds):
    rate = float(model.checks_per_s(cores, free, seconds))
    assert float(model.cores_needed(rate, seconds)) == pytest.approx(cores * free)


def test_scalebox_as_published():
    # icip-cas/ScaleBox: 8,192 cases in 208.38 s on 64 cores, 39.31 a second
    seconds = 64 * 208.38 / 8192
    assert float(model.checks_per_s(64, 1.0, seconds)) == pytest.approx(39.31, rel=1e-3)


def test_hosts():
    assert float(model.hosts_usd_per_hour(20, 0.05)) == pytest.approx(1.0)


def test_intellect_2_as_published():
    # 62 GB at about 590 Mbit/s: 14 minutes
    assert float(model.broadcast_s(62e9, 590e6)) / 60 == pytest.approx(14.0, abs=0.05)


@given(n=positive, bits=st.floats(1, 32), interval=st.floats(1, 1e5))
def test_the_link_sends_just_in_time(n, bits, interval):
    link = float(model.broadcast_link_bit_s(n, bits, interval))
    assert float(model.broadcast_s(n * bits / 8, link)) == pytest.approx(interval)
    assert float(model.idle_share(link, link)) == 0.0


def test_the_two_ways():
    assert float(model.return_link_bit_s(1000, 8)) == 64_000
    assert float(model.roll_out_link_bit_s(1e9, 8, 100, 0, 8)) == 8e7
    assert float(model.roll_out_link_bit_s(1e9, 8, 100, 1e9, 8)) == 6.4e10


@given(load=st.floats(0.01, 100))
def test_waiting_costs_more_than_lagging(load):
    lag, wait = float(model.idle_share(1.0, load)), float(model.idle_share(1.0, load, may_lag=False))
    assert 0 <= lag <= wait < 1
    assert wait == pytest.approx(load / (1 + load))
    assert lag == pytest.approx(max(0.0, 1 - 1 / load))


def test_arrays_broadcast():
    assert model.broadcast_link_bit_s(1e12, [[4], [8]], [60, 420]).shape == (2, 2)
    assert np.all(np.diff(model.broadcast_s(1e12, [1e9, 1e10, 1e11])) < 0)


def test_nothing_to_do_takes_nothing():
    assert float(model.cores_needed(3.0, 0.0)) == 0.0
    assert float(model.hosts_usd_per_hour(0, 0.05)) == float(model.hosts_usd_per_hour(3, 0)) == 0.0
    assert float(model.broadcast_s(0, 1e9)) == float(model.return_link_bit_s(5, 0)) == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.cores_needed(-1, 1), "trajectories_per_s = -1"),
        (lambda: model.cores_needed(1, -1), "core_seconds = -1"),
        (lambda: model.checks_per_s(0, 1, 1), "cores = 0"),
        (lambda: model.checks_per_s(1, 1.5, 1), "free_share = 1.5"),
        (lambda: model.checks_per_s(1, 1, 0), "core_seconds = 0"),
        (lambda: model.hosts_usd_per_hour(-1, 1), "cores = -1"),
        (lambda: model.hosts_usd_per_hour(1, -1), "usd_per_core_hour = -1"),
        (lambda: model.broadcast_s(-1, 1), "size_bytes = -1"),
        (lambda: model.broadcast_s(1, 0), "link_bit_s = 0"),
        (lambda: model.broadcast_link_bit_s(0, 8, 1), "params = 0"),
        (lambda: model.broadcast_link_bit_s(1, 0, 1), "weight_bits = 0"),
        (lambda: model.broadcast_link_bit_s(1, 8, 0), "interval_s = 0.*seconds between"),
        (lambda: model.return_link_bit_s(-1, 8), "tokens_per_s = -1"),
        (lambda: model.return_link_bit_s(1, -8), "bytes_per_token = -8"),
        (lambda: model.idle_share(0, 1), "link_bit_s = 0"),
        (lambda: model.idle_share(1, 0), "needed_bit_s = 0"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
