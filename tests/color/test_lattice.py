"""Nodes stand where the corners are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.color.error import HIGHEST_CODE, LOWEST_CODE
from posthouse.color.lattice import (
    CELLS,
    SHAPER_SIZE,
    Lattice,
    aligned_lattice,
    even_lattice,
    node_places,
    shaped_lattice,
)


def _check(lattice: Lattice) -> None:
    assert lattice.low <= LOWEST_CODE
    assert lattice.high >= HIGHEST_CODE
    assert (np.diff(lattice.codes) > 0).all()
    assert np.abs(lattice.codes).min() < 1e-12
    assert np.abs(lattice.codes - 1).min() < 1e-12


@pytest.mark.parametrize("size", CELLS)
def test_even_nodes_cover_the_signal_and_meet_black_and_white(size: int) -> None:
    lattice = even_lattice(size)
    assert lattice.codes.size == size
    _check(lattice)


@pytest.mark.parametrize("file_nodes", [2, 17, 33, 64, 65])
def test_aligned_nodes_meet_the_files(file_nodes: int) -> None:
    lattice = aligned_lattice(file_nodes)
    _check(lattice)
    for node in np.linspace(0, 1, file_nodes):
        assert np.abs(lattice.codes - node).min() < 1e-12


@given(st.integers(0, 2**32 - 1), st.sampled_from([33, 49, 65]), st.floats(0.5, 12))
@settings(max_examples=40)
def test_shaped_nodes_cover_the_signal_and_the_shaper_is_exact(seed: int, size: int, sharpness: float) -> None:
    density = np.random.default_rng(seed).random(SHAPER_SIZE) ** sharpness
    lattice = shaped_lattice(size, density)
    _check(lattice)
    places = node_places(size, (lattice.low, lattice.high), lattice.shaper, lattice.codes)
    np.testing.assert_allclose(places, np.arange(size), atol=2e-5 * size)


def test_a_grade_without_bends_gets_even_nodes() -> None:
    codes = shaped_lattice(33, np.zeros(SHAPER_SIZE)).codes
    assert np.ptp(np.diff(codes)) < 3 / 864
