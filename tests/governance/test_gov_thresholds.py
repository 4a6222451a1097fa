"""The thresholds by name and by day: known dates, the words of the texts, and bad input."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.governance import thresholds

DAYS = st.dates(thresholds.FIRST_DAY, thresholds.LAST_DAY)


def _keys(on, kind="training compute"):
    return set(thresholds.in_force(on, kind=kind)["key"])


def test_what_applied_on_days_that_the_texts_fix():
    assert _keys("2023-06-01") == set()
    assert _keys("2024-06-01") == {"us-eo14110-training", "us-eo14110-biology"}  # EO 14110 from 90 days after signing
    assert _keys("2025-01-19") == {"us-eo14110-training", "us-eo14110-biology"}
    assert _keys("2025-01-20") == set()  # EO 14148, section 2 (ggg)
    assert "eu-ai-act-systemic-risk" not in _keys("2025-08-01") and "eu-ai-act-systemic-risk" in _keys("2025-08-02")  # AI Act, Article 113(b)
    assert "ca-sb53-training" not in _keys("2025-12-31") and "ca-sb53-training" in _keys("2026-01-01")
    assert {"eu-ai-act-systemic-risk", "ca-sb53-training", "kr-ai-basic-act"} <= _keys("2026-11-26")
    assert "ct-sb5-training" not in _keys("2026-09-30") and "ct-sb5-training" in _keys("2026-10-01")  # Public Act 26-15, effective dates
    assert not {"ny-raise-training", "il-sb315-training"} & _keys("2026-12-31") and {"ny-raise-training", "il-sb315-training"} <= _keys("2027-01-01")


def test_bills_vetoes_and_rules_given_up_before_they_applied_never_apply():
    never = {"ca-sb1047-training", "ca-sb1047-finetune", "us-diffusion-4e091", "us-gaaia-training", "us-frontier-training", "us-s2938", "ny-raise-2025-training", "us-bis-2024-training"}
    for on in pd.date_range("2023-01-01", "2030-12-31", freq="MS"):
        assert not never & set(thresholds.in_force(on)["key"])


def test_days_may_come_in_any_form_of_a_day():
    wanted = thresholds.in_force("2026-11-26")["key"].tolist()
    for on in (dt.date(2026, 11, 26), dt.datetime(2026, 11, 26, 23, 59), pd.Timestamp("2026-11-26"), " 2026-11-26 "):
        assert thresholds.in_force(on)["key"].tolist() == wanted


@settings(deadline=None)  # the first call loads the table
@given(DAYS, DAYS)
def test_a_duty_that_has_not_ended_stays(first, second):
    early, late = sorted((first, second))
    rows = thresholds.in_force(early)
    assert set(rows.loc[rows["ended"].isna(), "key"]) <= set(thresholds.in_force(late)["key"])


@settings(deadline=None)  # the first call loads the table
@given(DAYS)
def test_kinds_divide_what_applies(on):
    parts = [thresholds.in_force(on, kind=kind) for kind in thresholds.KINDS]
    assert sum(map(len, parts)) == len(thresholds.in_force(on))


def test_numbers_as_the_texts_have_them():
    assert thresholds.get("eu-ai-act-systemic-risk").value == 1e25
    assert thresholds.get("eu-gpai-guidelines").value == 1e23
    assert thresholds.get("eu-gpai-modifier").value == pytest.approx(1 / 3)
    assert thresholds.get("ca-sb53-revenue").value == 5e8
    assert {thresholds.get(k).value for k in ("ca-sb53-training", "ct-sb5-training", "ny-raise-training", "il-sb315-training", "kr-ai-basic-act", "us-eo14110-training")} == {1e26}
    assert thresholds.get("us-3a090a-tpp").value == 4800
    assert np.isnan(thresholds.get("cn-genai-measures").value)


def test_training_compute_gives_numbers_in_flop():
    frame = thresholds.training_compute("2026-11-26")
    assert (frame["threshold_flop"] >= 3e22).all() and frame["threshold_flop"].is_monotonic_increasing


def test_more_than_leaves_the_number_out_and_at_least_takes_it_in():
    assert thresholds.is_above("eu-ai-act-systemic-risk", [0, 1e25, np.nextafter(1e25, np.inf)]).tolist() == [False, False, True]
    assert thresholds.is_above("kr-ai-basic-act", [np.nextafter(1e26, 0), 1e26]).tolist() == [False, True]
    assert thresholds.is_above("us-h200-tpp", [20_800, 21_000]).tolist() == [True, False]
    assert thresholds.is_above("us-h200-volume", [0.5, 0.51]).tolist() == [True, False]


def test_every_row_can_be_followed_to_its_article():
    rows = thresholds.all_rows()
    assert rows[["citation", "words", "counted", "description", "locator"]].notna().all().all()
    assert rows.loc[rows["form"] == "bill", "applies"].isna().all()  # what is no law has no day from which it applies
    numbered = rows["value"].notna()
    assert (rows["comparison"].notna() == numbered).all() and (rows["value_unit"].notna() == numbered).all()
    order = ["proposed", "passed", "signed", "in_force", "applies"]
    for early, late in zip(order, order[1:], strict=False):
        both = rows[early].notna() & rows[late].notna()
        assert (rows.loc[both, early] <= rows.loc[both, late]).all(), (early, late)
    assert (rows["ended"].notna() == rows["ended_how"].notna()).all()
    assert set(rows.loc[rows["status"].isin(["revoked", "vetoed", "superseded", "not enforced"]), "ended"].isna()) == {False}


def test_status_agrees_with_the_dates():
    rows, day = thresholds.all_rows().set_index("key"), "2026-11-26"
    applying = set(thresholds.in_force(day)["key"])
    said = set(rows.index[rows["status"].isin(["applies", "guidance in use"])])
    assert applying == said
    later = rows[rows["status"] == "enacted, applies later"]
    assert (later["applies"] > pd.Timestamp(day)).all() and len(later) == 5


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("26 November 2026", r"on = '26 November 2026' is not a day\. Give a day from 2023-01-01"),
        ("2026-13-01", r"is not a day"),
        (2026, r"on = 2026 is not a day"),
        (None, r"on = None is not a day"),
        (pd.NaT, r"is not a day"),
        ("2019-01-01", r"on = 2019-01-01 is before the table begins \(2023-01-01\)"),
        ("2035-01-01", r"on = 2035-01-01 is after 2030-12-31"),
    ],
)
def test_a_bad_day_is_refused_in_a_sentence(on, said):
    with pytest.raises(ValueError, match=said):
        thresholds.in_force(on)


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(KeyError, match="did you mean training compute"):
        thresholds.in_force("2026-11-26", kind="training-compute")
    with pytest.raises(KeyError, match="eu-ai-act-systemic-risk"):
        thresholds.get("eu-ai-act-systemic")
    with pytest.raises(KeyError, match="kind of threshold"):
        thresholds.names("compute of all sorts")
    assert "us-3a090a-tpp" in thresholds.names("chip performance") and len(thresholds.names()) == len(thresholds.all_rows())


def test_amounts_that_are_none_are_refused():
    with pytest.raises(ValueError, match="has no number to compare with"):
        thresholds.is_above("cn-genai-measures", 1e25)
    with pytest.raises(ValueError, match="amount = -1"):
        thresholds.is_above("ca-sb53-training", -1)
