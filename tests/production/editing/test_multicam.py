"""Shots of several cameras: their times count on the group's clock, whichever angle is seen and whenever it began."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.production.editing.footage import Footage
from posthouse.timing import Rate, Timecode
from tests.production.editing.small_cuts import room_of, shown_by, source

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

_TEXT = """
posthouse: 1
title: Table
format: {size: [64, 36], rate: 25}
media:
  cam1: cam1.mov
  cam2: cam2.mov
  table: {multicam: {wide: {media: cam1}, close: {media: cam2, offset: 2s}}}
cut:
  - {shot: one, from: cam1, in: 0s, for: 50f}
  - {shot: talk, from: table, angle: close, in: WHERE, for: 75f}   # she speaks
  - {shot: two, from: cam1, in: 4s, for: 50f}
deliver: [web]
"""
_RATE = Rate.parse(25)


def _room(where: str, start: Timecode | None = None) -> CuttingRoom:
    camera = source(_RATE, 1000, start)
    angles = {
        "table": replace(camera, media="cam1"),
        "table/wide": replace(camera, media="cam1"),
        "table/close": replace(camera, media="cam2", offset_seconds=Fraction(2)),
    }
    return room_of(_TEXT.replace("WHERE", where), {"cam1": camera, "cam2": camera, **angles})


@pytest.mark.parametrize(
    ("where", "after"), [("15s", "15.2s"), ("375f", "380f"), ("10:00:15:00", "10:00:15:05")], ids=str
)
def test_an_angle_that_began_late_is_trimmed_slipped_and_split_on_its_frame(where: str, after: str) -> None:
    start = Timecode.parse("10:00:00:00", _RATE) if ":" in where else None
    room = _room(where, start)
    assert shown_by(room, "talk").start == 325
    room.ripple("talk", "head", "-5f")
    assert shown_by(room, "talk").start == 330
    assert f"in: {after}, for: 70f}}   # she speaks" in room.draft.text
    room.slip("talk", "-7f")
    room.split("talk+20f")
    assert [shown_by(room, name).shown(0) for name in ("talk", "talk-2")] == [323, 343]


def test_a_head_before_the_first_picture_of_an_angle_is_refused() -> None:
    room = _room("51f")
    room.ripple("talk", "head", "+1f")
    with pytest.raises(ProductionError, match="talk wants 1 frame more before its head, table has 0 there"):
        room.ripple("talk", "head", "+1f")


def test_a_slowed_angle_is_cut_between_two_of_its_frames() -> None:
    room = _room("15s")
    room.retime("talk", "30%")
    room.split("talk+5f")
    assert shown_by(room, "talk-2").shown(0) == 326
    assert "speed: [{at: 375f, to: 30%}]" in room.draft.text


def test_footage_may_name_an_angle_and_other_footage_has_none() -> None:
    room = _room("15s")
    room.insert(Footage(media="table/close", start="20s", length="20f"), "two")
    assert "- {shot: table, from: table, angle: close, in: 20s, for: 20f}" in room.draft.text
    room.replace("talk", Footage(media="table/wide", start="15s"))
    assert "- {shot: talk, from: table, angle: wide, in: 15s, for: 75f}   # she speaks" in room.draft.text
    room.replace("talk", Footage(media="cam1", start="1s"))
    assert "- {shot: talk, from: cam1, in: 1s, for: 75f}   # she speaks" in room.draft.text


def test_the_sound_of_an_angle_is_no_cue() -> None:
    with pytest.raises(ProductionError, match="a cue has no angle"):
        _room("15s").overwrite(Footage(media="table/close", length="20f"), "two", only="sound")
