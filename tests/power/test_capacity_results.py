"""Capacity: results against printed pairs, the utilisation parameter against its sources, and claim A2."""

import numpy as np
import pytest

from analysis import claims, parameters
from analysis.power.results import capacity as results


def test_utilisation_parameter_is_what_its_note_says():
    p = parameters.get("utilisation", part="power")
    gartner, lbnl = results.stated("gartner-2026", "implied", 2030), results.stated("lbnl-2026", "utilisation", 2030)
    sp, epri = results.stated("sp-2025", "implied", 2030), results.stated("epri-2026", "implied", 2030, "nominal", "medium")
    assert p.low == pytest.approx(gartner, abs=0.005)
    assert p.high == pytest.approx(results.stated("epri-2026", "implied", 2030, "nominal", "low"), abs=0.005)
    assert p.central == pytest.approx(np.median([gartner, lbnl, sp, epri]), abs=0.005)


def test_stated_utilisation_agrees_with_energy_over_capacity():
    # LBNL-2001758, p. 12: 649 TWh at 50 % is 148 GW
    frame = results.statements()
    both = frame[frame["utilisation"].notna() & frame["energy_twh"].notna() & frame["power_gw"].notna()]
    assert len(both) >= 1
    np.testing.assert_allclose(both["implied"], both["utilisation"], atol=0.005)


def test_peak_load_is_not_capacity():
    frame = results.implied()
    assert frame[frame["capacity_kind"].isin(["peak load", "load factor"])]["implied"].min() > 0.8
    assert frame[frame["capacity_kind"].isin(["interconnection", "power demand"])]["implied"].max() <= 0.51


def test_a_load_factor_above_one_enters_no_range():
    frame = results.implied()
    assert (frame[frame["capacity_kind"] == "peak load"]["implied"] > 1).any()  # EPRI's 2021
    assert results.facts()["epri_peak_factor"].high <= 100


def test_ranges_hold_the_printed_figures():
    for row in results.capacities().itertuples():
        assert row.low_gw < row.printed_gw < row.high_gw
        assert row.average_load_gw < row.low_gw


def test_tipping_utilisation_gives_the_printed_end_back():
    f = results.facts()
    run = results.projected_capacity(2028)
    centre = {n: p.central for n, p in run.parameters.items()} | {"utilisation": f["tipping_low"].value / 100}
    assert float(run.model(**run.fixed, **centre)) == pytest.approx(f["printed_low"].value, rel=1e-6)


def test_a2_both_ends_come_out_at_one_utilisation():
    f = results.facts()
    assert f["utilisation_both"].low < 50.2 < f["utilisation_both"].high
    assert f["capacity_low"].value == pytest.approx(74, abs=0.5)
    assert f["capacity_high"].value == pytest.approx(132, abs=0.5)
    assert claims.ledger("power").set_index("id").loc["A2", "verdict"] == "reproduced"
