"""What hangs on shots inside sequences, what plays them, and wrong words about both."""

from __future__ import annotations

import pytest

from posthouse.errors import ProductionError
from posthouse.production.editing.footage import Footage
from posthouse.production.editing.transitions import TransitionAsked
from tests.production.editing.nested_cuts import TEXT, nested, played_once, programme_frames, sequence_frames
from tests.production.editing.small_cuts import anchors_of
from tests.production.editing.test_sequences import fight

ANCHORED = played_once().replace(
    "markers:\n",
    """markers:
  - {marker: hit, at: "punch@110f"}
  - {marker: foot, at: brawl/kick+12f}
  - {marker: late, at: "brawl@30f"}
""",
)


@pytest.mark.parametrize(
    ("operation", "arguments", "moved"),
    [
        ("ripple", ("punch", "tail", 6), {"foot": 6}),
        ("roll", ("punch/kick", 4), {"foot": 4}),  # shot+12f stays 12 frames from its first, as in the cut
        ("slip", ("kick", 3), {}),
        ("slide", ("kick", 3), {"foot": 3}),
        ("split", ("kick+5f",), {}),
        ("nest", ("kicks", "kick", "fall"), {}),
        ("unnest", ("brawl",), {}),
        ("split", ("brawl+30f",), {}),  # half-way: hit and foot lie in the first part, by their whole names now
        ("split", ("brawl+12f",), {}),
        ("insert", (Footage(media="other", length="6f"), "fight/22f"), {"foot": 6}),
    ],
)
def test_what_hangs_on_shots_inside_follows_them(
    operation: str, arguments: tuple[object, ...], moved: dict[str, int]
) -> None:
    room = nested(ANCHORED)
    before = anchors_of(room)
    getattr(room, operation)(*arguments)
    after = anchors_of(room)
    expected = {name: (at or 0) + moved.get(name.split()[1], 0) for name, at in before.items()}
    assert after == expected


def test_a_sequence_that_is_played_again_leaves_anchors_where_they_were() -> None:
    room = nested(ANCHORED)
    before = anchors_of(room)
    room.insert(Footage(media="fight"), "fleet/")
    assert anchors_of(room) == before
    assert 'at: "brawl/punch@110f"' in room.draft.text


INSIDE: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("ripple", ("punch", "tail", 7)),
    ("ripple", ("kick", "head", -9)),
    ("roll", ("punch/kick", -6)),
    ("slip", ("fall", 12)),
    ("slide", ("kick", 5)),
    ("split", ("kick+11f",)),
    ("insert", (Footage(media="other", start="700f", length="8f"), "kick+4f")),
    ("overwrite", (Footage(media="other", start="700f", length="8f"), "kick+14f")),
    ("lift", ("fall",)),
    ("extract", ("kick+15f", "fall+3f")),
    ("replace", ("fall", Footage(media="clip", start="640f"))),
    ("fit", (Footage(media="clip", start="600f", end="650f"), "fall")),
    ("retime", ("fall", "-100%")),
    ("move", ("fall",)),
    ("add_transition", ("punch/kick", TransitionAsked(length="6f"))),
)


@pytest.mark.parametrize(("operation", "arguments"), INSIDE, ids=[name for name, _ in INSIDE])
def test_an_edit_inside_and_the_same_once_un_nested_show_the_same(
    operation: str, arguments: tuple[object, ...]
) -> None:
    whole = ANCHORED.replace("{shot: brawl, from: fight, in: 5f, for: 40f}", "{shot: brawl, from: fight}")
    whole = whole.replace("brawl@30f", "kick@210f")
    inside, flat = nested(whole), nested(whole)
    named = {"before": "punch"} if operation == "move" else {}
    getattr(inside, operation)(*arguments, **named)
    inside.unnest("brawl")
    flat.unnest("brawl")
    getattr(flat, operation)(*arguments, **named)
    assert programme_frames(inside) == programme_frames(flat)
    assert anchors_of(inside) == anchors_of(flat)
    assert inside.draft.at(("cut",)) == flat.draft.at(("cut",))


