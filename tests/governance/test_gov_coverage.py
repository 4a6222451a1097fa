"""Coverage: names and counts by rule, the tables against the outside copies, the imputation's tests, claim E1, bad input."""

import datetime
import os
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis import claims, outside, tables
from analysis.governance import coverage, imputation
from analysis.governance.results import coverage as results
from analysis.governance.results import coverage_inputs as inputs

COPIES = bool(os.environ.get(outside.MIRROR))
needs_copies = pytest.mark.skipif(not COPIES, reason="needs the outside data sets")
DERIVED = ("covered_models", "other_observed", "other_imputed", "imputation_fit", "imputation_covariance", "imputation_test")


@cache
def made():
    return inputs.from_copies(tables.load("scaling/notable_models"))


@cache
def whole():
    """Every model of the copy by name, and draws of its pre-training, each by its own estimate or regression."""
    frame = inputs.copied()
    fitted, (plain, with_size, sized) = inputs.refit(frame), coverage.matrices(frame)
    groups, level, seen = frame["organisation"].to_numpy(), coverage.served_language(frame), frame["observed"].to_numpy()
    draws = np.empty((len(frame), coverage.DRAWS))
    for with_parameters, x in ((False, plain), (True, with_size)):
        pick = ~seen & (sized == with_parameters)
        draws[pick] = imputation.draws(fitted[with_parameters], x[pick], groups[pick], level[pick], coverage.DRAWS, 7 + with_parameters)
    middle = np.log10(frame["training_flop"].fillna(1.0).to_numpy(dtype=float)) - np.log10(1 + coverage.disclosed("rl", frame))
    spread = coverage.estimate_spread(frame.loc[seen, "confidence"])
    draws[seen] = middle[seen, None] + spread[:, None] * np.random.default_rng(9).standard_normal((int(seen.sum()), coverage.DRAWS))
    return frame, middle, draws


@needs_copies
@pytest.mark.parametrize("name", DERIVED)
def test_the_tables_follow_from_the_copies_by_rule(name):
    want, kept = made()[name], tables.load(f"governance/{name}")
    assert len(kept) == len(want)
    for column in want:
        if pd.api.types.is_float_dtype(want[column]):
            np.testing.assert_allclose(kept[column].to_numpy(dtype=float), want[column].to_numpy(dtype=float), rtol=1e-5, atol=1e-8, err_msg=column)
        else:
            assert kept[column].fillna("").tolist() == want[column].fillna("").tolist(), column


@needs_copies
def test_named_and_counted_together_are_all_and_each_once():
    frame, named = whole()[0], coverage.releases()
    assert len(coverage.everyone()) == len(frame) == results.facts()["models"].value and coverage.everyone()["observed"].sum() == frame["observed"].sum()
    assert not named["model"].duplicated().any()
    own = frame.set_index("model").loc[named["model"]].reset_index()
    for column in ("release_date", "field", "country", "observed", "confidence"):
        assert own[column].fillna("").tolist() == named[column].fillna("").tolist(), column
    np.testing.assert_allclose(own["training_flop"].astype(float), named["training_flop"].astype(float), rtol=3e-4)
    assert (own["organisation"] == named["organisation"]).mean() > 0.97
    left = frame[~frame["model"].isin(named["model"])]
    assert left["training_flop"].max() < coverage.NAMED_FROM and len(named) < 0.55 * len(frame)


@needs_copies
def test_counts_are_those_of_every_model_by_name():
    """Counting most models without a name changes no count: exactly for estimates at quarters' ends, within the draws' noise for the others."""
    frame, middle, draws = whole()
    seen, date = frame["observed"].to_numpy(), frame["release_date"].to_numpy()
    everyone, ours = coverage.everyone(), coverage.log10_draws_of_all()
    their_seen, their_date = everyone["observed"].to_numpy(), everyone["release_date"].to_numpy()
    days = ["2022-12-31", "2023-06-30", "2023-12-31", "2024-09-30", "2024-12-31", "2025-06-30", "2025-12-31", "2026-07-15"]
    for threshold in (*coverage.BANDS[2:], 1e25 / 3, *results.THRESHOLDS):
        level = np.log10(threshold)
        for day, row in zip(days, coverage.counts_above(threshold, days).itertuples(), strict=True):
            now, there = date <= np.datetime64(day), their_date <= np.datetime64(day)
            assert row.observed == (middle[seen & now] >= level - 1e-9).sum(), (threshold, day)
            assert row.imputed == pytest.approx((draws[~seen & now] >= level).sum(axis=0).mean(), abs=0.5), (threshold, day)
            total = (draws[now] >= level).sum(axis=0)
            np.testing.assert_allclose([row.low, row.median, row.high], np.quantile(total, (0.05, 0.5, 0.95)), atol=2.01, err_msg=f"{threshold} {day}")
            assert (ours[there & ~their_seen] >= level).sum(axis=0).std() == pytest.approx((draws[now & ~seen] >= level).sum(axis=0).std(), rel=0.06, abs=0.1), (threshold, day)


