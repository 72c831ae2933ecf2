"""Retime, transitions, nest and un-nest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.transitions import TransitionAsked
from tests.production.editing.small_cuts import (
    Small,
    anchors_of,
    cut_of,
    length_of,
    shown_by,
    smalls,
    twenty,
)

if TYPE_CHECKING:
    from posthouse.production.tree import Plain


@settings(max_examples=12)
@given(smalls(), st.sampled_from(["50%", "25%", "-100%", "-50%"]))
def test_a_retime_that_slows_shows_the_same_frames_for_longer_and_is_undone(cut: Small, speed: str) -> None:
    room = cut.room()
    before, was = cut_of(room), shown_by(room, "two")
    room.retime("two", speed)
    now = shown_by(room, "two")
    assert now.grid_range() == was.grid_range()
    assert now.duration_frames == was.duration_frames * {"50%": 2, "25%": 4, "-100%": 1, "-50%": 2}[speed]
    room.retime("two", "100%")
    assert cut_of(room) == before


def test_a_retime_that_keeps_the_length_moves_nothing() -> None:
    room = twenty()
    length = length_of(room)
    room.retime("arm", "50%", keeps_length=True)
    assert length_of(room) == length
    assert "{shot: arm, from: battle, in: 630f, for: 56f," in room.draft.text


def test_a_ramp_keeps_its_range_or_its_length() -> None:
    room = twenty()
    keys: Plain = [{"at": "630f", "to": "100%"}, {"at": "650f", "to": "50%", "ease": "smooth"}]
    room.ramp("arm", keys)
    assert shown_by(room, "arm").grid_range().start_frame == 630
    assert shown_by(room, "arm").grid_range().end_frame == 686
    room = twenty()
    room.ramp("arm", keys, keeps_length=True)
    assert shown_by(room, "arm").duration_frames == 56


@settings(max_examples=12)
@given(st.integers(1, 20))
def test_a_ramp_is_trimmed_where_the_document_can_say_it(frames: int) -> None:
    room = twenty()
    room.ramp("arm", [{"at": "630f", "to": "100%"}, {"at": "650f", "to": "200%"}])
    was = shown_by(room, "arm")
    room.ripple("arm", "head", -frames)
    assert shown_by(room, "arm") == was.trimmed(head=-frames)


@pytest.mark.parametrize(
    ("shot", "speed", "message"),
    [
        ("arm", "0%", "a speed of 0% stands still"),
        ("arm", "fast", "'fast' is not a percentage"),
        ("held", "50%", "held is a freeze"),
        ("nobody", "50%", "there is no shot nobody"),
    ],
)
def test_speeds_that_cannot_be_are_refused(shot: str, speed: str, message: str) -> None:
    with pytest.raises(ProductionError, match=message):
        twenty().retime(shot, speed)


def test_a_retime_past_the_media_says_by_how_much() -> None:
    with pytest.raises(ProductionError, match=r"bird would run .* past its media forest"):
        twenty().retime("bird", "400%", keeps_length=True)


def test_a_transition_is_added_changed_and_taken_out() -> None:
    room = twenty()
    text, length = room.draft.text, length_of(room)
    room.add_transition("lemur/witness", TransitionAsked(kind="wipe", length="8f", options={"pattern": "clock"}))
    assert "  - {wipe: {length: 8f, pattern: clock}}\n" in room.draft.text
    room.change_transition("lemur/witness", TransitionAsked(length="12f"))
    room.change_transition("lemur/witness", TransitionAsked(kind="dip"))
    assert "  - {dip: 12f}\n" in room.draft.text
    assert length_of(room) == length
    room.remove_transition("lemur/witness")
    assert room.draft.text == text


def test_a_transition_without_handles_is_refused_with_what_is_missing() -> None:
    with pytest.raises(ProductionError, match=r"needs .* more of 'held'|longer than the shots|overlap"):
        twenty().change_transition("survivor/bird", TransitionAsked(length="200f"))


@pytest.mark.parametrize(
    ("join", "asked", "message"),
    [
        ("survivor/bird", TransitionAsked(length="8f"), "there is a dissolve at survivor/bird"),
        ("lemur/witness", TransitionAsked(), "how long shall the transition be"),
        ("lemur/witness", TransitionAsked(kind="fade", length="8f"), "there is no transition fade"),
        ("lemur/tower", TransitionAsked(length="8f"), "lemur and tower do not meet"),
        ("lemur", TransitionAsked(length="8f"), "lemur is no join"),
    ],
)
def test_transitions_that_cannot_be_are_refused(join: str, asked: TransitionAsked, message: str) -> None:
    with pytest.raises(ProductionError, match=message):
        twenty().add_transition(join, asked)


def test_nest_and_un_nest_give_the_same_cut_and_every_line_back() -> None:
    room = twenty()
    text, before, anchors, length = room.draft.text, cut_of(room), anchors_of(room), length_of(room)
    edited = room.nest("strike", "catapult", "screens")
    assert [(change.shot, change.kind) for change in edited.shots] == [("strike", "new")]
    assert edited.notes == ()
    assert "  - {shot: strike, from: strike}\n" in room.draft.text
    assert anchors_of(room) == anchors
    assert length_of(room) == length
    room.unnest("strike")
    assert (cut_of(room), anchors_of(room)) == (before, anchors)
    assert room.draft.text == text


def test_a_nest_shows_what_its_shots_showed() -> None:
    room = twenty()
    old = Bench(room.draft, room.facts).cut
    room.nest("strike", "catapult", "screens")
    new = Bench(room.draft, room.facts).cut
    assert [(event.range, getattr(event, "source", None)) for event in new.events] == [
        (event.range, getattr(event, "source", None)) for event in old.events
    ]


def test_what_hangs_on_the_nest_goes_to_the_shots_inside() -> None:
    room = twenty()
    room.nest("strike", "catapult", "screens")
    room.draft.set("titles.lost.at", "strike+70f")
    before = anchors_of(room)
    room.unnest("strike")
    assert anchors_of(room) == before
    assert "at: face+4f" in room.draft.text


def test_a_trimmed_nest_is_un_nested_as_it_is_trimmed() -> None:
    room = twenty(parks=True)
    room.nest("strike", "catapult", "screens")
    room.ripple("strike", "head", "-10f")
    length = length_of(room)
    room.unnest("strike")
    assert length_of(room) == length
    assert "{shot: catapult, from: forest, in: 1002f, for: 20f," in room.draft.text


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("nest", ("rain", "catapult", "face"), "the name rain is taken"),
        ("nest", ("strike", "face", "catapult"), "catapult is not after face"),
        ("unnest", ("face",), "it plays battle, which is no sequence"),
    ],
)
def test_nests_that_cannot_be_are_refused(operation: str, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(ProductionError, match=message):
        getattr(twenty(), operation)(*arguments)
