"""Tetrahedral interpolation, by its published vector and its laws."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.tetrahedral import sample_tetrahedral

CORNER = np.zeros((2, 2, 2, 3), np.float32)
CORNER[1, 1, 1] = 1


def test_published_vector() -> None:
    """Standards sheet 2.11: trilinear would give .07 and .125."""
    result = sample_tetrahedral(CORNER, np.array([[0.7, 0.5, 0.2], [0.5, 0.5, 0.5]]))
    np.testing.assert_allclose(result[:, 0], [0.2, 0.5], atol=1e-7)


@given(st.integers(2, 9), st.integers(0, 10**6))
@settings(max_examples=25)
def test_what_is_linear_is_exact_and_red_is_the_last_index(size: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix, places = random.uniform(-1, 1, (3, 3)), random.uniform(0, size - 1, (50, 3))
    blue, green, red = np.meshgrid(*[np.arange(size)] * 3, indexing="ij")
    lut = (np.stack([red, green, blue], -1) @ matrix).astype(np.float32)
    np.testing.assert_allclose(sample_tetrahedral(lut, places), places @ matrix, atol=1e-5)


def test_nodes_and_beyond_take_the_nodes() -> None:
    lut = np.random.default_rng(0).random((3, 3, 3, 3)).astype(np.float32)
    np.testing.assert_allclose(sample_tetrahedral(lut, np.array([[2.0, 1, 0], [5, 1, -3]])), [lut[0, 1, 2]] * 2)


def test_no_places_no_values() -> None:
    assert sample_tetrahedral(CORNER, np.empty((0, 3))).shape == (0, 3)