@needs_copies
def test_an_estimate_from_benchmarks_stands_in_its_note():
    notes = outside.load("epoch-notable-models", "2026-07-15").assign(Model=lambda f: f["Model"].str.strip()).set_index("Model")["Training compute notes"]
    frame = tables.load("governance/covered_models").dropna(subset=["benchmark_flop"])
    for row in frame.itertuples():
        assert any(f"{row.benchmark_flop / 10.0**e:g}e{sign}{e}" in notes[row.model] for e in (24, 25) for sign in ("", "+")), row.model


@needs_copies
@pytest.mark.parametrize("vintage", inputs.VINTAGES)
def test_the_vintage_counts_follow_from_the_copies(vintage):
    want = inputs.vintage_counts(outside.load("epoch-notable-models", vintage), vintage)
    kept = tables.load("governance/vintage_counts")
    kept = kept[kept["vintage"] == vintage].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept[list(want.columns)], want, check_dtype=False)


def test_counts_agree_with_those_of_the_table_and_of_our_own():
    """Known trap: 38 of 103 notable models of 2025 have an estimate, 60 of 91 in 2022; eight of 2024 are at or above 1e25."""
    kept = tables.load("governance/vintage_counts").set_index(["vintage", "year"])
    new = kept.loc["2026-07-15"]
    assert (new.at[2025, "estimated"], new.at[2025, "notable"]) == (38, 103) and (new.at[2022, "estimated"], new.at[2022, "notable"]) == (60, 91)
    assert new.at[2024, "above_1e25"] == 8 and kept.at[("2025-02-24", 2024), "above_1e25"] == 12
    everyone = coverage.everyone()
    year = everyone["release_date"].dt.year
    for y in range(2022, 2027):
        assert ((year == y).sum(), (everyone["observed"] & (year == y)).sum()) == (new.at[y, "notable"], new.at[y, "estimated"])
    estimate = 10 ** everyone["log10_flop"]
    for y in range(2022, 2027):
        for power in (24, 25, 26, 27):
            assert (estimate[year == y] >= 10.0**power * (1 - 1e-9)).sum() == new.at[y, f"above_1e{power}"]


def test_the_committed_fit_is_a_fit():
    for fitted in coverage.fits().values():
        assert np.linalg.eigvalsh(fitted.covariance).min() > 0 and len(fitted.mean) == len(fitted.covariance)
        assert 0.05 < fitted.group_sd < 0.5 and fitted.noise_sd[1] < fitted.noise_sd[0]
    frame = coverage.releases()
    more = coverage.imputed().loc[frame["model"].isin(["GPT-5.5", "GPT-4o"])[lambda x: x].index]
    assert len(more) == 2 and (more["mean"] > 25).all() and (more["sd"] < 0.8).all()


def test_names_above_a_line():
    found = coverage.models_above(1e26, "2025-06-30")
    seen = found[found["status"] == "observed"]
    assert list(seen["model"]) == ["Grok 3", "GPT-4.5"]  # February 2025; the copy's own estimates are 3.5e26 and 3.8e26
    assert (found["flop"] >= 1e26).all() and (found["probability"] >= 0.49).all() and (found["release_date"] <= pd.Timestamp("2025-06-30")).all()
    assert found.attrs["data_to"] == "2026-07-15"
    assert set(coverage.models_above(1e28, 2025)["status"]) <= {"imputed"}


def test_a_day_can_be_given_in_any_form_and_arrays_give_every_combination():
    a = coverage.models_above(1e25, 2024)
    for on in (2024.0, np.int64(2024), "2024-12-31", datetime.date(2024, 12, 31), pd.Timestamp("2024-12-31")):
        pd.testing.assert_frame_equal(coverage.models_above(1e25, on), a)
    many = coverage.counts_above([1e24, 1e25], [2023, 2024])
    assert len(many) == 4 and set(many["on"]) == {"2023-12-31", "2024-12-31"}
    named = coverage.models_above([1e24, 1e25], [2023, 2024]).groupby(["threshold_flop", "on", "status"]).size()
    for row in many.itertuples():
        assert named.get((row.threshold_flop, row.on, "observed"), 0) == row.observed


