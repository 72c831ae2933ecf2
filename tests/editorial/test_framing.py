"""Framing: what part of a picture goes where."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial import Framing, Raster, place
from posthouse.editorial.spec import Fit
from posthouse.pixels import Rect

HD = Raster(width=1920, height=1080)
SIDES = st.integers(16, 5000)
SHARES = st.fractions(0, 1, max_denominator=20)
ASPECTS = st.sampled_from([Fraction(1), Fraction(16, 15), Fraction(64, 45), Fraction(2), Fraction(1, 2)])
RASTERS = st.builds(Raster, width=SIDES, height=SIDES, sample_aspect=ASPECTS, quarter_turns=st.integers(0, 3))


def rect(left: int, top: int, width: int, height: int) -> Rect:
    return Rect(left=Fraction(left), top=Fraction(top), width=Fraction(width), height=Fraction(height))


@pytest.mark.parametrize("fit", list(Fit))
def test_a_picture_of_the_canvas_stays_as_it_is(fit: Fit) -> None:
    placed = place(HD, HD, Framing(fit=fit))
    assert placed.source == placed.canvas == rect(0, 0, 1920, 1080)


def test_fit_leaves_bars_of_whole_pixels() -> None:
    scope = Raster(width=1998, height=837)
    placed = place(scope, HD, Framing())
    assert placed.source == rect(0, 0, 1998, 837)
    assert placed.canvas == rect(0, 138, 1920, 804)


@pytest.mark.parametrize(("pan", "left"), [(Fraction(0), 0), (Fraction(1, 2), 480), (Fraction(1), 960)])
def test_fill_crops_where_pan_says(pan: Fraction, left: int) -> None:
    wide = Raster(width=2880, height=1080)
    placed = place(wide, HD, Framing(fit=Fit.FILL, pan=(pan, Fraction(1, 2))))
    assert placed.source == rect(left, 0, 1920, 1080)
    assert placed.canvas == rect(0, 0, 1920, 1080)


def test_stretch_takes_all_to_all() -> None:
    placed = place(Raster(width=720, height=576), HD, Framing(fit=Fit.STRETCH))
    assert (placed.source, placed.canvas) == (rect(0, 0, 720, 576), rect(0, 0, 1920, 1080))


def test_anamorphic_samples_are_spread() -> None:
    """A 16:9 anamorphic picture of 720x576 (samples 64:45) fills a 16:9 canvas without bars."""
    placed = place(Raster(width=720, height=576, sample_aspect=Fraction(64, 45)), HD, Framing())
    assert placed.canvas == rect(0, 0, 1920, 1080)


@pytest.mark.parametrize("turns", [1, 3])
def test_a_turned_picture_stands_upright(turns: int) -> None:
    placed = place(replace(HD, quarter_turns=turns), HD, Framing())
    assert placed.source == rect(0, 0, 1080, 1920)
    assert placed.canvas.height == 1080
    assert abs(placed.canvas.width - Fraction(1080 * 1080, 1920)) <= 1
    assert placed.quarter_turns == turns


@given(source=RASTERS, canvas=RASTERS.map(lambda r: replace(r, quarter_turns=0)), pan=st.tuples(SHARES, SHARES))
def test_fill_covers_and_keeps_proportions(source: Raster, canvas: Raster, pan: tuple[Fraction, Fraction]) -> None:
    placed = place(source, canvas, Framing(fit=Fit.FILL, pan=pan))
    width, height, aspect = source.upright()
    assert placed.canvas == rect(0, 0, canvas.width, canvas.height)
    assert 0 <= placed.source.left <= placed.source.left + placed.source.width <= width
    assert 0 <= placed.source.top <= placed.source.top + placed.source.height <= height
    shape = placed.source.width * aspect / placed.source.height
    assert shape == Fraction(canvas.width) * canvas.sample_aspect / canvas.height


@given(source=RASTERS, canvas=RASTERS.map(lambda r: replace(r, quarter_turns=0)))
def test_fit_shows_all_inside_the_canvas(source: Raster, canvas: Raster) -> None:
    placed = place(source, canvas, Framing(fit=Fit.FIT))
    width, height, _ = source.upright()
    assert placed.source == rect(0, 0, width, height)
    assert placed.canvas.left >= 0
    assert placed.canvas.top >= 0
    assert placed.canvas.left + placed.canvas.width <= canvas.width
    assert placed.canvas.top + placed.canvas.height <= canvas.height
    assert placed.canvas.left == 0 or placed.canvas.top == 0
    assert placed.canvas.width > 0
    assert placed.canvas.height > 0


@given(position=st.tuples(SHARES, SHARES), scale=st.fractions(Fraction(1, 20), 3, max_denominator=20))
def test_a_layer_has_its_middle_at_its_position(position: tuple[Fraction, Fraction], scale: Fraction) -> None:
    placed = place(HD, HD, Framing(position=position, scale=scale)).canvas
    assert abs(placed.left + placed.width / 2 - position[0] * 1920) <= Fraction(1, 2)
    assert abs(placed.top + placed.height / 2 - position[1] * 1080) <= Fraction(1, 2)
    assert abs(placed.width - 1920 * scale) <= 1
