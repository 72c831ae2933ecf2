"""What hangs on a shot whose head is trimmed: it follows the cut and is told, or stays on its picture if asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.timing import Rate
from tests.production.editing.small_cuts import anchors_of, room_of, source

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

_TEXT = """
posthouse: 1
title: Signs
format: {size: [64, 36], rate: 25}
media: {clip: clip.mov}
cut:
  - {shot: one, from: clip, in: 50f, for: 50f}
  - {shot: two, from: clip, in: 200f, for: 50f, scale: [{at: 200f, to: 1}, {at: 220f, to: 2}]}   # she turns
titles:
  - {title: early, text: Now, at: two+4f, for: 5f}
  - {title: late, text: Then, at: two+44f, for: 5f}   # at the end
  - {title: tied, text: Tied, at: "two@230f", for: 5f}
deliver: [web]
"""


def _room(text: str = _TEXT) -> CuttingRoom:
    return room_of(text, {"clip": source(Rate.parse(25), 1000)})


def test_a_rolled_join_takes_along_what_is_so_far_after_the_cut_and_tells() -> None:
    room = _room()
    edited = room.roll("one/two", "+3f")
    assert anchors_of(room) == {"title early at": 57, "title late at": 97, "title tied at": 80}
    told = "over another frame than before: title early (two+4f), title late (two+44f)"
    assert edited.notes[-1] == f"{told}; --on-picture keeps such things on their frames"


@pytest.mark.parametrize("frames", [+6, -6])
def test_a_roll_on_picture_moves_nothing_but_the_join(frames: int) -> None:
    room = _room()
    before = anchors_of(room)
    room.roll("one/two", frames, on_picture=True)
    assert anchors_of(room) == before
    assert "# at the end" in room.draft.text


def test_a_head_trimmed_on_picture_keeps_the_distance_of_pictures() -> None:
    room = _room()
    with pytest.raises(ProductionError, match=r"title late.*--on-picture leaves things on frames that stay"):
        room.ripple("two", "head", -10)
    with pytest.raises(ProductionError, match="would cut away what hangs there: title early"):
        room.ripple("two", "head", -10, on_picture=True)
    room.ripple("two", "head", -4, on_picture=True)
    assert anchors_of(room) == {"title early at": 50, "title late at": 90, "title tied at": 76}
    room.ripple("two", "head", +4, on_picture=True)
    assert anchors_of(room) == {"title early at": 54, "title late at": 94, "title tied at": 80}
    assert room.draft.text == _TEXT


def test_a_title_that_the_end_cuts_short_is_told_once() -> None:
    room = _room()
    told = "title late runs 2 frames past the programme's end, and is cut there"
    assert told in room.ripple("two", "tail", -3).notes
    assert room.ripple("one", "tail", -3).notes == ()


def test_motion_that_is_over_before_the_second_half_leaves_its_last_value() -> None:
    room = _room()
    edited = room.split("two+30f")
    assert "{shot: two-2, from: clip, in: 230f, for: 20f, scale: 2}" in room.draft.text
    assert edited.notes == ("the keyframes of two-2's scale lie outside of what it shows now: it stays at 2",)


def test_motion_that_has_not_begun_leaves_its_first_value() -> None:
    room = _room(_TEXT.replace("{at: 200f, to: 1}", "{at: 210f, to: 1}"))
    room.split("two+3f")
    assert "in: 200f, for: 3f, scale: 1}   # she turns" in room.draft.text


def test_a_restored_shot_tells_where_what_hung_on_it_is_parked() -> None:
    room = room_of(_TEXT, {"clip": source(Rate.parse(25), 1000)}, parks=True)
    room.omit("two")
    edited = room.restore("two")
    assert edited.notes == ("what hung on two is still parked: uncomment it, in line 9, 10, 11",)
