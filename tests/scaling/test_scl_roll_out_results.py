"""Roll-out sites: platforms as specified, needs and links by hand, anchors, claims C13 and C18."""

import numpy as np
import pytest

from analysis import claims, parameters, tables
from analysis.scaling import demo
from analysis.scaling.results import low_communication
from analysis.scaling.results import roll_out as results


def test_platforms_as_specified():
    p = results.platforms()
    assert p.loc[["DGX H100", "GB200 NVL72", "Trn2"], "per_socket"].tolist() == [4, 2, 8]
    assert p.loc[["DGX H100", "GB200 NVL72", "Trn2"], "cores_each"].tolist() == [14, 36, 6]
    assert p.at["DGX H100", "speed"] == 1 and p.at["Trn2", "speed"] == pytest.approx(2900 / 3350)


def test_needs_by_hand():
    centre = 0.0146 * (2900 / 3350) * 2.6
    need = results.needed("Trn2", "light")
    assert np.median(need) == pytest.approx(centre, rel=0.1)
    rate = parameters.sample(parameters.select("trajectory_rate", "light_check_core_s", part="scaling"))
    assert need[7] == pytest.approx(rate["trajectory_rate"][7] * (2900 / 3350) * rate["light_check_core_s"][7])


def test_a_check_of_that_length_takes_the_spare_cores():
    for rate in (0.0033, 0.0146):
        seconds = results.tipping_s("Trn2", rate)
        assert rate * (2900 / 3350) * seconds == pytest.approx(0.75 * 6)
    frame = results.binds_frame().set_index("row")
    assert frame.at["GB200 NVL72: software with its tests", "spare"] == pytest.approx(27)


def test_fewer_cores_bind_more_often():
    assert results.binds("Trn2", "heavy") > results.binds("DGX H100", "heavy")
    for platform in results.SHOWN:
        assert results.binds(platform, "heavy") > results.binds(platform, "light")
        free = 0.75 * results.platforms().at[platform, "cores_each"]
        rough = np.mean(results.needed(platform, "heavy") > free)
        assert results.binds(platform, "heavy") == pytest.approx(rough, abs=0.05)


def test_prices_of_cores_and_accelerators():
    spare, demand = results.core_hour()
    assert spare == pytest.approx(1.555 / 48) and demand == pytest.approx(4.08 / 48)
    assert results._accelerator_hour("Trainium2") == pytest.approx(35.76 / 16)
    assert results._accelerator_hour("H100") == pytest.approx(55.04 / 8)
    f = results.facts()
    centre = 100 * f["need_heavy"].value * np.sqrt(spare * demand) / (35.76 / 16)
    assert f["host_heavy"].value == pytest.approx(centre, rel=0.15)


def test_links_by_hand():
    x, run = results.links(), results.frontier()
    d = parameters.sample(parameters.select("sync_interval_s", "weight_bits", "batch_mtoken", "site_latency_ms", part="scaling"))
    days = parameters.sample(parameters.select("training_days", part="power"))["training_days"]
    i = 11
    assert x["weights"][i] == pytest.approx(run["params"] * d["weight_bits"][i] / d["sync_interval_s"][i])
    step = days[i] * 86400 * d["batch_mtoken"][i] * 1e6 / run["tokens"]
    hidden = demo.link_needed_bit_s(0.1, step, run["params"], 16, 1, False, 0.5, run["sites"], d["site_latency_ms"][i] / 1e3)
    assert x["hidden"][i] == pytest.approx(float(hidden))
    assert results.link_ratio()[i] == pytest.approx(x["roll_out"][i] / x["hidden"][i])
    assert (x["plain"] >= x["hidden"]).all() and (x["roll_out"] >= x["weights"]).all()


def test_the_same_run_as_on_slow_links():
    f = low_communication.facts()
    assert results.frontier()["flop"] == f["link_run"].value and results.frontier()["params"] == f["link_params"].value
    now = results.links_frame().set_index("what")
    assert now.at["SparseLoCo, pre-training", "link_gbit_s"] == pytest.approx(f["link_sparse"].value)
    assert now.at["DeMo, pre-training", "link_gbit_s"] == pytest.approx(1e3 * f["link_demo"].value)
    # the central link of that page lies inside our range
    assert now.at["Data-parallel, half hidden", "low"] < 1e3 * f["link_hidden"].value < now.at["Data-parallel, half hidden", "high"]


def test_published_sendings():
    s = results._sent().set_index("run")
    assert s.at["INTELLECT-2", "link_gbit_s"] == 0.59
    assert s.at["Kimi K2, checkpoint-engine", "link_gbit_s"] == pytest.approx(8e12 / 20 / 1e9)
    f = results.facts()
    assert f["intellect_computed"].value == pytest.approx(f["intellect_minutes"].value, rel=0.01)
    table = tables.load("scaling/weight_broadcasts").set_index("run")
    assert 8 * table.at["INTELLECT-2", "bytes"] / table.at["INTELLECT-2", "params"] == pytest.approx(15.5)


def test_the_two_readings_are_weighed():
    both, stays, spread = results.site_not_needed()
    assert both == pytest.approx(0.7 * stays + 0.3 * spread)
    assert spread == pytest.approx(low_communication.facts()["no_single_site"].value)
    have = parameters.sample(parameters.select("link_between_sites_tbit_s", part="scaling"))["link_between_sites_tbit_s"]
    assert stays == pytest.approx(np.mean(results.links()["roll_out"] <= have * 1e12 / 0.9))


def _row(claim):
    return claims.ledger("scaling").set_index("id").loc[claim]


def test_c13_the_ratios_are_right_and_the_processors_suffice():
    numbers = claims.get("C13").numbers
    assert [numbers[k].value for k in ("nvl72_ratio", "hgx_ratio", "trn2_ratio")] == [2, 4, 8]
    weight = tables.load("scaling/reasoner_priors").set_index(["claim", "assumption"]).loc[("C13", "checks"), "weight"]
    assert numbers["fewer_cpus_bind"].value == pytest.approx(weight * results.binds("Trn2", "heavy") + (1 - weight) * results.binds("Trn2", "light"))
    assert _row("C13")["verdict"] == "not reproduced" and results.binds("Trn2", "heavy") < 0.75


def test_c18_roll_outs_need_little_of_a_link():
    assert _row("C18")["verdict"] == "reproduced"
    numbers = claims.get("C18").numbers
    assert numbers["link_lower"].value >= 0.9 and numbers["forward_dominates"].value >= 0.9
