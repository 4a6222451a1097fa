"""US demand: results against printed values, and the two claims they answer."""

import numpy as np
import pytest

from analysis import claims, parameters, tables
from analysis.power.results import us_demand as results


def test_history_keeps_every_vintage_apart_and_marks_what_is_computed():
    frame = results.history()
    assert set(frame["vintage"]) == {"EPA/LBNL 2007", "LBNL 2016", "LBNL 2024", "LBNL 2026 update"}
    at_2014 = frame[(frame["year"] == 2014) & (frame["status"] == "past")].set_index("vintage")["energy_twh"]
    assert at_2014["LBNL 2016"] == 70 and at_2014["LBNL 2024"] == 58
    computed = frame[frame["basis"] != "printed"].set_index(["vintage", "year"])["energy_twh"]
    # LBNL-2001758: 192 TWh after 14 % growth; LBNL-1005775: 70 TWh after about 4 %
    assert computed["LBNL 2026 update", 2023] == pytest.approx(192 / 1.14)
    assert computed["LBNL 2016", 2010] == pytest.approx(70 / 1.04)


def test_revised_2023_is_slightly_below_the_2024_report():
    # LBNL-2001758 says that earlier years are revised to slightly below the 2024 report
    revised, before = results.facts()["us_2023_revised"].value, results.facts()["us_2023"].value
    assert 0.9 < revised / before < 1


def test_growth_periods_match_what_lbnl_prints():
    frame = results.growth_periods().set_index(["vintage", "period"])
    assert frame.loc[("LBNL 2024", "2014–2018"), "growth_percent"] == pytest.approx(results.growth_printed("lbnl-2024", 2014, 2018), abs=0.5)
    assert frame.loc[("LBNL 2024", "2018–2023"), "growth_percent"] == pytest.approx(results.growth_printed("lbnl-2024", 2018, 2023), abs=0.5)
    ends = frame.loc[("LBNL 2024", "2023–2028"), ["low_percent", "high_percent"]].to_numpy(dtype=float)
    np.testing.assert_allclose(ends, [13, 27], atol=0.5)


def test_growth_parameter_is_what_its_note_says():
    p = parameters.get("us_energy_growth", part="power")
    printed = results.printed
    of = lambda a, b: 100 * ((b / a) ** (1 / 6) - 1)  # noqa: E731
    assert p.central == pytest.approx(of(printed("lbnl-2026", "history", 2024), printed("lbnl-2026", "reference", 2030)), abs=0.05)
    assert p.low == pytest.approx(of(printed("epri-2026", "low", 2024), printed("epri-2026", "low", 2030)), abs=0.05)
    assert p.high == pytest.approx(of(printed("lbnl-2026", "history", 2024), printed("lbnl-2026", "compounded uncertainty", 2030, "energy_high_twh")), abs=0.05)


def test_rest_of_us_growth_parameter_is_what_its_note_says():
    p = parameters.get("rest_of_us_electricity_growth", part="power")
    total = tables.load("power/us_electricity").set_index("year")["end_use_twh"]
    printed = results.printed
    low = 100 * (((total[2024] - printed("lbnl-2026", "history", 2024)) / (total[2014] - printed("lbnl-2024", "history", 2014))) ** 0.1 - 1)
    whole = {y: 100 * printed("lbnl-2026", s, y) / printed("lbnl-2026", s, y, "share_percent") for s, y in (("history", 2024), ("reference", 2030))}
    high = 100 * (((whole[2030] - printed("lbnl-2026", "reference", 2030)) / (whole[2024] - printed("lbnl-2026", "history", 2024))) ** (1 / 6) - 1)
    assert p.low == pytest.approx(low, abs=0.05)
    assert p.high == pytest.approx(high, abs=0.1)


def test_projection_starts_at_the_base_year_and_widens():
    band = results.band()
    assert band["energy_twh"].iloc[0] == pytest.approx(parameters.get("us_energy_2024", part="power").central, rel=1e-3)
    widths = band["energy_high_twh"] / band["energy_low_twh"]
    assert widths.is_monotonic_increasing
    assert 0.5 < results.probability_inside_lbnl() < 0.95


def test_correlation_narrows_the_projection():
    apart, together = results.projected(2030, correlated=False), results.projected(2030)
    assert np.ptp(np.quantile(together.samples, [0.05, 0.95])) < np.ptp(np.quantile(apart.samples, [0.05, 0.95]))


def test_contributions_sum_to_the_growth():
    frame = results.contributions()
    p = parameters.select("us_energy_2017", "us_energy_2023", part="power")
    early = frame[frame["period"] == "2017–2023"]["growth_twh"].sum()
    assert early == pytest.approx(p["us_energy_2023"].central - p["us_energy_2017"].central, rel=0.03)


def test_servers_of_2030_leave_room_for_storage_and_networks():
    # LBNL-2001758: AI servers 55 % of all and 84 % of server energy, PUE 1.36: servers must fit under all IT
    servers = results.ai_printed("lbnl-2026", 2030, "share_percent") / results.ai_printed("lbnl-2026", 2030, "share_of_servers_percent")
    assert servers < 1 / (1 + parameters.get("us_overhead_2030", part="power").central)


def test_a1_shares_come_out_and_hang_together():
    f = results.facts()
    assert f["share_2018"].value == pytest.approx(1.9, abs=0.05)
    assert f["share_2023"].value == pytest.approx(4.4, abs=0.05)
    assert f["share_2028_low"].value == pytest.approx(6.7, abs=0.05)
    assert f["share_2028_high"].value == pytest.approx(12, abs=0.5)
    ledger = claims.ledger("power").set_index("id")
    assert ledger.loc["A1", "verdict"] == "reproduced"


def test_a3_holds_only_under_the_stated_condition():
    found = results.condition_a3()
    assert results.probability_lead(True) < 0.9 and results.probability_later_larger(True) < 0.9
    assert min(found["lead"], found["later"]) >= 0.9
    assert 0.2 < found["plausibility"] < 0.7
    assert claims.ledger("power").set_index("id").loc["A3", "verdict"] == "reproduced under"


def test_a_missing_figure_is_named():
    with pytest.raises(KeyError, match="lbnl-2024, history, 1999"):
        results.printed("lbnl-2024", "history", 1999)
    with pytest.raises(KeyError, match="us_growth"):
        results.growth_printed("lbnl-2024", 1999, 2000)