def test_counts_fall_with_the_line_and_rise_with_time_and_with_what_is_counted():
    counts = coverage.counts_above(results.THRESHOLDS, [2023, 2024, 2025, "2026-07-15"])
    for _, part in counts.groupby("on"):
        assert (part.sort_values("threshold_flop")["median"].diff().dropna() <= 0).all()
    for _, part in counts.groupby("threshold_flop"):
        assert (part.sort_values("on")["median"].diff().dropna() >= 0).all()
    assert ((counts["low"] <= counts["median"]) & (counts["median"] <= counts["high"])).all()
    by_rule = [coverage.counts_above(1e25, 2026, rule=r).iloc[0] for r in coverage.RULES]
    assert all(a["observed"] <= b["observed"] and a["median"] <= b["median"] for a, b in zip(by_rule[:-1], by_rule[1:], strict=True))
    since = coverage.counts_above(1e25, 2025, since=2024).iloc[0]
    both = coverage.counts_above(1e25, [2024, 2025])
    assert since["observed"] == both["observed"].diff().iloc[-1] and since["imputed"] == pytest.approx(both["imputed"].diff().iloc[-1])


def test_a_rule_moves_the_models_it_should():
    """Composer 2 was trained with four times the compute of its base, 5.8e24 (Epoch AI's note): below the line by pre-training, above it with the rest."""
    before, after = (set(coverage.models_above(1e25, 2026, rule=r)["model"]) for r in ("pretraining", "plus-rl"))
    assert {"Composer 2", "Composer 2.5"} <= after - before
    flop = {r: coverage.models_above(1e24, 2026, rule=r).set_index("model")["flop"] for r in ("pretraining", "plus-rl")}
    assert flop["pretraining"]["Composer 2"] == pytest.approx(5.8e24, rel=0.01) and flop["plus-rl"]["Composer 2"] == pytest.approx(2.32e25, rel=0.01)
    assert flop["plus-rl"]["Grok 4"] == pytest.approx(5e26, rel=0.01) and flop["pretraining"]["Grok 4"] < 3.5e26
    assert flop["plus-rl"]["DeepSeek-R1"] == pytest.approx(3.5e24, rel=0.01)


def test_an_observed_model_keeps_its_estimate_and_its_error():
    draws, frame = coverage.log10_draws(), coverage.releases()
    at = int(np.flatnonzero(frame["model"] == "GPT-4 (Mar 2023)")[0])
    low, high = 10 ** np.quantile(draws[at], (0.05, 0.95))
    assert 10 ** np.median(draws[at]) == pytest.approx(2.1e25, rel=0.05)
    assert low == pytest.approx(2.1e25 / 2.32, rel=0.1) and high == pytest.approx(2.1e25 * 2.32, rel=0.1)


def test_the_inference_holds_up_on_what_it_has_not_seen():
    tested, other, words = results.test_frame(), results.unseen(), results.judged()
    assert tested["models"].sum() == results.facts()["tested"].value == coverage.everyone()["observed"].sum()
    assert tested["inside"].sum() / tested["models"].sum() == pytest.approx(0.9, abs=0.04)
    assert np.abs(np.average(tested["mean_error"], weights=tested["models"])) < 0.15
    assert (tested["rms_error"] >= tested["mean_error"].abs() - 1e-6).all() and (tested["inside"] <= tested["models"]).all()
    assert other["inside"].mean() >= 0.8
    high, low = (words.loc[words["judged"] == j, "probability"] for j in ("above 1e25", "below 1e25"))
    assert high.min() > low.max() and high.mean() > 0.8 and low.mean() < 0.5


def test_the_published_count_of_mid_2025_is_met():
    """Epoch AI, June 2025: over 30 models at 1e25 or more, notable or not."""
    row = coverage.counts_above(1e25, "2025-06-30").iloc[0]
    assert row["observed"] < 30 < row["high"] and row["low"] < 60


def test_each_law_is_counted_by_its_own_words():
    frame = results.law_frame().set_index("key")
    assert frame.at["eu-ai-act-systemic-risk", "rule"] == "plus-synthetic-data" and frame.at["ca-sb53-training", "rule"] == "plus-rl"
    assert results.law_rule("The final run", "no") == "pretraining"
    row = coverage.counts_above(1e26, "2026-07-15", "plus-rl").iloc[0]
    assert tuple(frame.loc["ca-sb53-training", ["threshold_flop", "observed", "median"]]) == (1e26, row["observed"], row["median"])
    assert not frame.index.str.contains("modifier").any() and results.facts()["law_ca_sb53_training"].value == row["median"]


