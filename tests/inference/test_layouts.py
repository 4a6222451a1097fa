"""The cheapest layout: what is tried, that none tried is cheaper, what does not fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference import layouts, models, serving, systems
from analysis.inference.parallel import Layout

SERVER = systems.get("8xH100")


def test_every_layout_takes_all_accelerators():
    dense, sparse = layouts.candidates(models.get("llama-3.1-8b"), SERVER), layouts.candidates(models.get("mixtral-8x7b"), SERVER)
    assert [layout.tensor for layout in dense] == [1, 2, 4, 8]
    assert all(layout.accelerators == 8 for layout in sparse)
    assert sparse[-1] == Layout.experts(SERVER) and len(sparse) == len(dense) + 1
    assert layouts.candidates(models.get("mixtral-8x7b"), systems.get("1xH100")) == [Layout()]


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["llama-3.1-8b", "mixtral-8x7b", "jamba-v0.1"]), st.integers(1, 256), st.sampled_from(serving.METHODS))
def test_the_fastest_is_no_slower_than_any_that_fits(name, batch, method):
    model = models.get(name)
    best = float(layouts.decode_step_s(model, SERVER, batch, 2048, method=method))
    each = [float(serving.decode_step_s(model, SERVER, batch, 2048, method=method, layout=layout)) for layout in layouts.candidates(model, SERVER)]
    assert best >= min(each) * (1 - 1e-12) and best <= each[3] * (1 + 1e-12)


def test_requests_broadcast_and_dearer_speeds_cost_more():
    cost = layouts.request_seconds(models.get("llama-3.1-8b"), SERVER, np.array([[1000.0], [8000.0]]), 500.0, speed_tok_s=np.array([20.0, 60.0, 120.0]), method="calibrated")
    assert cost.shape == (2, 3)
    assert (np.diff(cost, axis=1) >= -1e-9).all() and (cost[1] > cost[0]).all()


def test_a_prompt_at_hand_costs_less():
    model = models.get("llama-3.1-70b")
    read, kept = (float(layouts.request_seconds(model, SERVER, 16_384.0, 500.0, cached_tokens=c)) for c in (0.0, 16_384.0))
    assert kept < read


def test_a_model_that_fits_in_no_layout_is_told():
    with pytest.raises(serving.OutOfMemory, match="takes"):
        layouts.decode_step_s(models.get("llama-3.1-405b"), systems.get("2xH100"), 1, 1000, weights="bf16")
