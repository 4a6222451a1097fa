"""What the page on inference's share says, against hand reckoning, published figures and its own claim."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.governance import compute_split as model
from analysis.governance.results import compute_split as results


@pytest.fixture(scope="module")
def f():
    return results.facts()


def test_openai_2024_by_hand(f):
    """Epoch AI: about 5 billion of research and about 2 of inference, 0.5 of final runs; a leak has 3.76 of inference."""
    assert f["openai_2024"].low == pytest.approx(100 * 2 / 7) and f["openai_2024"].high == pytest.approx(100 * 3.76 / 8.76)
    assert f["openai_reported"].value == pytest.approx(100 * 2 / 7)
    assert f["openai_final"].value == pytest.approx(100 * 0.5 / 7) and f["openai_research"].value == pytest.approx(100 * 4.5 / 7)


def test_openai_2025_and_anthropic_by_hand(f):
    assert f["openai_2025"].low == pytest.approx(100 * 8.4 / (8.4 + 19.18)) and f["openai_2025"].high == pytest.approx(100 * 8.4 / 17.2)
    assert f["anthropic_2025"].value == pytest.approx(100 * (4.5 - 1.8) / 6.8)
    assert f["zai_most"].value == pytest.approx(100 * 12 / 70)


def test_bars_add_up():
    assert np.allclose(results.labs_frame().groupby("lab")["share_percent"].sum(), 100)


def test_statements_before_2023_and_upper_ends_stay_out():
    s = results.statements()
    assert s["year"].between(2023, 2026).all() and not s["who"].isin(["Google", "Meta", "Z.ai"]).any()
    assert len(s) == tables.load("governance/compute_shares")["fitted"].eq("yes").sum() + 3


def test_weights_are_those_written_down():
    s = results.statements().set_index(["who", "year"])
    assert s.loc[("NVIDIA", 2023), "weight"] == 1 and s.loc[("Deloitte", 2025), "weight"] == 0.5 and s.loc[("Amazon", 2023), "weight"] == 0.25
    assert s.loc[("Deloitte", 2025), "sd"] == pytest.approx(0.3 / np.sqrt(0.5))


def test_bases_are_estimated_apart():
    s = results.statements().query("basis == 'money'")
    alone = model.fit(s["year"], s["share"], s["sd"], s["who"], 1.0, 0.5, 0.8, 0.25)
    assert results.trend("money").mean == pytest.approx(alone.mean)
    assert results.trend("compute").rises() > 0.5 > results.trend("money").rises()  # as the page says: they disagree


def test_one_makers_statements_on_two_bases_are_two_sources():
    s = results.statements()
    merged = model.fit(s["year"], s["share"], s["sd"], s["who"], 1.0, 0.5, 0.8, 0.25)
    assert abs(merged.rises() - results.trend().rises()) > 1e-4


def test_e16_falls_short_with_all_statements_and_rests_on_one_maker(f):
    assert claims.verdict_of("E16") == "not reproduced"
    assert 0.5 < f["share_rises"].value < 0.9 < f["rises_compute"].value / 100
    rows = results.without_frame().set_index("rests_on")["probability"]
    assert rows.filter(like="Without").idxmin() == "Without Deloitte"
    assert f["rises_least"].value == f["without_deloitte"].value


def test_pooled_shares_follow_the_trend(f):
    years = [f[f"share_{y}"].value for y in results.YEARS]
    assert np.all(np.diff(years) > 0)
    assert f["share_2026"].value / (100 - f["share_2026"].value) == pytest.approx(f["share_2023"].value / (100 - f["share_2023"].value) * f["odds_growth"].value ** 3)
