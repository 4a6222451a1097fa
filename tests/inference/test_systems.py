"""Systems by name: published sizes, one home for each fact, what happens to a slip."""

import math

import pytest

from analysis import tables
from analysis.inference import systems


def test_a_dgx_h100():
    node = systems.get("8xH100")
    assert node.memory_bytes == 640e9  # the 640 GB of claim D2
    assert node.memory_bandwidth_bytes_per_s == 8 * 3.35e12
    assert node.flop_per_s("bf16") == 8 * 989.4e12 and node.flop_per_s("fp8") == 8 * 1979e12
    assert node.power_w == 10_200  # the rating of 10.2 kW in power/systems
    assert node.accelerator.link_domain == 8 and node.accelerator.link_bytes_per_s == 450e9


def test_a_rack():
    rack = systems.get("72xGB200")
    assert rack.accelerators == 72 and rack.power_w == 120_000 and rack.accelerator.link_domain == 72


def test_any_number_of_a_known_accelerator():
    one, four = systems.get("1xMI300X"), systems.get("4xMI300X")
    assert four.memory_bytes == 4 * one.memory_bytes == 4 * 192e9
    assert math.isnan(one.rated_power_w) and one.power_w == 750


def test_a_precision_without_hardware_of_its_own_runs_wider():
    a100, b200 = systems.accelerator("A100"), systems.accelerator("B200")
    assert a100.flop_per_s("fp4") == a100.flop_per_s("fp8") == a100.flop_per_s("bf16") == 312e12
    assert b200.flop_per_s("fp4") == 2 * b200.flop_per_s("fp8") == 4 * b200.flop_per_s("bf16")
    h100 = systems.accelerator("H100")
    assert h100.flop_per_s("fp4") == h100.flop_per_s("fp8") == 1979e12
    with pytest.raises(KeyError, match="fp8"):
        b200.flop_per_s("fp7")


def test_there_are_at_least_twenty_and_each_can_serve():
    assert len(systems.accelerators()) >= 20
    for name in systems.accelerators():
        chip = systems.accelerator(name)
        assert chip.memory_bandwidth_bytes_per_s > 0 and chip.memory_bytes > 0 and chip.flop_per_s("bf16") > 0, name
        assert math.isnan(chip.fp8_flop_per_s) or chip.fp8_flop_per_s >= chip.bf16_flop_per_s, name
        assert math.isnan(chip.fp4_flop_per_s) or chip.fp4_flop_per_s >= chip.fp8_flop_per_s, name


def test_each_fact_has_one_home():
    chips = set(tables.load("power/chips")["chip"])
    here = tables.load("inference/accelerators")
    doubled = here[here["chip"].isin(chips)][["bf16_flop_per_s", "fp8_flop_per_s", "memory_gb", "tdp_w"]]
    assert doubled.isna().all().all()
    prices, others = tables.load("inference/list_prices"), tables.load("power/token_prices")
    here = {(row["model"], str(row["effective_from"])) for row in prices.to_dict("records")}
    assert not here & {(row["model"], str(row["effective_from"])) for row in others.to_dict("records")}


def test_names_in_the_other_tables_are_known():
    from analysis.inference import models

    for table in ("accelerator_hour_costs", "facility_power"):
        assert set(tables.load(f"inference/{table}")["accelerator"]) <= set(systems.accelerators())
    assert set(tables.load("inference/list_prices")["catalogue_model"].dropna()) <= set(models.names())
    for row in tables.load("inference/list_prices").to_dict("records"):
        assert (row["effective_from"] == row["effective_from"]) != (row["listed_on"] == row["listed_on"]), row["model"]


@pytest.mark.parametrize("slip", ["8xH10O", "8 H100", "H100", "8xB201", "xH100", "nonsense"])
def test_an_unknown_name_is_answered_with_the_nearest(slip):
    with pytest.raises(KeyError, match="unknown system"):
        systems.get(slip)


def test_the_nearest_names():
    with pytest.raises(KeyError, match="8xH100"):
        systems.get("8xH10O")
    with pytest.raises(KeyError, match="H100"):
        systems.accelerator("H10")
    with pytest.raises(ValueError, match="accelerators"):
        systems.get("0xH100")
