"""The page on the fit: published standard errors, traps, choices, intervals."""

import numpy as np
import pytest

from analysis.scaling.results import chinchilla
from analysis.scaling.results import fit as results


def test_standard_errors_match_the_replication():
    # Besiroglu et al. 2024: within three standard deviations between our seeds, and to a thousandth on its own resamples
    frame, published = chinchilla.standard_errors(), results.published().loc["notebook"]
    seeds = frame[frame["run"].str.startswith("seed")]
    own = frame[~frame["run"].str.startswith("seed")].iloc[0]
    assert len(seeds) >= 8 and (frame["draws"] == 4000).all() and (frame["unconverged"] == 0).all()
    for c in ("A", "B", "E", "alpha", "beta"):
        assert abs(published[f"se_{c}"] - seeds[f"se_{c}"].mean()) < 3 * seeds[f"se_{c}"].std(ddof=1)
        assert own[f"se_{c}"] == pytest.approx(published[f"se_{c}"], rel=1e-3)
    paper = results.published().loc["paper"]
    assert paper["se_A"] == pytest.approx(own["se_A"], rel=1e-3) and paper["se_B"] == pytest.approx(own["se_B"], rel=1e-3)


def test_our_fit_is_not_above_any_published_objective():
    assert 0 < results.published().loc["grid", "objective"] - results._chosen_row()["objective"] < 1e-10  # the same optimum, settled more sharply
    assert chinchilla.traps()["objective"].min() == pytest.approx(results._chosen_row()["objective"], rel=1e-5)


def test_the_printed_digits_are_near_a_false_end():
    frame = chinchilla.traps().set_index(["method", "minimised", "start"])
    stuck = frame.loc[("L-BFGS-B", "mean of the Huber losses", "printed constants")]
    assert stuck["claims_success"] and stuck["objective"] > 1.1 * frame["objective"].min()
    assert stuck["beta"] == pytest.approx(0.2849, abs=0.001)  # Hoffmann's own, with all digits
    assert results.facts()["stopped_above"].value == pytest.approx(100 * (stuck["objective"] / frame["objective"].min() - 1), rel=1e-3)


def test_runs_needed_is_the_replications_order():
    # Besiroglu et al. 2024: more than 600,000 runs for the printed width (their notebook: 634,773)
    assert results.facts()["runs_needed"].value == pytest.approx(634_773, rel=0.15)


def test_profile_crosses_where_it_should():
    low, high = results._profile_interval("beta")
    assert low < results._chosen_row()["beta"] < high
    frame = chinchilla.profiles().query("constant == 'beta'")
    at = np.interp([low, high], frame["value"], frame["statistic"])
    np.testing.assert_allclose(at, 1.6449**2, rtol=0.02)


def test_the_printed_exponent_lies_outside_every_interval():
    frame = results.interval_frame()
    beta = frame[(frame["constant"] == "β, of data") & frame["low"].notna()]
    printed = frame[(frame["constant"] == "β, of data") & frame["low"].isna()]["value"].item()
    assert len(beta) == 4 and (printed < beta["low"]).all()


def test_choices_move_the_uses():
    table = results.choices_table()
    assert table["Tokens for each parameter"].min() < 5 and table["Tokens for each parameter"].max() > 25
    five = table[(table["Highest losses left out"] == 5) & (table["Huber zone"] == "as published")].iloc[0]
    assert five["Tokens for each parameter"] == pytest.approx(18, abs=1)
    frame = results.exclusion_frame().query("constant == 'β, of data'").sort_values("excluded")
    assert (np.diff(frame["value"]) < 0).all()