def test_silent_models_smaller_means_fewer_above():
    assert results.shifted(1e26, 0.0) == results.facts()["above_26"].value
    assert results.shifted(1e26, 3.0) == 3  # those with an estimate stay: Grok 3, GPT-4.5 and Grok 4
    assert results.shifted(1e26, 0.0) > results.shifted(1e26, 0.3) > results.shifted(1e26, 1.5) >= 2


def test_e1_compute_still_ranks_models_and_some_below_match():
    f = results.facts()
    assert claims.verdict_of("E1") == "reproduced"
    assert f["rank_within"].low > 0.3 and f["rank_2025"].value < f["rank_2023"].value and f["rank_2025"].low < 0
    frame = results.correlation_frame().set_index("models")
    assert frame.loc["all models", "correlation"] > frame.loc["inside years", "correlation"]  # time explains a part
    assert 0.7 < f["positive_2025"].value / 100 < 0.95 and f["matched"].value > 0.9 and f["matched_count"].low >= 2
    cap = results.capability().set_index("model")
    assert cap.at["DeepSeek-V3.2", "index_score"] > cap.at["GPT-4.5", "index_score"] and cap.at["DeepSeek-V3.2", "training_flop"] < 1e25


def test_silent_models_with_an_index_are_inferred_and_agree():
    more = results.silent()
    frame = coverage.releases()
    assert len(more) > 30 and (frame["model"].to_numpy()[more["row"]] == more["model"]).all() and not frame["observed"].to_numpy()[more["row"]].any()
    f = results.facts()
    assert f["scored_silent"].value == f["scored_2025"].value + (more["year"] == 2025).sum()
    assert f["rank_silent"].low > f["rank_2025"].low and f["positive_silent"].value > f["positive_2025"].value
    assert len(results.capability()) == 85 and results.capability()["training_flop"].notna().all()


def test_pre_training_leaves_out_what_is_on_record_as_later():
    """Epoch AI, row Grok 4: 5e26 in all, of which a tenth to all of pre-training is reinforcement learning."""
    draws, frame = coverage.log10_draws(), coverage.releases()
    at = int(np.flatnonzero(frame["model"] == "Grok 4")[0])
    assert 10 ** np.median(draws[at]) == pytest.approx(5e26 / 1.57, rel=0.05)


def test_the_index_error_is_that_of_two_versions_of_one_model():
    cap = results.capability().set_index("model")["index_score"]
    assert results.index_error() == pytest.approx((cap["GPT-4 (Mar 2023)"] - cap["GPT-4 (Jun 2023)"]) / 2**0.5)


def test_below_the_line_of_names_a_model_is_a_row_without_one():
    found = coverage.models_above([1e23, 1e24], "2025-06-30")
    lower, line = (found[found["threshold_flop"] == limit] for limit in (1e23, 1e24))
    count = coverage.counts_above(1e23, "2025-06-30").iloc[0]
    assert (lower["status"] == "observed").sum() == count["observed"] and len(lower) == pytest.approx(count["median"], rel=0.1)
    assert (line["model"] != "").all() and set(line["model"]) <= set(lower["model"])
    nameless = lower[lower["model"] == ""]
    assert 0 < len(nameless) < len(lower) and (nameless["organisation"] == "").all() and (nameless["flop"] >= 1e23).all()


def test_bad_input_says_what_to_do():
    with pytest.raises(ValueError, match=r"threshold_flop = 0 is outside \(0, inf\]. Give a number of operations"):
        coverage.models_above(0, 2025)
    with pytest.raises(ValueError, match="threshold_flop = 'big' is not a number"):
        coverage.counts_above("big", 2025)
    with pytest.raises(ValueError, match="on = 2019 is before the data, which begin on 2022-01-01. Ask for a later date"):
        coverage.models_above(1e25, 2019)
    with pytest.raises(ValueError, match="on = 2027-01-01 is after the data, which end on 2026-07-15. Later years are a forecast"):
        coverage.models_above(1e25, "2027-01-01")
    for on in ("soon", 2025.5, None, float("nan")):
        with pytest.raises(ValueError, match="is not a (date|year)|is before the data"):
            coverage.models_above(1e25, on)
    with pytest.raises(KeyError, match="unknown counting rule 'plus-RL'; did you mean plus-rl"):
        coverage.models_above(1e25, 2025, rule="plus-RL")
