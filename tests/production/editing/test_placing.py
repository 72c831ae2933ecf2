"""Insert, overwrite, replace, fit, lift, extract, omit, move: what comes, what goes, what stays where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.footage import Footage
from tests.production.editing.small_cuts import (
    anchors_of,
    cut_of,
    length_of,
    shown_by,
    twenty,
)

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

NEW = Footage(media="battle", start="10f", length="30f", shot="fresh")
FRAMES = st.integers(0, 1150)


@settings(max_examples=6)
@given(FRAMES)
def test_an_insert_lengthens_the_programme_and_an_overwrite_does_not(frame: int) -> None:
    room, other = twenty(parks=True), twenty(parks=True)
    length = length_of(room)
    room.insert(NEW, f"{frame}f")
    assert length_of(room) == length + 30
    other.overwrite(NEW, f"{frame}f")
    assert length_of(other) == max(length, frame + 30)
    for each in (room, other):
        at = _start(each, "fresh")
        assert at == frame


def _start(room: CuttingRoom, shot: str) -> int:
    return Bench(room.draft, room.facts).placed[shot].start_frame


@settings(max_examples=6)
@given(FRAMES, st.integers(1, 90))
def test_a_lift_leaves_a_gap_and_moves_nothing_and_an_extract_closes_it(frame: int, lasting: int) -> None:
    room, other = twenty(parks=True), twenty(parks=True)
    length, before = length_of(room), anchors_of(room)
    end = min(length, frame + lasting)
    room.lift(f"{frame}f", f"{end}f")
    assert length_of(room) == length
    assert all(before[name] == at for name, at in anchors_of(room).items())
    other.extract(f"{frame}f", f"{end}f")
    assert length_of(other) == length - (end - frame)


def test_an_insert_in_a_shot_splits_it() -> None:
    room = twenty()
    edited = room.insert(NEW, "tower+20f")
    assert [item[1] for item in cut_of(room)][4:7] == ["tower", "fresh", "tower-2"]
    assert edited.said[0] == "tower is split after 20 frames; its second half is tower-2"


def test_an_insert_at_a_join_takes_its_transition_out() -> None:
    edited = twenty().insert(NEW, "tower/balcony")
    assert edited.said[0] == "the dissolve between tower and balcony is taken out"


def test_black_is_inserted_as_a_gap() -> None:
    room = twenty()
    room.insert(Footage(media="gap", length="1s"), "hall/")
    room.insert(Footage(media="gap", length="12f"), "credits/")
    items = cut_of(room)
    assert items[[item[1] for item in items].index("hall") + 1][:3] == ("gap", "", 24)
    assert "  - {gap: 1s}\n" in room.draft.text
    with pytest.raises(ProductionError, match="a gap has a length and nothing else"):
        room.insert(Footage(media="gap", start="1f"), "hall/")


def test_an_overwrite_of_picture_alone_lies_over_the_cut() -> None:
    room = twenty()
    before = cut_of(room)
    room.overwrite(NEW, "hall+4f", only="picture")
    assert "  - {shot: fresh, from: battle, in: 10f, for: 30f, at: hall+4f}" in room.draft.text
    assert cut_of(room) == before


def test_an_insert_of_sound_alone_is_a_cue() -> None:
    room = twenty()
    room.insert(NEW, "hall+4f", only="sound")
    assert "    - {cue: fresh, at: hall+4f, play: battle, in: 10f, for: 30f}" in room.draft.text


def test_a_replaced_shot_keeps_its_id_length_and_grade() -> None:
    room = twenty()
    room.replace("face", Footage(media="forest", start="100f"))
    assert "{shot: face, from: forest, in: 100f, for: 32f," in room.draft.text
    assert "face:     {look: siege, exposure: -0.1}" in room.draft.text


def test_a_source_time_that_the_new_footage_has_not_falls_off() -> None:
    room = twenty()
    with pytest.raises(ProductionError, match="would cut away what hangs there: cue thunder2"):
        room.replace("blast", Footage(media="forest", start="100f"))


@settings(max_examples=8)
@given(st.integers(1, 300))
def test_fit_to_fill_shows_the_whole_range_in_the_time_there_is(lasting: int) -> None:
    room = twenty()
    room.fit(Footage(media="forest", start="100f", end=f"{100 + lasting}f"), "face")
    run = shown_by(room, "face")
    assert run.duration_frames == 32
    assert run.grid_range().start_frame >= 100
    assert 100 + lasting - run.grid_range().end_frame <= max(1, lasting / 32)


def test_fit_to_fill_takes_a_gap() -> None:
    room = twenty()
    room.fit(Footage(media="forest", start="100f", end="136f", shot="dawn"), "0f")
    assert "{shot: dawn, from: forest, in: 100f, for: 18f, speed: 200%}" in room.draft.text
    with pytest.raises(ProductionError, match="there is no gap at meadow/lemur"):
        room.fit(NEW, "meadow/lemur")


def test_what_would_fall_off_is_refused_with_the_list_and_nothing_changes() -> None:
    room = twenty()
    text = room.draft.text
    with pytest.raises(ProductionError, match="title place; cue thunder1; deliverable poster"):
        room.extract("tower")
    assert room.draft.text == text


def test_what_falls_off_is_parked_as_comments() -> None:
    room = twenty(parks=True)
    edited = room.extract("tower")
    assert edited.parked == ("title place", "cue thunder1", "deliverable poster", "grade tower", "effect on tower")
    assert "    # parked: sound.cues: {cue: thunder1, at: tower+2f, play: thunder," in room.draft.text
    assert "  # parked: titles: {title: place," in room.draft.text
    assert "  # parked: effects: {shot: tower,   rain:" in room.draft.text


def test_a_bed_whose_first_shot_goes_begins_with_the_next() -> None:
    room = twenty(parks=True)
    room.extract("tower")
    assert "under: [balcony, soldier]" in room.draft.text


def test_half_a_lift_is_of_sound_or_of_picture() -> None:
    room = twenty()
    room.lift("face", only="sound")
    room.lift("hall", only="picture")
    assert "lead: 6f, mute: true}" in room.draft.text
    assert "sound: {gain: -4 dB, stem: effects}, opacity: 0}" in room.draft.text


def test_a_move_there_and_back_leaves_the_text_as_it_was() -> None:
    room = twenty()
    text = room.draft.text
    room.move("face", before="lemur")
    assert [item[1] for item in cut_of(room)][1:4] == ["meadow", "face", "lemur"]
    room.move("face", after="acorn")
    assert room.draft.text == text


def test_a_move_says_what_becomes_of_transitions() -> None:
    edited = twenty().move("balcony", after="hall")
    assert edited.said == (
        "balcony is now after hall",
        "the dissolve there stays: it is between tower and soldier now",
    )


def test_an_omitted_shot_is_restored() -> None:
    room = twenty()
    text = room.draft.text
    room.omit("hall")
    assert "stem: effects}, omit: true}" in room.draft.text
    room.restore("hall")
    assert room.draft.text == text
    with pytest.raises(ProductionError, match="hall is not omitted"):
        room.restore("hall")


def test_the_change_list_has_records_and_sources() -> None:
    edited = twenty().roll("balcony/soldier", "+4f")
    facts = edited.facts()["shots"]
    assert facts[0] == {
        "shot": "balcony",
        "kind": "trimmed",
        "record_before": [258, 316],
        "record_after": [258, 320],
        "source_before": [62, 120],
        "source_after": [62, 124],
    }
    assert [change["shot"] for change in facts] == ["balcony", "soldier"]
