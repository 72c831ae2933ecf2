"""Edits inside sequences: each equals a list of frames edited by hand, and all shots that play it show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.footage import Footage
from posthouse.production.editing.transitions import TransitionAsked
from posthouse.production.ids import ids_by_path
from tests.production.editing.nested_cuts import (
    FIGHT,
    TEXT,
    Frames,
    bench_of,
    nested,
    programme_frames,
    sequence_frames,
)
from tests.production.editing.small_cuts import Small, room_of, smalls

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

AMOUNTS = st.integers(-40, 40).filter(bool)
NAMES = st.sampled_from(["{}", "fight/{}", "brawl/{}", "again/{}"])


def run_of(media: str, start: int, frames: int) -> Frames:
    """Return what a range of a media shows."""
    return [(media, start + frame) for frame in range(frames)]


def fight(
    punch: tuple[int, int] = (100, 20), kick: tuple[int, int] = (200, 30), fall: tuple[int, int] = (50, 25)
) -> Frames:
    """Return what the sequence shows, of (first source frame, length) of each shot."""
    return [*run_of("clip", *punch), *run_of("clip", *kick), *run_of("other", *fall)]


def programme(sequence: Frames) -> Frames:
    """Return what the programme shows with a sequence: 40 frames from its 5th, all of it, and the shots around."""
    return [*run_of("clip", 10, 48), *sequence[5:45], *sequence, *run_of("other", 10, 48)]


def check(room: CuttingRoom, expected: Frames) -> None:
    """Compare a sequence, and the programme that plays it, with what they should show; all else is as it was."""
    assert sequence_frames(room) == expected
    assert programme_frames(room) == programme(expected)
    changed = [line for line in room.draft.diff().splitlines() if line[:1] == "-" and line[:3] != "---"]
    assert all("shot: " in line and line.startswith("-    ") for line in changed), changed
    for comment in ("# the fight", "# what follows", "# a part of it", "# all at sea"):
        assert comment in room.draft.text


@settings(max_examples=20)
@given(st.sampled_from(["head", "tail"]), AMOUNTS, NAMES)
def test_a_ripple_changes_the_sequence_and_all_that_play_it(side: str, amount: int, name: str) -> None:
    room = nested()
    if amount <= -30:
        with pytest.raises(ProductionError, match="nothing would be left"):
            room.ripple(name.format("kick"), side, amount)
        return
    edited = room.ripple(name.format("kick"), side, amount)
    start = 200 if side == "tail" else 200 - amount
    check(room, fight(kick=(start, 30 + amount)))
    assert edited.sequence is not None
    assert [use.shot for use in edited.sequence.uses] == ["brawl", "again"]
    assert edited.sequence.frames_after - edited.sequence.frames_before == amount


@settings(max_examples=20)
@given(st.integers(-19, 29).filter(bool), st.sampled_from(["punch/kick", "brawl/kick", "fight//kick", "again/punch/"]))
def test_a_roll_moves_a_join_inside(amount: int, join: str) -> None:
    room = nested()
    room.roll(join, amount)
    check(room, fight(punch=(100, 20 + amount), kick=(200 + amount, 30 - amount)))


@settings(max_examples=15)
@given(AMOUNTS, NAMES)
def test_a_slip_shows_other_frames_in_the_same_place(amount: int, name: str) -> None:
    room = nested()
    room.slip(name.format("kick"), amount)
    check(room, fight(kick=(200 + amount, 30)))


@settings(max_examples=15)
@given(st.integers(-19, 24).filter(bool), NAMES)
def test_a_slide_lets_the_neighbors_give_way(amount: int, name: str) -> None:
    room = nested()
    room.slide(name.format("kick"), amount)
    check(room, fight(punch=(100, 20 + amount), fall=(50 + amount, 25 - amount)))


@settings(max_examples=20)
@given(st.integers(0, 74), st.integers(1, 75))
def test_a_range_is_lifted_extracted_and_laid_over(first: int, lasting: int) -> None:
    last = min(first + lasting, 75)
    assume(last - first < 75)
    whole, places = fight(), (f"fight/{first}f", f"fight/{last}f")
    lifted = nested(parks=True)
    lifted.lift(*places)
    assert sequence_frames(lifted) == [*whole[:first], *[None] * (last - first), *whole[last:]]
    assert programme_frames(lifted) == programme(sequence_frames(lifted))
    extracted = nested(parks=True)
    if 75 - (last - first) < 45:
        with pytest.raises(ProductionError, match="brawl plays fight up to its frame 45"):
            extracted.extract(*places)
    else:
        extracted.extract(*places)
        assert sequence_frames(extracted) == [*whole[:first], *whole[last:]]
    over = nested(parks=True)
    over.overwrite(Footage(media="other", start="700f", length=f"{last - first}f"), places[0])
    assert sequence_frames(over) == [*whole[:first], *run_of("other", 700, last - first), *whole[last:]]


@settings(max_examples=20)
@given(st.integers(0, 75), st.integers(1, 30))
def test_an_insert_lengthens_the_sequence(at: int, lasting: int) -> None:
    room, whole = nested(), fight()
    room.insert(Footage(media="other", start="700f", length=f"{lasting}f"), f"again/{at}f")
    expected = [*whole[:at], *run_of("other", 700, lasting), *whole[at:]]
    assert sequence_frames(room) == expected
    assert programme_frames(room) == programme(expected)


@settings(max_examples=15)
@given(st.integers(1, 29))
def test_a_split_and_a_join_leave_the_text_as_it_was(at: int) -> None:
    room = nested()
    room.split(f"brawl/kick+{at}f")
    assert sequence_frames(room) == fight()
    room.join("again/kick/kick-2")
    assert room.draft.text == TEXT


def test_ids_that_follow_from_the_order_stay_what_they_were() -> None:
    text = TEXT.replace("{shot: punch, from: clip, in", "{from: clip, in")  # it goes by clip
    room = nested(text)
    room.insert(Footage(media="clip", start="700f", length="4f"), "clip+4f")
    assert [piece.id for piece in bench_of(room, FIGHT).pieces] == ["clip", "clip-2", "clip-3", "kick", "fall"]
    room.insert(Footage(media="clip", start="700f", length="4f"), "opening+4f")
    assert [piece.id for piece in bench_of(room, FIGHT).pieces] == ["clip", "clip-2", "clip-3", "kick", "fall"]
    assert [piece.id for piece in bench_of(room).pieces][1] == "clip-4"


def test_shots_without_ids_are_nested_and_put_back_with_their_comments() -> None:
    bare = "  # before it\n  - {from: clip, in: 300f, for: 8f}   # behind it\n"
    room = nested(TEXT.replace("cut:\n", f"cut:\n{bare}"))
    room.nest("deck", "clip", "opening")
    assert "    - {from: clip, in: 300f, for: 8f, shot: clip}   # behind it\n" in room.draft.text
    room.unnest("deck")
    assert "  # before it\n  - {from: clip, in: 300f, for: 8f, shot: clip}   # behind it\n" in room.draft.text


def test_the_comments_of_a_sequence_without_ids_come_along() -> None:
    bare = "  deck:   # on deck\n    # over it\n    - {from: clip, in: 300f, for: 8f}   # behind it\n"
    text = TEXT.replace("sequences:\n", f"sequences:\n{bare}").replace("cut:\n", "cut:\n  - {shot: ship, from: deck}\n")
    room = nested(text)
    room.unnest("ship")
    assert (
        "  # on deck\n  # over it\n  - {from: clip, in: 300f, for: 8f, shot: clip}   # behind it\n" in room.draft.text
    )


@pytest.mark.parametrize(
    "deck",
    [
        "  deck: [{from: clip, in: 300f, for: 8f}]   # on deck\n",
        "  deck:\n    - {from: clip, in: 300f, for: 8f}   # on deck\n",
    ],
)
def test_a_trimmed_sequence_without_ids_is_put_back(deck: str) -> None:
    text = TEXT.replace("sequences:\n", f"sequences:\n{deck}")
    room = nested(text.replace("cut:\n", "cut:\n  - {shot: ship, from: deck, in: 2f, for: 4f}\n"))
    before = programme_frames(room)
    room.unnest("ship")
    assert programme_frames(room) == before
    assert "# on deck" in room.draft.text


def test_the_comment_of_a_sequence_in_brackets_comes_along() -> None:
    bare = "  deck: [{shot: bow, from: clip, in: 300f, for: 8f}]   # on deck\n"
    text = TEXT.replace("sequences:\n", f"sequences:\n{bare}").replace("cut:\n", "cut:\n  - {shot: ship, from: deck}\n")
    room = nested(text)
    room.unnest("ship")
    assert "  # on deck\n  - {shot: bow, from: clip, in: 300f, for: 8f}\n" in room.draft.text


@pytest.mark.parametrize("place", ["999f", "fleet+500f", "fight/999f", "rise+999f"])
def test_an_overwrite_beyond_the_end_is_refused(place: str) -> None:
    room = nested(TEXT.replace("{shot: fall,", "{shot: rise,"))
    with pytest.raises(ProductionError, match=r"frame \d+ is beyond"):
        room.overwrite(Footage(media="clip", length="5f"), place)


@pytest.mark.parametrize("operation", ["extract", "split"])
def test_ids_of_many_shots_elsewhere_stay_what_they_were(operation: str) -> None:
    bare = "".join(f"  - {{from: clip, in: {at}0f, for: 8f, at: fleet+{at}f}}   # the {at}th\n" for at in range(12))
    inner = ", ".join(f"{{from: clip, in: {at}00f, for: 8f}}" for at in range(6))
    cut = "".join(f"  - {{from: clip, in: {at}00f, for: 8f}}\n" for at in range(3))
    text = TEXT.replace("over:\n", f"over:\n{bare}").replace("sequences:\n", f"sequences:\n  talk: [{inner}]\n")
    room = nested(text.replace("cut:\n", f"cut:\n{cut}"))
    before = ids_by_path(room.draft.value)
    room.extract("clip-2") if operation == "extract" else room.split("clip-2+3f")
    after = ids_by_path(room.draft.value)
    assert {where: after[where] for where in after if where[0] != "cut"} == {
        where: before[where] for where in before if where[0] != "cut"
    }
    assert all(f"# the {at}th" in room.draft.text for at in range(12))


def test_sound_edges_inside_roll_apart_from_the_picture() -> None:
    room = nested()
    room.roll("brawl/kick", -5, only="sound")
    assert sequence_frames(room) == fight()
    assert "sound: {lead: 5f}" in room.draft.text
    room.roll("brawl/kick", 5, only="sound")
    assert room.draft.text == TEXT


def test_a_move_an_omission_and_a_nest_inside_are_undone() -> None:
    room = nested()
    room.move("again/fall", before="punch")
    assert sequence_frames(room) == [*run_of("other", 50, 25), *run_of("clip", 100, 20), *run_of("clip", 200, 30)]
    room.move("fall", after="brawl/kick")
    room.omit("fight/fall")
    assert sequence_frames(room) == fight()[:50]
    room.restore("fall")
    room.nest("kicks", "brawl/kick", "brawl/fall")
    assert programme_frames(room) == programme(fight())
    room.unnest("again/kicks")
    assert room.draft.text == TEXT


def test_retime_replace_and_fit_inside() -> None:
    room = nested()
    room.retime("fight/kick", "200%")
    assert sequence_frames(room)[20:35] == [("clip", 201 + 2 * frame) for frame in range(15)]
    room.replace("again/fall", Footage(media="clip", start="300f"))
    room.fit(Footage(media="other", start="400f", end="430f"), "brawl/kick")
    expected = [
        *run_of("clip", 100, 20),
        *(("other", 401 + 2 * frame) for frame in range(15)),
        *run_of("clip", 300, 25),
    ]
    assert sequence_frames(room) == expected
    assert programme_frames(room) == programme(expected)


def test_transitions_inside_are_added_changed_and_taken_out() -> None:
    room = nested()
    room.add_transition("punch/kick", TransitionAsked(length="6f"))
    assert [each.range.duration_frames for each in bench_of(room).cut.transitions] == [6, 6]
    room.change_transition("again/punch/kick", TransitionAsked(length="4f"))
    room.remove_transition("fight/punch/kick")
    assert room.draft.text == TEXT


@settings(max_examples=20)
@given(
    smalls(speeds=("100%", "50%", "-100%")), st.sampled_from(["ripple", "roll", "slip", "split"]), st.integers(1, 30)
)
def test_a_list_in_a_sequence_is_spelled_as_the_same_list_of_the_cut(cut: Small, operation: str, amount: int) -> None:
    arguments: dict[str, tuple[str | int, ...]] = {
        "ripple": ("two", "tail", amount),
        "roll": ("one/two", -amount),
        "slip": ("two", amount),
        "split": (f"two+{amount}f",),
    }
    plain, inside = cut.room(), room_of(_in_a_sequence(cut.text), cut.sources)
    getattr(plain, operation)(*arguments[operation])
    getattr(inside, operation)(*arguments[operation])
    assert inside.draft.at(("sequences", "all")) == plain.draft.at(("cut",))
    assert inside.draft.text.count("# the comment of a shot") == 3


def _in_a_sequence(text: str) -> str:
    head, _, rest = text.partition("cut:   # the cut\n")
    shots, _, tail = rest.partition("\n\n")
    inner = "\n".join(f"  {line}" for line in shots.splitlines())
    return f"{head}sequences:\n  all:   # the cut\n{inner}\ncut: [{{shot: whole, from: all}}]\n\n{tail}"


def test_a_nest_is_heard_as_far_beyond_its_picture_as_its_shots_were() -> None:
    text = TEXT.replace("in: 10f, for: 48f}\n", "in: 10f, for: 48f, sound: {lead: 2f, trail: 6f}}\n", 1)
    room = nested(text)
    room.nest("both", "opening", "brawl")
    assert "- {shot: both, from: both, sound: {lead: 2f}}" in room.draft.text
    room.unnest("both")
    assert room.draft.text == text
    room.nest("alone", "opening", "opening")
    room.slip("opening", 1)
    assert "- {shot: alone, from: alone, sound: {lead: 2f, trail: 6f}}" in room.draft.text
    room.draft.set("cut.alone.sound.gain", "-3 dB")
    with pytest.raises(ProductionError, match="it says of all of them: sound"):
        room.unnest("alone")
