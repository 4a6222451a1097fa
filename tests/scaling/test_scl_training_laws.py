"""The scaling laws: closed forms and limits, published values, properties, and bad input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import law_forms as forms
from analysis.scaling.training_laws import LAWS, constants, published_interval, worth_at_precision

flop = st.floats(1e18, 1e27)
with_loss = ["kaplan-2020", "kaplan-2020-joint", "hoffmann-2022", "hoffmann-2022-unrounded", "besiroglu-2024", "muennighoff-2023", "krajewski-2024", "krajewski-2024-dense"]


def test_a_loss_by_hand():
    law = forms.AdditiveLaw(E=1.0, A=10.0, B=100.0, alpha=0.5, beta=1.0)
    assert float(law.loss(100, 50)) == pytest.approx(1 + 10 / 10 + 100 / 50)
    assert law.loss(np.ones((3, 1)), np.ones(4)).shape == (3, 4)


def test_published_constants_of_the_replication():
    # Besiroglu et al. 2024, table 1: values and standard errors
    own = constants("besiroglu-2024")
    assert [own[k] for k in ("A", "B", "E", "alpha", "beta")] == [482.01, 2085.43, 1.8172, 0.3478, 0.3658]
    low, high, kind = published_interval("besiroglu-2024", "B")
    assert (high - low) / 2 == pytest.approx(1293.23) and "standard error" in kind


def test_hoffmanns_text_comes_out_with_all_digits():
    # Hoffmann et al. 2022, figure 4: 40 B parameters at Gopher's 5.76e23 FLOP by approach 3; table 3: 67 B and 1.5 T by approach 1
    n, d = LAWS["hoffmann-2022-unrounded"].optimal(5.76e23, extrapolate=True)
    assert float(n) == pytest.approx(40e9, rel=0.02)
    n, d = LAWS["hoffmann-2022-approach-1"].optimal(5.76e23, extrapolate=True)
    assert float(n) == pytest.approx(67e9, rel=0.02) and float(d) == pytest.approx(1.5e12, rel=0.06)
    assert float(LAWS["hoffmann-2022"].optimal(5.76e23, extrapolate=True)[0]) < 35e9  # the printed digits do not reproduce the text


@pytest.mark.parametrize("law", ["hoffmann-2022", "hoffmann-2022-unrounded", "hoffmann-2022-approach-1", "hoffmann-2022-approach-2"])
def test_exponents_round_to_table_2(law):
    # Hoffmann et al. 2022, table 2: a = 0.46, 0.50, 0.49; the printed digits of approach 3 give 0.45
    printed = constants(law)["exponent_params"]
    slack = 0.01 if law == "hoffmann-2022" else 0.005
    assert LAWS[law].exponents[0] == pytest.approx(printed, abs=slack)


def test_repeated_data_as_its_authors_print():
    # huggingface/datablations README: loss of two models, and the best split of one budget with 25 billion unique tokens
    law = LAWS["muennighoff-2023"]
    assert float(law.loss(6.34e9, 242e9, 25e9)) == pytest.approx(2.2256440889984477, rel=1e-7)
    assert float(law.loss(8.67e9, 178e9, 25e9)) == pytest.approx(2.2269634075087867, rel=1e-7)
    n, d = law.optimal(6 * 8.67e9 * 178e9, 25e9)
    assert float(d) == pytest.approx(227e9, rel=0.005) and float(n) == pytest.approx(6.8e9, rel=0.005)
    assert float(law.effective_tokens(4e12, 1e12) / 4e12) == pytest.approx(0.93, abs=0.005)  # four passes are nearly free
    assert float(law.effective_tokens(1e18, 1e12)) == pytest.approx(16.387756e12)  # and no number of passes is worth more
    assert float(law.loss(7e10, 1.4e12)) == pytest.approx(float(law.base.loss(7e10, 1.4e12)), rel=0.02)


@pytest.mark.parametrize(
    ("base", "tokens", "granularity", "training_flop", "loss"),
    [(100e6, 4.37e9, 8, 2.95e18, 3.133), (1e9, 28.94e9, 16, 1.93e20, 2.491), (7e9, 137.6e9, 32, 6.46e21, 2.076), (70e9, 941.07e9, 32, 4.16e23, 1.694), (1e12, 7.94e12, 64, 4.97e25, 1.367)],
)
def test_sparse_experts_as_printed(base, tokens, granularity, training_flop, loss):
    # Krajewski et al. 2024, table 2: '64 x 100M' and so on; attention is not multiplied
    law = LAWS["krajewski-2024"]
    assert float(law.loss(law.total_per_active * base, tokens, granularity)) == pytest.approx(loss, rel=0.01)
    n, _ = law.optimal(training_flop, granularity)
    assert float(n) / law.total_per_active == pytest.approx(base, rel=0.06)


def test_deepseeks_constants_multiply_to_one():
    own = constants("deepseek-2024")
    assert own["coefficient"] * own["coefficient_flop_per_token"] == pytest.approx(1.0, abs=2e-4)
    assert own["exponent"] + own["exponent_flop_per_token"] == pytest.approx(1.0)


def test_llama_goes_through_the_printed_point():
    # Llama 3, section 3.2.1: 16.55 T tokens at 3.8e25 FLOP; the printed constants do not give it even with rounding
    n, d = LAWS["llama-3-2024"].optimal(3.8e25, extrapolate=True)
    assert float(d) == pytest.approx(16.55e12) and float(n) == pytest.approx(402e9, rel=0.06)
    assert 0.295 * 3.8e25**0.535 < 16.55e12


def test_kaplan_grows_five_and_a_half_fold_for_ten_times_the_compute():
    # Hoffmann et al. 2022, section 1, of Kaplan et al.: 5.5 times the size and 1.8 times the tokens
    n, d = LAWS["kaplan-2020"].optimal([1e17, 1e18])
    assert n[1] / n[0] == pytest.approx(5.5, rel=0.03) and d[1] / d[0] == pytest.approx(1.8, rel=0.04)
    assert float(LAWS["kaplan-2020"].loss_of_params(8.8e13)) == pytest.approx(1) and float(LAWS["kaplan-2020-joint"].loss(1e30, 1.8e13)) == pytest.approx(1, rel=1e-5)


def test_low_precision_is_worth_fewer_parameters():
    # Kumar et al. 2024: weights at 4, 8 and 16 bits keep 0.776, 0.950 and 0.998 of the parameters
    from analysis.scaling.training_laws import constants as known

    kept = forms.effective_params(1.0, np.array([4, 8, 16]), known("kumar-2024")["weight_decay"])
    np.testing.assert_allclose(kept, [0.776, 0.950, 0.998], atol=0.001)
    assert worth_at_precision(1e9, 4) < worth_at_precision(1e9, 8) < 1e9


@pytest.mark.parametrize("name", [n for n in LAWS])
@given(c=flop)
def test_the_split_spends_the_budget(name, c):
    n, d = LAWS[name].optimal(c, extrapolate=True)
    active = n / LAWS[name].total_per_active if name == "krajewski-2024" else n
    assert float(6 * active * d) == pytest.approx(c, rel=1e-9)


@pytest.mark.parametrize("name", [n for n in with_loss if n != "kaplan-2020"])
@given(c=flop, factor=st.floats(0.2, 5).filter(lambda f: abs(f - 1) > 0.05))
def test_no_other_split_is_better(name, c, factor):
    law = LAWS[name]
    n, d = law.optimal(c, extrapolate=True)
    assert float(law.loss(n, d)) < float(law.loss(n * factor, d / factor))


@given(c=flop)
def test_the_best_size_for_a_loss_is_the_best_size_for_its_budget(c):
    law = LAWS["besiroglu-2024"]
    n, d = law.optimal(c, extrapolate=True)
    n2, d2 = law.optimal_for_loss(law.loss(n, d))
    assert float(n2) == pytest.approx(float(n), rel=1e-9) and float(d2) == pytest.approx(float(d), rel=1e-9)
    assert float(law.tokens_for(n, law.loss(n, d))) == pytest.approx(float(d), rel=1e-9)


def test_a_size_too_small_never_gets_there():
    law = LAWS["besiroglu-2024"]
    assert np.isinf(law.tokens_for(1e6, 2.0))


def test_outside_its_fit_a_law_warns():
    with pytest.warns(forms.OutsideFitWarning, match="extrapolation"):
        LAWS["besiroglu-2024"].optimal(1e26)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        LAWS["besiroglu-2024"].optimal(1e21)
        LAWS["besiroglu-2024"].optimal(1e26, extrapolate=True)


@pytest.mark.parametrize("bad", [0, -1e9, float("nan"), "many"])
def test_counts_that_cannot_be_are_refused(bad):
    for name in with_loss:
        with pytest.raises(ValueError, match="params"):
            LAWS[name].loss(bad, 1e12)
        with pytest.raises(ValueError, match="tokens"):
            LAWS[name].loss(1e9, bad)
        with pytest.raises(ValueError, match="training_flop"):
            LAWS[name].optimal(bad)


def test_what_a_law_cannot_say_it_refuses():
    law = LAWS["besiroglu-2024"]
    with pytest.raises(ValueError, match="floor is 1.8172"):
        law.optimal_for_loss(1.8)
    with pytest.raises(ValueError, match="floor"):
        law.tokens_for(1e9, 1.0)
    with pytest.raises(ValueError, match="not a loss"):
        LAWS["deepseek-2024"].loss(1e9, 1e12)
    with pytest.raises(ValueError, match="unique_tokens exceeds"):
        LAWS["muennighoff-2023"].loss(1e9, 1e10, 1e11)
    with pytest.raises(KeyError, match="did you mean besiroglu-2024"):
        LAWS["besiroglu"]
    with pytest.raises(ValueError, match="at least two points"):
        forms.power_law_through([1.0], [1.0])
    with pytest.raises(ValueError, match="granularity"):
        LAWS["krajewski-2024"].loss(1e9, 1e10, 0.5)
    with pytest.raises(ValueError, match="alpha"):
        forms.AdditiveLaw(E=1, A=1, B=1, alpha=0, beta=1)


def test_the_catalogue_is_a_mapping():
    assert "hoffmann-2022" in LAWS and "nobody-1999" not in LAWS
    assert len(LAWS) == len(list(LAWS)) and "besiroglu-2024" in repr(LAWS)


@given(x=st.floats(0, 3), k=st.integers(1, 50))
def test_a_longer_answer_is_never_right_more_often(x, k):
    assert forms.whole_answer_right(x, k) == pytest.approx(float(forms.whole_answer_right(x, 1)) ** k, abs=1e-12)
    assert forms.whole_answer_right(x, k + 1) <= forms.whole_answer_right(x, k)
