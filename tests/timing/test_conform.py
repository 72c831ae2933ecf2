"""From the conform grid to pictures of the source."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, ConstantConform, Rate, TimedConform

RATES = st.sampled_from(BROADCAST_RATES)


def conformed(source: str, grid: str, count: int) -> list[int]:
    """Return the pictures the first grid frames show."""
    conform = ConstantConform(source_rate=Rate.parse(source), grid_rate=Rate.parse(grid))
    return [conform.picture_index(frame) for frame in range(count)]


def test_24_on_60_has_a_three_two_cadence() -> None:
    pictures = conformed("24", "60", 10)
    assert sorted(pictures.count(picture) for picture in set(pictures)) == [2, 2, 3, 3]


def test_50_on_25_shows_every_second_picture() -> None:
    assert conformed("50", "25", 4) == [1, 3, 5, 7]


@given(rate=RATES, frame=st.integers(0, 10**7))
def test_the_same_rate_shows_the_same_index(rate: Rate, frame: int) -> None:
    assert ConstantConform(source_rate=rate, grid_rate=rate).picture_index(frame) == frame


@given(source=RATES, grid=RATES, pictures=st.integers(1, 1000))
def test_grid_frames_are_those_that_show_a_picture(source: Rate, grid: Rate, pictures: int) -> None:
    conform = ConstantConform(source_rate=source, grid_rate=grid, pictures=pictures)
    count = conform.grid_frames
    assert count is not None
    assert conform.picture_index(count) >= pictures
    assert count == 0 or conform.picture_index(count - 1) < pictures


@given(source=RATES, grid=RATES, pictures=st.integers(1, 300), first=st.integers(-5000, 5000))
def test_even_presentation_times_conform_as_their_rate(source: Rate, grid: Rate, pictures: int, first: int) -> None:
    step = source.fraction.denominator
    timed = TimedConform(
        times_ticks=tuple(first + index * step for index in range(pictures)),
        end_ticks=first + pictures * step,
        tick_seconds=Fraction(1, source.fraction.numerator),
        grid_rate=grid,
    )
    constant = ConstantConform(source_rate=source, grid_rate=grid, pictures=pictures)
    assert timed.grid_frames == constant.grid_frames
    assert all(timed.picture_index(frame) == constant.picture_index(frame) for frame in range(timed.grid_frames))


def test_a_long_picture_stays_on_screen() -> None:
    conform = TimedConform(
        times_ticks=(0, 10, 100), end_ticks=110, tick_seconds=Fraction(1, 100), grid_rate=Rate.parse(25)
    )
    assert [conform.picture_index(frame) for frame in range(27)] == [0, 0, *[1] * 23, 2, 2]
    assert conform.picture_index(-1) == 0


@pytest.mark.parametrize("times", [(), (0, 0), (0, 2, 1), (0, 12)])
def test_times_that_do_not_rise_are_refused(times: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"rise|one picture"):
        TimedConform(times_ticks=times, end_ticks=10, tick_seconds=Fraction(1, 25), grid_rate=Rate.parse(25))


@pytest.mark.parametrize("source", BROADCAST_RATES, ids=str)
@pytest.mark.parametrize("grid", BROADCAST_RATES, ids=str)
def test_a_place_among_the_pictures_and_the_time_they_come_on_agree(source: Rate, grid: Rate) -> None:
    conform = ConstantConform(source_rate=source, grid_rate=grid, pictures=500)
    for index in (0, 1, 7, 499):
        assert conform.picture_position(conform.picture_seconds(index) * grid.fraction) == index
    middles = [Fraction(frame) + Fraction(1, 2) for frame in range(40)]
    assert [conform.picture_position(m).__floor__() for m in middles] == [conform.picture_index(j) for j in range(40)]


def test_places_among_pictures_of_variable_rate_run_on_evenly_within_each() -> None:
    conform = TimedConform(
        times_ticks=(0, 40, 120), end_ticks=160, tick_seconds=Fraction(1, 1000), grid_rate=Rate.parse(25)
    )
    places = [conform.picture_position(Fraction(p)) for p in (0, 1, 2, 3, 5)]
    assert places == [0, 1, Fraction(3, 2), 2, 4]
    assert conform.picture_seconds(2) == Fraction(120, 1000)
