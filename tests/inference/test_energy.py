"""Energy of an answer: closed forms and limits, published ratios, a planted curve, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import energy as model

positive = st.floats(1e-3, 1e6)
share = st.floats(0, 1)
CURVE = model.PowerCurve(0.3, 0.3, 0.8)


def test_one_accelerator_at_its_rating_for_an_hour():
    assert model.wh(model.energy_j(3600, 700, 1.0, boundary="accelerators")) == pytest.approx(700)
    assert model.answer_energy_wh(0, 3600, 700, 1.0, 1.0, boundary="accelerators") == pytest.approx(700)


def test_each_boundary_adds_its_part():
    more = {"host_power_share": 0.4, "idle_machine_share": 0.1, "pue": 1.2}
    found = [float(model.energy_j(10, 1000, 0.6, boundary=b, **more)) for b in model.BOUNDARIES]
    assert found == pytest.approx([6000, 10_000, 11_000, 13_200])


def test_googles_breakdown_follows_from_its_ratios():
    # arXiv:2508.15734: 0.14 accelerators, 0.06 host, 0.02 idle machines, 0.02 building: 0.24 Wh; PUE 1.09
    facility = model.wh(model.energy_j(1, 0.14 * 3600, 1.0, host_power_share=0.06 / 0.14, idle_machine_share=0.02 / 0.20, pue=1.09))
    assert facility == pytest.approx(0.24, abs=0.005)


def test_epochs_baseline_in_our_terms():
    # Epoch AI 2025: 1.01 s of one accelerator charged with 1275 W, 70 % load, PUE 1.2: 0.301 Wh (1e14 FLOP at 10 % of 989e12/s)
    seconds = 1e14 / (0.1 * 989e12)
    assert model.wh(model.energy_j(seconds, 1275, 0.7, pue=1.2)) == pytest.approx(0.301, abs=0.0005)


def test_mlperf_power_over_throughput():
    # MLPerf 5.1, Lenovo: 10401 W at 102,909 tokens a second are 0.101 J a token
    assert model.joules_per_token(10401.0, 102909.0) == pytest.approx(0.101, abs=0.0005)


def test_curve_at_its_ends_and_its_cap():
    assert CURVE.share(0, 0) == pytest.approx(0.3)
    assert CURVE.share(1, 0) == pytest.approx(0.6)
    assert CURVE.share(0, 0.25) == pytest.approx(0.7)
    assert CURVE.share(1, 1) == 1.0


def test_a_planted_curve_is_found():
    rng = np.random.default_rng(1)
    b, f = rng.uniform(0, 0.8, 10_000), rng.uniform(0, 0.25, 10_000)
    truth = model.PowerCurve(0.35, 0.25, 0.7)
    exact = model.fit_power_curve(b, f, 0.35 + 0.25 * b + 0.7 * np.sqrt(f))
    assert (exact.idle, exact.memory, exact.compute) == pytest.approx((truth.idle, truth.memory, truth.compute), abs=1e-6)
    assert exact.residual == pytest.approx(0, abs=1e-6)
    noisy = model.fit_power_curve(b, f, 0.35 + 0.25 * b + 0.7 * np.sqrt(f) + rng.normal(0, 0.05, 10_000))
    assert (noisy.idle, noisy.memory, noisy.compute) == pytest.approx((0.35, 0.25, 0.7), abs=0.02)  # five standard errors of the loosest
    assert noisy.residual == pytest.approx(0.05, rel=0.1)


def test_no_coefficient_is_negative():
    b = np.linspace(0.1, 0.9, 20)
    found = model.fit_power_curve(b, np.full(20, 0.01), 0.9 - 0.5 * b)
    assert found.memory == pytest.approx(0, abs=1e-6)


@given(b=st.floats(0, 0.9), f=st.floats(0, 0.9))
def test_more_use_never_draws_less(b, f):
    assert CURVE.share(b + 0.1, f) >= CURVE.share(b, f)
    assert CURVE.share(b, f + 0.1) >= CURVE.share(b, f)


@given(s=positive, p=st.floats(50, 2000), u=share, h=st.floats(0, 1), i=st.floats(0, 1), pue=st.floats(1, 2))
def test_wider_boundaries_never_shrink_and_all_is_linear_in_time(s, p, u, h, i, pue):
    more = {"host_power_share": h, "idle_machine_share": i, "pue": pue}
    found = [float(model.energy_j(s, p, u, boundary=b, **more)) for b in model.BOUNDARIES]
    assert found == sorted(found)
    assert model.energy_j(2 * s, p, u, **more) == pytest.approx(2 * found[-1])


def test_use_of_peak_is_a_share():
    assert model.use_of_peak(1e9, 1.0, 2e9) == pytest.approx(0.5)
    assert model.use_of_peak(5e9, 1.0, 2e9) == 1.0


def test_floor_of_a_byte_and_an_operation():
    assert model.floor_j(1, 0, 3.92, 0) == pytest.approx(8 * 3.92e-12)
    assert model.floor_j(0, 1e12, 3.92, 0.5e-12) == pytest.approx(0.5)


def test_carbon_and_water_units():
    assert model.carbon_g(1000, 400) == pytest.approx(400)  # a kilowatt-hour at 400 g
    assert model.water_ml(1000, 0.36) == pytest.approx(360)  # a kilowatt-hour at 0.36 litres


@given(e=st.floats(1e-3, 1e3), p=st.floats(0, 10), g=st.floats(0, 1e-2), target=st.floats(20, 1e4))
def test_break_even_length_gives_the_target_back(e, p, g, target):
    n = float(model.break_even_tokens(e, p, target, g))
    assert e * n + g * n * n / 2 + p == pytest.approx(target, rel=1e-9)


def test_a_prompt_that_reaches_the_target_leaves_no_token():
    assert model.break_even_tokens(1.0, 5.0, 3.0) == 0


def test_error_summary_of_a_known_bias():
    found = model.error_summary([2.0, 2.0, 2.0, 6.0], [1.0, 1.0, 1.0, 1.0])
    assert found.ratio == pytest.approx(2) and found.error == pytest.approx(1) and found.count == 4
    assert found.within_two == pytest.approx(0.75)
    assert found.high == pytest.approx(0.5) and 1 / 6 < found.low < 0.5
    level = model.error_summary([1.0, 2.0], [2.0, 1.0])
    assert level.ratio == pytest.approx(1) and level.error == pytest.approx(1)


def test_share_at_least_counts_the_threshold_itself():
    assert model.share_at_least([9.9, 10.0, 11.0, 1.0], 10) == pytest.approx(0.5)


def test_broadcasts():
    assert model.energy_j(np.ones((3, 1)), np.full(4, 700.0), 0.5).shape == (3, 4)
    assert CURVE.share(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: model.energy_j(-1, 700, 0.5), "accelerator_seconds"),
        (lambda: model.energy_j(1, 0, 0.5), "tdp_w"),
        (lambda: model.energy_j(1, 700, float("nan")), "power_share"),
        (lambda: model.energy_j(1, 700, 1.5), "power_share"),
        (lambda: model.energy_j(1, 700, 0.5, pue=0.9), "pue"),
        (lambda: model.energy_j(1, 700, 0.5, idle_machine_share=-0.1), "idle_machine_share"),
        (lambda: model.energy_j(1, 700, 0.5, host_power_share=-0.1), "host_power_share"),
        (lambda: CURVE.share(1.5, 0), "bandwidth_use"),
        (lambda: CURVE.share(0, -0.1), "compute_use"),
        (lambda: model.fit_power_curve([0.1, 0.2], [0.1, 0.2], [0.5, 0.6]), "at least four"),
        (lambda: model.fit_power_curve([0.1] * 5, [0.1] * 5, [0.0] * 5), "share"),
        (lambda: model.joules_per_token(100, 0), "throughput_tok_s"),
        (lambda: model.floor_j(-1, 0, 1, 1), "bytes_moved"),
        (lambda: model.carbon_g(-1, 400), "energy_wh"),
        (lambda: model.error_summary([], []), "pair up"),
        (lambda: model.share_at_least([], 1), "at least one"),
        (lambda: model.use_of_peak(1, 0, 1), "seconds"),
        (lambda: model.wh(-1), "joules"),
    ],
)
def test_what_cannot_be_is_refused(call, named):
    with pytest.raises(ValueError, match=named):
        call()


def test_an_unknown_boundary_names_the_nearest():
    with pytest.raises(KeyError, match="did you mean facility"):
        model.energy_j(1, 700, 0.5, boundary="facilities")


def test_the_interval_of_a_share():
    # none of ten: Beta(1, 11), whose 95 % point is 1 - 0.05 ** (1 / 11)
    low, high = model.share_interval(np.zeros(10), 1)
    assert high == pytest.approx(1 - 0.05 ** (1 / 11), rel=1e-6) and low == pytest.approx(1 - 0.95 ** (1 / 11), rel=1e-6)
    low, high = model.share_interval([1.0] * 9 + [0.0], 1)
    assert low > 0.5 and high < 1


def test_the_scatter_of_few_points_is_not_understated():
    b, f, s = np.array([0.1, 0.3, 0.5, 0.7, 0.9]), np.array([0.04, 0.01, 0.16, 0.09, 0.0]), np.array([0.5, 0.52, 0.8, 0.75, 0.6])
    c = model.fit_power_curve(b, f, s)
    left = s - (c.idle + c.memory * b + c.compute * np.sqrt(f))
    assert c.residual == pytest.approx(np.sqrt(np.sum((left - left.mean()) ** 2) / 2), rel=1e-6)  # five points less three coefficients
