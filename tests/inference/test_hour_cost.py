"""An accelerator's hour: our build-up against an analyst's costs of ownership, Epoch AI's site and rents; its assumptions against their notes."""

import numpy as np
import pytest

from analysis import parameters, tables
from analysis.inference import systems
from analysis.inference.results import hour_cost as results


def test_every_accelerator_is_known_and_priced():
    assert set(results.ACCELERATORS) <= set(systems.accelerators())
    for name in results.ACCELERATORS:
        q = results.usd_per_hour(name).quantity("USD/hour", driver="")
        assert 0.3 < q.low < q.value < q.high < 12


def test_an_unpriced_accelerator_is_named():
    with pytest.raises(KeyError, match="sourced price"):
        results.usd_per_hour("TPU v5e")
    with pytest.raises(KeyError, match="did you mean owned"):
        results.usd_per_hour("H100", "own")


def test_within_a_quarter_of_an_analysts_costs_of_ownership():
    # SemiAnalysis, InferenceX, costs of a large and of a specialist cloud, 2026: independent of ours
    frame = results.ratios()
    assert len(frame) >= 7
    assert frame["ratio"].between(0.75, 1.25).all()
    assert 0.95 < frame["ratio"].median() < 1.15


def test_within_a_sixth_of_epochs_site_on_its_own_terms():
    # Epoch AI, 14 May 2026: capital of one gigawatt spread evenly over 5 and 14 years
    centre = {n: p.central for n, p in results.chosen("GB200", "owned").items()}
    ours = results._total(**centre | {"interest": 0.0, "shell_lifetime_years": 14.0})
    assert ours == pytest.approx(results.epoch_site(), rel=1 / 6)


def test_epochs_sum_follows_from_its_lives():
    site = tables.load("inference/site_costs").set_index("quantity")["value"]
    servers = 5 * site["servers_usd_per_year"]
    assert site["total_usd_per_year_life_3"] == pytest.approx(site["total_usd_per_year"] + servers * (1 / 3 - 1 / 5), rel=0.03)
    assert site["total_usd_per_year_life_7"] == pytest.approx(site["total_usd_per_year"] + servers * (1 / 7 - 1 / 5), rel=0.03)


def test_a_paid_hour_costs_more_than_an_owned_one_by_the_idle_hours():
    for name in ("H100", "GB200"):
        busy, owned = results.usd_per_hour(name), results.usd_per_hour(name, "owned")
        np.testing.assert_allclose(busy.samples * busy.inputs["busy_share"], owned.samples, rtol=1e-12)


def test_the_parts_add_up():
    frame = results.by_accelerator()
    for name, group in frame.groupby("accelerator"):
        centre = {n: p.central for n, p in results.chosen(name, "owned").items()}
        assert group["usd_per_hour"].sum() == pytest.approx(float(results._total(**centre)))
    draws = results.parts("H100")
    assert set(draws["paid_for"]) == set(results.PARTS.values()) and (draws["low"] < draws["high"]).all()


def test_assumptions_are_what_their_notes_say():
    p = {n: parameters.get(n, part="inference") for n in ("operations_share", "busy_share", "interest", "shell_lifetime_years")}
    site = tables.load("inference/site_costs").set_index("quantity")["value"]
    assert p["operations_share"].low == pytest.approx((site["operations_usd_per_year"] - site["energy_usd_per_year"]) / (5 * site["servers_usd_per_year"]), abs=5e-4)
    assert p["operations_share"].central == pytest.approx(np.sqrt(p["operations_share"].low * p["operations_share"].high), abs=5e-4)
    centre = {n: q.central for n, q in results.chosen("H100", "owned").items()}
    electricity = float(results._hour(**centre).electricity) * 8760
    assert p["operations_share"].high == pytest.approx(3 * electricity / (centre["chip_price_usd"] * centre["system_cost_factor"]), abs=2e-3)
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    assert p["busy_share"].high == pytest.approx(day["average_nodes"] / day["peak_nodes"], abs=5e-4)
    for chip in ("B200", "B300", "H800", "MI300X", "MI325X", "MI355X"):
        q = parameters.get("chip_price_usd", part="inference", hardware=chip)
        top = {"B200": 42_000, "B300": 42_000}.get(chip, q.high)
        assert q.central == pytest.approx(np.sqrt(q.low * top), rel=1e-3)


def test_rents_are_of_known_accelerators_and_in_order():
    frame = results.rental_prices()
    assert set(frame["accelerator"]) <= set(systems.accelerators())
    assert (frame["low"] <= frame["middle"]).all() and (frame["middle"] <= frame["high"]).all()
    assert frame["middle"].notna().all() and frame["bound"].sum() == 2


def test_rents_on_demand_exceed_what_an_owned_hour_costs():
    """A landlord who lists below cost would not last: the lowest list of 2026 is above our owned hour for every chip but the oldest."""
    frame = results.rental_prices()
    now = frame[(frame["date"].dt.year == 2026) & frame["basis"].str.startswith("list")]
    for name, group in now.groupby("accelerator"):
        if name != "A100":
            assert group["low"].min() > results.usd_per_hour(name, "owned").quantity("USD/hour", driver="").value


def test_the_tipping_share_of_busy_hours_gives_the_rent_back():
    f = results.facts()
    run = results.usd_per_hour("H100")
    centre = {n: p.central for n, p in run.parameters.items()} | {"busy_share": f["busy_tipping"].value / 100}
    assert float(run.model(**centre)) == pytest.approx(f["rent_h100_latest"].value, rel=1e-6)
