"""Shots over the cut moved between places, tracks and each other; their fades; and wrong words about them."""

from __future__ import annotations

import pytest

from posthouse.errors import ProductionError
from posthouse.production.editing.footage import Footage
from posthouse.production.editing.transitions import TransitionAsked
from tests.production.editing.nested_cuts import TEXT, layers_of, nested


def test_a_layer_is_moved_to_a_place_a_track_and_in_the_stack() -> None:
    room = nested()
    room.lay("glare", place="opening+3f")
    assert layers_of(room)["glare"] == ("other", "V3", 3, 430, 10)
    room.lay("glare", place="brawl/kick", track="V2")
    assert layers_of(room)["glare"] == ("other", "V2", 63, 430, 10)
    assert list(layers_of(room)) == ["mist", "glare", "glow"]
    edited = room.move("glow", before="mist")
    assert edited.said == ("glow lies under mist",)
    assert [(change.shot, change.kind) for change in edited.shots] == [("glow", "moved")]
    assert list(layers_of(room)) == ["glow", "mist", "glare"]


def test_a_cutaway_covers_its_own_track_and_lies_under_the_higher_ones() -> None:
    room = nested()
    edited = room.overwrite(Footage(media="clip", start="0f", length="30f", shot="cutaway"), "fleet+2f", only="picture")
    assert list(layers_of(room)) == ["mist", "cutaway", "glow", "glare"]
    assert edited.notes == (
        "mist, on V2, lies under it there",
        "glow, on V3, lies over it there",
        "glare, on V3, lies over it there",
    )


def test_a_cutaway_of_another_shape_is_told() -> None:
    room = nested(TEXT.replace("size: [64, 36]", "size: [64, 48]"))
    told = "cutaway does not fill the frame, the cut shows beside it: say fit: fill at it"
    cutaway = Footage(media="clip", start="0f", length="3f", shot="cutaway")
    assert told in room.overwrite(cutaway, "opening+2f", only="picture").notes


def test_transitions_over_the_cut_are_fades() -> None:
    room = nested()
    room.add_transition("/mist", TransitionAsked(length="3f"))
    assert "fade_in: 3f" in room.draft.text
    room.change_transition("/mist", TransitionAsked(length="5f"))
    assert "fade_in: 5f" in room.draft.text
    room.remove_transition("/mist")
    assert room.draft.text == TEXT


def test_a_cut_in_a_fade_is_refused() -> None:
    room = nested()
    with pytest.raises(ProductionError, match="glow fades out over its last 4 frames") as refused:
        room.split("glow+10f")
    assert "posthouse set --remove over.glow.fade_out" in str(refused.value)


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("extract", ("glow",), r"nothing there closes up.*posthouse edit lift glow"),
        ("nest", ("all", "mist", "glow"), "make no sequence"),
        ("unnest", ("glow",), "where no list could take its shots"),
        ("roll", ("mist/glow", 1), "do not touch on one track"),
        ("roll", ("glow", 1), "write /glow for its head"),
        ("roll", ("glow/", 13), "nothing would be left.*posthouse edit lift glare"),
        ("slide", ("mist", 60), "reaches beyond the programme"),
        ("slide", ("mist", -174), "would begin before the programme.*at most -173f"),
        ("split", ("glow+12f",), "nothing to split at"),
        ("split", ("glow/",), "nothing to split at"),
        ("fit", (Footage(media="clip", start="0f", end="9f"), "glow/"), "there are no gaps over the cut"),
        ("join", ("mist/",), "nothing touches the shot"),
        ("join", ("glow/glare",), "the second does not go on where the first ends"),
        ("add_transition", ("glow/glare", TransitionAsked(length="3f")), "not into each other.*write /glare"),
        ("add_transition", ("/mist", TransitionAsked(length="13f")), "does not fit.*at most 12f"),
        ("add_transition", ("/mist", TransitionAsked(length="3f", kind="wipe")), "it fades, without wipe"),
        ("add_transition", ("glow/", TransitionAsked(length="3f")), "glow has a fade_out of 4f"),
        ("remove_transition", ("/mist",), "mist has no fade_in"),
    ],
)
def test_wrong_words_are_told(operation: str, arguments: tuple[object, ...], message: str) -> None:
    room = nested()
    with pytest.raises(ProductionError, match=message):
        getattr(room, operation)(*arguments)
    assert room.draft.text == TEXT


def test_places_beside_the_track_are_told() -> None:
    room = nested()
    footage = Footage(media="clip", length="60f")
    with pytest.raises(ProductionError, match="reaches beyond the programme"):
        room.overwrite(footage, "fleet+6f", track="V4")
    with pytest.raises(ProductionError, match="name where the range begins"):
        room.lift("fleet", track="V3")
    with pytest.raises(ProductionError, match="opening is not over the cut"):
        room.lay("opening", place="3f")
    with pytest.raises(ProductionError, match="V1 is the cut"):
        room.lay("glow", track="V1")
    with pytest.raises(ProductionError, match=r"one edit is of one list.*--to PLACE"):
        room.move("glow", before="opening")
    with pytest.raises(ProductionError, match="there is no shot nobody"):
        room.overwrite(footage, "nobody+6f", track="V4")
    assert room.draft.text == TEXT


@pytest.mark.parametrize("track", ["A4", "dialogue", "music", "effects"])
def test_pictures_are_not_laid_on_tracks_of_sound(track: str) -> None:
    with pytest.raises(ProductionError, match=f"{track} is a track of sound"):
        nested().overwrite(Footage(media="clip", length="4f"), "fleet", track=track)
