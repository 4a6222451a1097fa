"""Fleets: closed forms, disclosed clusters, properties, bad input, the verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters
from analysis.power import fleets as model
from analysis.power.results import fleets as results

gpus = st.floats(1, 1e8)
kw = st.floats(0.1, 10)


def test_closed_forms():
    assert model.fleet_power_gw(1e6, 1.0) == pytest.approx(1)
    assert model.fleet_energy_twh(1e6, 1.0, 1.0, 1.0) == pytest.approx(8.76)
    assert model.fleet_energy_twh(1e6, 1.0, 1.25, 0.4) == pytest.approx(8.76 * 1.25 * 0.4)
    assert model.fleet_capex_usd(1.0, 35) == pytest.approx(35e9)
    assert model.annual_cost_usd(10e9, 5, 1.0, 100) == pytest.approx(2e9 + 1e8)
    assert model.gpus_behind_bill(8760 * 2.0 * 1000, 2.0) == pytest.approx(1000)
    assert model.chip_cost_usd(1e6, 30_000) == pytest.approx(30e9)


@given(n=gpus, p=kw, pue=st.floats(1, 2), load=st.floats(0.01, 1))
def test_energy_never_exceeds_power_times_the_year(n, p, pue, load):
    assert model.fleet_energy_twh(n, p, pue, load) <= model.fleet_power_gw(n, p, pue) * 8.76 * (1 + 1e-9)
    assert model.fleet_power_gw(2 * n, p, pue) == pytest.approx(2 * model.fleet_power_gw(n, p, pue))


def test_a_hundred_thousand_h100_as_semianalysis_plans_them():
    # SemiAnalysis as quoted: 100,000 H100 need 150 MW and use 1.59 TWh a year; our rating and load give less than that peak
    power = results.power(1e5, "H100")
    assert np.quantile(power.samples, 0.05) < 0.150 < np.quantile(power.samples, 0.95)


def test_disclosed_clusters_lie_in_the_range_of_their_hardware():
    # SpaceX S-1, p. 76: 110,000 GB200 at about 210 MW; 110,000 GB300 at 220 MW; NVIDIA SuperPOD: 1.2 MW for 576 GB200
    for hardware, disclosed in (("GB200", 210 / 110), ("GB300", 220 / 110), ("GB200", 1200 / 576)):
        p = parameters.get("it_kw_per_gpu", hardware=hardware)
        assert p.low <= disclosed <= p.high


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.fleet_power_gw(-1, 1.0), "gpus = -1"),
        (lambda: model.fleet_power_gw(1, 0), "it_kw_per_gpu = 0"),
        (lambda: model.fleet_power_gw(1, 1, 0.9), "pue = 0.9"),
        (lambda: model.fleet_energy_twh(1, 1, 1, 1.2), "load_factor = 1.2"),
        (lambda: model.fleet_energy_twh(1, 1, 1, 0), "load_factor = 0"),
        (lambda: model.annual_cost_usd(1, 0, 1, 1), "lifetime_years = 0"),
        (lambda: model.gpus_behind_bill(1, 0), "gpu_hour_usd = 0"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_electricity_is_the_smaller_part_of_the_cost():
    f = results.facts()
    assert f["bill_share"].high < 20  # capital outweighs the power bill in every plausible case


def test_a8_the_announcement_says_a_million_and_the_serving_fleet_is_of_the_size_named():
    row = claims.ledger("power").set_index("id").loc["A8"]
    assert row["verdict"] == "reproduced" and row["computed"] == 1e6
    assert row["remaining"] == "" and "tokens" in row["reason"]
    f = results.facts()
    assert 1e5 <= f["serving_gpus"].value <= 1e6 and f["openai_gpus"].value < f["serving_gpus"].value < f["microsoft_gpus"].high
    assert f["xai_reached"].value < f["planned_gpus"].value
