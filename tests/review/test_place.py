"""A viewer stays at the same frame of the same shot (law 7)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial.cut import Cut, Gap, Shot
from posthouse.editorial.framing import Framing
from posthouse.review.place import event_at, same_place
from posthouse.timing import SourceMap


def cut_of(*shots: tuple[str, int, int, Fraction | int]) -> Cut:
    """Return a cut of (shot, in frame, length, speed) end to end; a shot without a name is a gap."""
    events: list[Shot | Gap] = []
    at = 0
    for name, in_frame, frames, speed in shots:
        source = SourceMap(in_frame=in_frame, duration_frames=frames, speed=Fraction(speed))
        shot = Shot(shot=name, media="m", start_frame=at, source=source, framing=Framing())
        events.append(shot if name else Gap(start_frame=at, duration_frames=frames))
        at += frames
    return Cut(events=tuple(events))


def test_a_shot_that_moved_takes_the_viewer_along() -> None:
    before, after = cut_of(("a", 0, 10, 1), ("b", 50, 20, 1)), cut_of(("b", 50, 20, 1), ("a", 0, 10, 1))
    assert same_place(before, after, 13) == 3


def test_a_trimmed_head_keeps_the_source_frame() -> None:
    before, after = cut_of(("a", 0, 10, 1), ("b", 50, 20, 1)), cut_of(("a", 0, 10, 1), ("b", 55, 15, 1))
    assert same_place(before, after, 10 + 7) == 10 + 2


def test_a_source_frame_that_was_trimmed_away_gives_the_nearest() -> None:
    before, after = cut_of(("b", 50, 20, 1)), cut_of(("b", 55, 15, 1))
    assert same_place(before, after, 2) == 0


def test_another_speed_finds_the_frame_that_shows_the_same() -> None:
    before, after = cut_of(("b", 50, 20, 1)), cut_of(("b", 50, 40, Fraction(1, 2)))
    assert same_place(before, after, 8) in {16, 17}


def test_a_shot_that_is_gone_and_a_gap_keep_the_time() -> None:
    before = cut_of(("a", 0, 10, 1), ("", 0, 5, 1), ("b", 0, 10, 1))
    after = cut_of(("a", 0, 10, 1), ("c", 0, 6, 1))
    assert (same_place(before, after, 12), same_place(before, after, 22)) == (12, 15)


@given(frame=st.integers(0, 29))
def test_nothing_changed_moves_nobody(frame: int) -> None:
    cut = cut_of(("a", 3, 10, 1), ("b", 40, 10, -1), ("c", 7, 10, 0))
    assert same_place(cut, cut, frame) == frame


def test_nothing_stands_outside_the_programme() -> None:
    assert event_at(cut_of(("a", 0, 10, 1)), 10) is None
    assert event_at(Cut(events=()), 0) is None
