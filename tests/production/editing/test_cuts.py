"""Split and join: both halves do what the shot did, and joining them gives the shot back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.bench import Bench
from posthouse.timing import Rate
from tests.production.editing.small_cuts import Small, anchors_of, cut_of, length_of, room_of, small, smalls, twenty

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

SPEEDS = ("100%", "50%", "200%", "-100%", "-50%", "150%")


@settings(max_examples=25)
@given(smalls(speeds=SPEEDS), st.integers(1, 35))
def test_split_then_join_gives_the_same_cut(cut: Small, at: int) -> None:
    room = cut.room()
    before, length = cut_of(room), length_of(room)
    room.split(f"two+{at}f")
    assert length_of(room) == length
    room.join("two/two-2")
    assert cut_of(room) == before


@settings(max_examples=25)
@given(smalls(), st.integers(1, 35))
def test_halves_show_what_the_shot_showed(cut: Small, at: int) -> None:
    room = cut.room()
    whole = next(item[3] for item in cut_of(room) if item[1] == "two")
    room.split(f"two+{at}f")
    first, second = (item[3] for item in cut_of(room) if str(item[1]).startswith("two"))
    shown = [run.shown(f) for run in (first, second) for f in range(run.duration_frames)]  # type: ignore[attr-defined] # runs
    assert shown == [whole.shown(f) for f in range(whole.duration_frames)]  # type: ignore[attr-defined] # as above


@pytest.mark.parametrize(
    ("shot", "at"), [("meadow", 30), ("tower", 15), ("operator", 15), ("blast", 15), ("held", 15), ("credits", 15)]
)
def test_everything_anchored_stays_on_its_frame_through_a_split_and_a_join(shot: str, at: int) -> None:
    room = twenty()
    before = anchors_of(room)
    room.split(f"{shot}+{at}f")
    assert anchors_of(room) == before
    room.join(f"{shot}/{shot}-2")
    assert anchors_of(room) == before


def test_a_split_and_a_join_leave_the_text_as_it_was() -> None:
    room = twenty()
    text = room.draft.text
    room.split("tower+20f")
    assert "tower-2: {look: night}" in room.draft.text
    assert "{shot: tower-2, rain: {intensity: 0.7, wind: 14, seed: 7, lens: 50}}" in room.draft.text
    assert "at: tower-2+10f" in room.draft.text
    room.join("tower/tower-2")
    assert room.draft.text == text


def test_a_bed_under_the_last_half_reaches_to_its_end() -> None:
    room = twenty()
    room.split("soldier+10f")
    assert "under: [tower, soldier-2]" in room.draft.text
    room.split("tower+10f")
    assert "under: [tower, soldier-2]" in room.draft.text


def test_sound_edges_go_with_the_half_they_are_at() -> None:
    room = twenty()
    room.split("lemur+20f")
    first, second = (line for line in room.draft.text.splitlines() if "shot: lemur" in line)
    assert "trail" not in first
    assert "trail: 10f" in second


MOVING = """\
posthouse: 1
title: Moving
format: {size: [64, 36], rate: 24}
media: {clip: clip.mov}
cut:
  - shot: one
    from: clip
    in: 10f
    for: 40f
    scale: {from: 1, to: 1.4, ease: in-out}
    opacity: [{at: +4f, to: 0}, {at: end-6f, to: 1}]
  - {shot: two, from: clip, in: 90f, for: 40f, position: [{at: 95f, to: [0.4, 0.5]}, {at: 120f, to: [0.6, 0.5]}]}
"""


@pytest.mark.parametrize("at", [1, 5, 20, 39])
def test_motion_goes_on_over_the_cut(at: int) -> None:
    rate = Rate.parse(24)
    room = room_of(MOVING, small(rate, rate).sources)
    before = _motion(room, ["one"])
    room.split(f"one+{at}f")
    assert _motion(room, ["one", "one-2"]) == pytest.approx(before)
    room.join("one/one-2")
    assert _motion(room, ["one"]) == pytest.approx(before)


def _motion(room: CuttingRoom, shots: list[str]) -> list[float]:
    bench = Bench(room.draft, room.facts)
    scales: list[float] = []
    opacities: list[float] = []
    for shot in (bench.placed[name] for name in shots):
        assert shot.motion is not None
        frames = range(shot.range.duration_frames)
        scales += [value for f in frames for value in shot.motion.scale.at(shot.source, Fraction(f))]
        opacities += shot.opacities(shot.range)
    return [*scales, *opacities]


def test_motion_on_the_source_stays_as_it_is_written() -> None:
    rate = Rate.parse(24)
    room = room_of(MOVING, small(rate, rate).sources)
    room.split("two+12f")
    assert room.draft.text.count("position: [{at: 95f, to: [0.4, 0.5]}, {at: 120f, to: [0.6, 0.5]}]") == 2


@pytest.mark.parametrize(
    ("join", "why"),
    [
        ("meadow/lemur", "the second does not go on where the first ends"),
        ("witness/tower", "they are not of the same media"),
    ],
)
def test_strangers_are_not_joined(join: str, why: str) -> None:
    with pytest.raises(ProductionError, match=why):
        twenty().join(join)


def test_halves_that_were_graded_apart_are_not_joined() -> None:
    room = twenty()
    room.split("tower+20f")
    room.draft.set("color.grades.tower-2.exposure", 0.5)
    with pytest.raises(ProductionError, match="they differ in their grades"):
        room.join("tower/tower-2")


@pytest.mark.parametrize("place", ["meadow/lemur", "lemur", "00:00:00:10", "00:01:00:00"])
def test_there_must_be_something_to_split(place: str) -> None:
    with pytest.raises(ProductionError):
        twenty().split(place)


def test_a_split_inside_a_transition_is_refused_for_the_transition() -> None:
    with pytest.raises(ProductionError, match=r"dissolve /meadow .the transition is longer than the shots it joins"):
        twenty().split("meadow+15f")


def test_ids_that_follow_from_the_order_are_written_before_it_changes() -> None:
    rate = Rate.parse(24)
    text = small(rate, rate).text
    for name in ("one", "two", "three"):
        text = text.replace(f"shot: {name}, ", "")
    room = room_of(text, small(rate, rate).sources)
    room.move("clip-3", before="clip")
    items = [item[1] for item in cut_of(room)]
    assert items == ["clip-3", "clip", "clip-2"]
