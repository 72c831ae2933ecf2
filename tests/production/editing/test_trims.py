"""Ripple, roll, slip, slide: laws over every rate and spelling, handles, sound edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.run import Run
from posthouse.timing import BROADCAST_RATES, Rate
from tests.production.editing.small_cuts import (
    Small,
    cut_of,
    length_of,
    room_of,
    shown_by,
    small,
    smalls,
    source,
    twenty,
)

AMOUNTS = st.integers(-20, 20)
SPEEDS = ("100%", "50%", "200%", "-100%", "-50%", "150%")


@settings(max_examples=25)
@given(smalls(speeds=SPEEDS), st.sampled_from(["head", "tail"]), AMOUNTS)
def test_ripple_changes_the_length_by_its_amount_and_is_undone(cut: Small, side: str, amount: int) -> None:
    room = cut.room()
    before, length = cut_of(room), length_of(room)
    room.ripple("two", side, f"{amount:+}f")
    assert length_of(room) == length + amount
    room.ripple("two", side, f"{-amount:+}f")
    assert cut_of(room) == before


@settings(max_examples=25)
@given(smalls(), AMOUNTS)
def test_roll_keeps_the_length_and_is_undone(cut: Small, amount: int) -> None:
    room = cut.room()
    before, length = cut_of(room), length_of(room)
    room.roll("one/two", f"{amount:+}f")
    assert length_of(room) == length
    room.roll("one/two", f"{-amount:+}f")
    assert cut_of(room) == before


@settings(max_examples=25)
@given(smalls(speeds=SPEEDS), AMOUNTS)
def test_slip_moves_the_source_alone_and_is_undone(cut: Small, amount: int) -> None:
    room = cut.room()
    before, was = cut_of(room), shown_by(room, "two")
    room.slip("two", f"{amount:+}f")
    assert shown_by(room, "two") == was.slipped(amount)
    room.slip("two", f"{-amount:+}f")
    assert cut_of(room) == before


@settings(max_examples=25)
@given(smalls(), AMOUNTS)
def test_slide_keeps_the_shot_and_the_length_and_is_undone(cut: Small, amount: int) -> None:
    room = cut.room()
    before, was, length = cut_of(room), shown_by(room, "two"), length_of(room)
    room.slide("two", f"{amount:+}f")
    assert (shown_by(room, "two"), length_of(room)) == (was, length)
    room.slide("two", f"{-amount:+}f")
    assert cut_of(room) == before


@settings(max_examples=25)
@given(smalls(speeds=SPEEDS), st.sampled_from(["head", "tail"]), AMOUNTS)
def test_only_the_line_of_the_shot_changes(cut: Small, side: str, amount: int) -> None:
    room = cut.room()
    room.ripple("two", side, amount)
    old, new = cut.text.splitlines(), room.draft.text.splitlines()
    assert len(old) == len(new)
    assert all("shot: two" in line for line, other in zip(old, new, strict=True) if line != other)
    assert all("# the comment of a shot" in line for line in new if "shot:" in line)


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_a_trim_keeps_the_spelling(rate: Rate) -> None:
    cut = small(rate, rate, style="timecode", ends="out")
    room = cut.room()
    room.ripple("two", "head", "-6f")
    start = cut.sources["clip"].start_timecode
    assert start is not None
    first, end = (rate.nearest_frames(Fraction(seconds)) for seconds in (20, 23))
    assert f"in: {start.plus(first + 6)}, out: {start.plus(end)}}}" in room.draft.text


def test_slow_motion_that_begins_between_two_frames_is_a_ramp_of_one_keyframe() -> None:
    room = twenty()
    was = shown_by(room, "blast")
    room.ripple("blast", "head", "-1f")
    assert "out: 1678f" in room.draft.text
    assert "speed: [{at: 1648f, to: 50%}]" in room.draft.text
    assert shown_by(room, "blast") == was.trimmed(head=-1)


def test_what_lies_between_frames_at_both_ends_is_the_nearest_and_said() -> None:
    room = twenty()
    room.ripple("blast", "tail", "-1f")
    edited = room.ripple("blast", "head", "-1f")
    assert edited.notes == ("blast: it begins between two source frames; the nearest is written",)


@pytest.mark.parametrize(
    ("side", "amount", "message"),
    [
        ("head", "+200f", "one wants 200 frames more before its head, clip has 100 there .at most 100f"),
        ("tail", "+900f", "one wants 900 frames more after its tail, clip has 852 there .at most 852f"),
        ("tail", "-48f", "one lasts 48 frames: nothing would be left of it .trim at most 47f"),
    ],
)
def test_handles_are_told(side: str, amount: str, message: str) -> None:
    rate = Rate.parse(25)
    text = small(rate, rate).text.replace("in: 250f", "in: 100f")
    room = room_of(text, {"clip": source(rate, 1000)})
    with pytest.raises(ProductionError, match=message):
        room.ripple("one", side, amount)
    assert room.draft.text == text


def test_a_still_lasts_both_ways() -> None:
    room = twenty()
    room.roll("held/credits", "-6f")
    assert shown_by(room, "credits") == Run(duration_frames=196)


def test_a_join_may_be_named_by_one_side_and_a_gap_gives_way() -> None:
    room = twenty()
    room.roll("/meadow", "-4f")
    assert "gap: 14f" in room.draft.text
    assert "in: 1023f, for: 64f" in room.draft.text


def test_a_gap_that_is_used_up_goes_with_its_transition() -> None:
    room = twenty()
    edited = room.roll("/meadow", "-18f")
    assert "gap:" not in room.draft.text
    assert edited.said[-1] == "the dissolve at the beginning has nothing beside it any more: it is taken out"


def test_rolling_sound_alone_is_a_j_or_l_cut() -> None:
    room = twenty()
    room.roll("hall/catapult", "-6f", only="sound")
    assert "stem: effects, lead: 6f" in next(line for line in room.draft.text.splitlines() if "shot: catapult" in line)
    room.roll("hall/catapult", "+6f", only="sound")
    room.roll("major/arm", "+12f", only="sound")
    assert "sound: {gain: -2 dB}" in room.draft.text


@settings(max_examples=15)
@given(st.integers(-30, 30))
def test_rolling_sound_alone_is_undone(amount: int) -> None:
    room = twenty()
    text = room.draft.text
    room.roll("major/arm", amount, only="sound")
    room.roll("major/arm", -amount, only="sound")
    assert room.draft.text == text


def test_a_picture_roll_leaves_the_sound_join_where_it_was() -> None:
    room = twenty()
    room.roll("hall/catapult", "+4f", only="picture")
    assert "shot: hall, from: battle, in: 722f, for: 48f" in room.draft.text
    assert "stem: effects, lead: 4f" in room.draft.text


@pytest.mark.parametrize("operation", ["slip", "slide"])
def test_what_half_a_shot_cannot_do_is_refused(operation: str) -> None:
    with pytest.raises(ProductionError, match="of sound alone is not possible"):
        getattr(twenty(), operation)("face", "+2f", only="sound")


def test_media_that_are_not_there_can_be_trimmed_where_for_says_the_length() -> None:
    rate = Rate.parse(24)
    room = room_of(small(rate, rate).text, {})
    edited = room.ripple("one", "tail", "+6f")
    assert edited.notes == ("clip is not there, so its handles were not checked",)
    with pytest.raises(ProductionError, match="where clip begins and how fast it runs is not known"):
        room.ripple("one", "head", "-6f")


def test_media_that_are_not_there_are_trimmed_in_seconds_too() -> None:
    rate = Rate.parse(24)
    room = room_of(small(rate, rate, style="seconds").text, {})
    room.ripple("one", "head", "-6f")
    assert "in: 10.25s, for: 42f" in room.draft.text
