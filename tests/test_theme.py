"""The palette holds on both grounds and for colour-blind eyes (WCAG 2.2 contrast; Machado et al. 2009, severity 1)."""

import itertools

import numpy as np
import pytest

from analysis import theme


def linear(colour):
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    la, lb = (0.2126 * x[0] + 0.7152 * x[1] + 0.0722 * x[2] for x in (linear(a), linear(b)))
    return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)


def test_contrast_formula_against_its_definition():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the textbook near miss


@pytest.mark.parametrize("colour", [*theme.SERIES, theme.INK, theme.MUTED])
def test_text_and_marks_are_readable_on_both_grounds(colour):
    assert contrast(colour, theme.GROUND["light"]) >= 4.5
    assert contrast(theme.DARK[colour], theme.GROUND["dark"]) >= 4.5


# Simulation matrices for protanopia, deuteranopia and tritanopia on linear RGB.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(rgb):
    xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]) @ np.clip(rgb, 0, 1)
    f = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(f > (6 / 29) ** 3, np.cbrt(f), f / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("dark", [False, True])
def test_the_first_four_series_stay_apart_for_colour_blind_eyes(kind, dark):
    colours = [theme.DARK[c] if dark else c for c in theme.SERIES[:4]]
    points = [lab(np.array(BLIND[kind]) @ linear(c)) for c in colours]
    nearest = min(np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2))
    assert nearest >= 11, f"{kind}: {nearest:.1f}"


def test_darken_maps_only_what_occurs():
    svg = f'<svg width="10"><path fill="{theme.BLUE}"/></svg>'
    out = theme.darken(svg)
    assert f'[fill="{theme.BLUE}" i]{{fill:{theme.DARK[theme.BLUE]}}}' in out and theme.ORANGE not in out
