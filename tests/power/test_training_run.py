"""Training runs: the closed form and its inverse, published runs, a planted growth, the derived tables, the verdict."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import claims, explorers, outside, tables
from analysis.power import training_run as model
from analysis.power.results import training_run as results

flop = st.floats(1e20, 1e30)
days = st.floats(0.5, 400)
fraction = st.floats(0.01, 1.0)
ratio = st.floats(1.0, 3.0)


def test_one_chip_for_one_day():
    # a chip of 1e15 FLOP/s, used whole, does 8.64e19 FLOP in a day
    assert model.chips_needed(8.64e19, 1, 1e15, 1.0) == pytest.approx(1)
    assert model.training_power_mw(8.64e19, 1, 1e15, 1.0, 1e6) == pytest.approx(1)
    assert model.training_energy_gwh(8.64e19, 1e15, 1.0, 1e6) == pytest.approx(24 / 1e3)


def test_power_multiplies_through():
    assert model.power_of_chips_mw(1000, 700, 1.82, 1.145, 0.76) == pytest.approx(1000 * 700 * 1.82 * 1.145 * 0.76 / 1e6)


@given(f=flop, d=days, u=fraction, o=ratio, p=ratio, s=fraction)
def test_the_inverse_gives_back_the_run(f, d, u, o, p, s):
    power = model.training_power_mw(f, d, 2.5e15, u, 1200, o, p, s)
    assert model.largest_flop(power, d, 2.5e15, u, 1200, o, p, s) == pytest.approx(f, rel=1e-9)


@given(f=flop, d=days, u=fraction, k=st.floats(1.1, 10))
def test_more_compute_needs_more_power_and_more_time_less(f, d, u, k):
    base = model.training_power_mw(f, d, 1e15, u, 700)
    assert model.training_power_mw(k * f, d, 1e15, u, 700) == pytest.approx(k * base, rel=1e-9)
    assert model.training_power_mw(f, k * d, 1e15, u, 700) == pytest.approx(base / k, rel=1e-9)


@given(f=flop, d=days, u=fraction)
def test_energy_is_power_times_time(f, d, u):
    assert model.training_energy_gwh(f, 1e15, u, 700) == pytest.approx(model.training_power_mw(f, d, 1e15, u, 700) * d * 24 / 1e3, rel=1e-9)


def test_it_broadcasts():
    got = model.training_power_mw(np.array([[1e24], [1e25]]), np.array([30.0, 60.0, 90.0]), 1e15, 0.4, 700)
    assert got.shape == (2, 3) and got[1, 0] == pytest.approx(10 * got[0, 0])


@pytest.mark.parametrize(("name", "tolerance"), [("Llama 3.1-405B", 0.08), ("GPT-4 (Mar 2023)", 0.08), ("Grok 3", 0.08), ("Gemini 1.0 Ultra", 0.08), ("PaLM (540B)", 0.08)])
def test_published_power_of_documented_runs(name, tolerance):
    # Epoch AI, Notable AI Models, copy of 15 July 2026: same product with a PUE of about 1.09, ours has 1.145
    row = results.closed_form_check().set_index("model").loc[name]
    assert row["from_chips_mw"] == pytest.approx(row["epoch_power_mw"], rel=tolerance)


def test_compute_and_chips_agree_where_both_are_published():
    # a run's compute, length and utilisation give its power without its chip count; agreement is within two fifths
    frame = results.closed_form_check()
    frame = frame[frame["mfu"].notna()]
    assert len(frame) >= 4
    assert (frame["from_flop_mw"] / frame["from_chips_mw"]).between(0.55, 1.45).all()


def test_a_planted_growth_comes_back():
    rng = np.random.default_rng(7)
    inside = 0
    for _ in range(200):
        year = rng.uniform(2018, 2026, 40)
        fit = model.fit_growth(year, 3.0 * 2.2 ** (year - 2020) * np.exp(rng.normal(0, 1.2, 40)))
        low, high = fit.growth_interval(0.90)
        inside += low <= 2.2 <= high
    assert 165 <= inside <= 195  # 90 % of 200, give or take the binomial's own noise
    exact = model.fit_growth([2020, 2021, 2023], [1.0, 2.2, 2.2**3])
    assert exact.growth == pytest.approx(2.2) and exact.at(2025) == pytest.approx(2.2**5) and exact.scatter == pytest.approx(0, abs=1e-9)


def test_the_fit_is_ordinary_least_squares_with_its_standard_error():
    rng = np.random.default_rng(11)
    year = rng.uniform(2018, 2026, 9)
    value = 2.0 ** (year - 2020) * np.exp(rng.normal(0, 0.8, 9))
    fit, want = model.fit_growth(year, value), stats.linregress(year, np.log(value))
    assert fit.slope == pytest.approx(want.slope) and fit.scatter / np.sqrt(fit.spread) == pytest.approx(want.stderr)
    t = stats.t.ppf(0.95, 7) * want.stderr
    assert fit.growth_interval() == pytest.approx((np.exp(want.slope - t), np.exp(want.slope + t)))
    low, high = fit.band(fit.centre)
    assert low < fit.at(fit.centre) < high


def test_growth_draws_meet_the_interval():
    fit = results.growth_fit()
    low, high = fit.growth_interval()
    np.testing.assert_allclose(np.quantile(fit.growth_draws(results.deviates()), [0.05, 0.95]), [low, high], rtol=0.01)


def test_the_fit_spans_what_epoch_publishes():
    # epoch.ai/data-insights/power-usage-trend: 2.1 (1.9–2.2); epoch.ai/blog/power-demands-of-frontier-ai-training: 2.2
    low, high = results.growth_fit().growth_interval()
    assert low < 2.2 < high


def test_running_rank_by_hand():
    np.testing.assert_array_equal(model.running_rank([1, 2, 2, 3], [5.0, 9.0, 7.0, 6.0]), [1, 1, 2, 3])
    np.testing.assert_array_equal(model.running_rank([3, 1], [1.0, 1.0]), [1, 1])


def test_year_when_reached_and_share():
    assert model.year_when_reached(2025.0, 1.0, 2.0, 8.0) == pytest.approx(2028)
    assert model.share_of_average_load(1000, 8.76) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.training_power_mw(0, 90, 1e15, 0.4, 700), "training_flop = 0"),
        (lambda: model.training_power_mw(1e25, -1, 1e15, 0.4, 700), "days = -1"),
        (lambda: model.training_power_mw(1e25, 90, 1e15, 1.2, 700), r"utilisation = 1.2 is outside \(0, 1\]"),
        (lambda: model.power_of_chips_mw(10, 700, 0.9), "server_overhead = 0.9"),
        (lambda: model.power_of_chips_mw(10, 700, 1.8, 0.5), "pue = 0.5"),
        (lambda: model.power_of_chips_mw(10, 700, 1.8, 1.1, 0), "power_share = 0"),
        (lambda: model.fit_growth([2020, 2021], [1, 2]), "three or more"),
        (lambda: model.fit_growth([2020, 2020, 2020], [1, 2, 3]), "two different years"),
        (lambda: model.fit_growth([2020, 2021, 2022], [1, 0, 3]), "value = 0"),
        (lambda: model.year_when_reached(2025, 1, 1, 8), "growth = 1"),
        (lambda: model.running_rank([1, 2], [1.0]), "one length"),
        (lambda: model.training_power_mw("much", 90, 1e15, 0.4, 700), "not a number"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_ai_servers_of_2025_agree_with_an_independent_count():
    # Gartner, 17 November 2025: AI servers use 93 TWh in 2025; ours comes from chips shipped
    q = results.ai_server_energy_2025()
    assert q.low < 93 < q.high


def test_the_method_fitted_before_2023_holds_the_run_that_came():
    past = results.backtest()
    assert past["n"] >= 30 and past["low"] < past["observed"] < past["high"]


def test_the_explorer_says_what_the_model_says():
    low, middle, high = results.overhead_factor()
    chip = results.chip_ratings()["NVIDIA GB200"]
    want = model.training_power_mw(5e26, 95, chip["speed"], 0.4, chip["tdp"]) / 1e3
    got = explorers.get("PWR-X3").at()["power_gw"]
    np.testing.assert_allclose([got.low, got.value, got.high], [want * low, want * middle, want * high])


def test_a_gigawatt_in_a_state_by_hand():
    # EIA: Arizona sold 81.22 TWh in 2021, 9.27 GW on average
    assert results.facts()["gigawatt_arizona"].value == pytest.approx(100 * 8.76 / 81.21999, rel=1e-6)


def test_a5_power_rises_and_binds_first_only_on_one_campus():
    row = claims.ledger("power").set_index("id").loc["A5"]
    assert row["verdict"] == "reproduced under"
    f = results.facts()
    assert f["power_first_any"].value < 0.9 <= f["power_first_campus"].value
    assert f["fleet_rose"].value == pytest.approx(1, abs=1e-3)


def _derived(name):
    if not outside.available(name):
        pytest.skip(f"{name} is not at hand")
    return outside.load(name, download=False)


def test_training_runs_are_what_the_outside_set_says():
    full = _derived("epoch-notable-models")
    full["date"] = pd.to_datetime(full["Publication date"])
    full = full[full["Training compute (FLOP)"].notna() & full["date"].notna()].reset_index(drop=True)
    full["rank"] = model.running_rank(full["date"].map(pd.Timestamp.toordinal), full["Training compute (FLOP)"])
    chosen = full[(full["date"] >= "2012") & (((full["rank"] <= 10) & full["Training power draw (W)"].notna()) | (full["Training compute (FLOP)"] >= 1e25))].set_index("Model")
    ours = tables.load("power/training_runs").set_index("model")
    assert set(chosen.index) == set(ours.index)
    chosen = chosen.loc[ours.index]
    np.testing.assert_array_equal(chosen["rank"], ours["running_rank"].astype(int))
    np.testing.assert_allclose(chosen["Training compute (FLOP)"], ours["training_flop"], rtol=1e-5)
    np.testing.assert_allclose(chosen["Training power draw (W)"] / 1e6, ours["epoch_power_mw"], rtol=1e-3)


def test_large_sites_are_what_the_outside_set_says():
    full = _derived("epoch-data-centre-timelines").sort_values(["Data center", "Date"], kind="stable")
    ours = tables.load("power/large_sites")
    for date, part in ours.groupby(pd.to_datetime(ours["snapshot_date"]).dt.strftime("%Y-%m-%d")):
        last = full[full["Date"] <= date].groupby("Data center")[["Power (MW)", "IT power (MW)"]].last()
        last = last[last["Power (MW)"] > 0]
        assert set(last.index) == set(part["site"]), date
        np.testing.assert_allclose(last.loc[part["site"], "Power (MW)"], part["facility_power_mw"], rtol=1e-5)


def test_chips_are_what_the_outside_set_says():
    full = _derived("epoch-ml-hardware").set_index("Hardware name")
    ours = tables.load("power/chips").set_index("chip")
    np.testing.assert_allclose(full.loc[ours.index, "TDP (W)"], ours["tdp_w"])
    np.testing.assert_allclose(full.loc[ours.index, "Tensor-FP16/BF16 performance (FLOP/s)"], ours["bf16_flop_per_s"], rtol=1e-5)


def test_an_h100_in_training_takes_what_epoch_found_for_grok_4():
    """Epoch AI, September 2025: 310 GWh in 246 million hours of H100, 1.26 kW at the facility; inside our 5–95 % range, not above the rating."""
    f = results.facts()
    assert f["grok4_kw"].value == pytest.approx(310 / 246)
    assert f["h100_training_kw"].low < f["grok4_kw"].value < f["h100_training_kw"].high
    assert f["grok4_gw_all"].value < f["grok4_gw"].value
    assert f["grok4_days_all"].value * 24 * f["grok4_gw_all"].value == pytest.approx(f["grok4_energy"].value)