def test_what_an_edit_inside_would_cut_away_is_refused_or_parked() -> None:
    room = nested(ANCHORED)
    with pytest.raises(ProductionError, match="would cut away what hangs there: marker hit"):
        room.ripple("fight/punch", "head", "-12f")
    assert room.draft.text == ANCHORED
    room = nested(ANCHORED, parks=True)
    assert room.ripple("fight/punch", "head", "-12f").parked == ("marker hit",)


def test_a_transition_that_does_not_fit_is_told_alone() -> None:
    room = nested(ANCHORED)
    with pytest.raises(ProductionError, match="it does not fit: dissolve punch/kick") as refused:
        room.add_transition("punch/kick", TransitionAsked(length="70f"))
    assert "marker" not in str(refused.value)
    assert room.draft.text == ANCHORED


def test_a_shot_that_would_show_more_than_there_is_keeps_its_frames_and_refuses() -> None:
    room = nested()
    with pytest.raises(ProductionError, match="brawl plays fight up to its frame 45, and it would last 40") as refused:
        room.extract("fight/0f", "fight/35f")
    assert "posthouse edit ripple brawl tail -5f" in str(refused.value)
    room.ripple("brawl", "tail", "-5f")
    room.extract("fight/0f", "fight/35f")
    assert sequence_frames(room) == fight()[35:]


def test_picture_or_sound_alone_lies_beside_the_use_that_is_named() -> None:
    room = nested()
    with pytest.raises(ProductionError, match=r"fight is played 2 times.*brawl/kick, again/kick"):
        room.overwrite(Footage(media="other", length="4f"), "fight/kick+2f", only="picture")
    room.overwrite(Footage(media="other", length="4f"), "again/kick+2f", only="picture")
    room.insert(Footage(media="other", length="4f"), "brawl/kick+2f", only="sound")
    assert "at: again/kick+2f" in room.draft.text
    assert "at: brawl/kick+2f" in room.draft.text


@pytest.mark.parametrize(("only", "shots"), [("picture", [("clip", "new")]), ("sound", [])])
def test_what_lies_beside_one_use_is_not_told_as_a_change_of_the_sequence(
    only: str, shots: list[tuple[str, str]]
) -> None:
    edited = nested().overwrite(Footage(media="clip", length="4f"), "again/kick+2f", only=only)
    assert edited.sequence is None
    assert [(change.shot, change.kind) for change in edited.shots] == shots


@pytest.mark.parametrize(
    ("operation", "arguments", "message"),
    [
        ("slip", ("fight", 1), "fight is a sequence, not a shot.*fight/punch"),
        ("slip", ("opening/punch", 1), "punch is not in opening: it is in the sequence fight.*fight/punch"),
        ("slip", ("brawl/knee", 1), "there is no shot knee in brawl.*punch, kick, fall"),
        ("slip", ("brawl/fleet", 1), "fleet is not in brawl: it is in the cut"),
        ("roll", ("opening/punch", 1), "opening is in the cut and punch is in the sequence fight: they do not meet"),
        ("roll", ("brawl/punch", 1), "nothing is before punch in the sequence fight"),
        ("roll", ("punch/fall", 1), "punch and fall do not meet.*after punch comes kick"),
        ("roll", ("//", 1), "is no join"),
        ("extract", ("fight/0f", "fight/75f"), "nothing would be left of the sequence fight"),
        ("lift", ("punch", "opening"), "one edit is of one list"),
        ("split", ("fight/",), "fight is a sequence"),
        ("split", ("fight/99f",), "frame 99 is beyond the sequence fight"),
        ("insert", (Footage(media="fight"), "punch+3f"), "the sequence fight plays itself"),
        ("unnest", ("again",), "fight is played 2 times"),
        ("slide", ("punch", 2), "punch begins the sequence fight"),
    ],
)
def test_wrong_words_are_told(operation: str, arguments: tuple[object, ...], message: str) -> None:
    room = nested()
    with pytest.raises(ProductionError, match=message):
        getattr(room, operation)(*arguments)
    assert room.draft.text == TEXT
