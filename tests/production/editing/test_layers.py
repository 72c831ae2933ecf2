"""Edits of shots over the cut: each equals plain sums of frames, hangs where it hung, and moves nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import ProductionError
from posthouse.production.editing.footage import Footage
from tests.production.editing.nested_cuts import TEXT, anchor_of, layers_of, nested, programme_frames
from tests.production.editing.small_cuts import Small, anchors_of, room_of, smalls

if TYPE_CHECKING:
    from posthouse.production.editing import CuttingRoom

BEFORE = {
    "mist": ("clip", "V2", 173, 330, 12),
    "glow": ("other", "V3", 167, 30, 12),
    "glare": ("other", "V3", 179, 430, 10),
}
"""(media, track, first programme frame, first source frame, length): fleet begins at 163, and shows frame 20 at 173."""


def check(room: CuttingRoom, **changed: tuple[str, str, int, int, int] | None) -> None:
    """Compare the shots over the cut with what they should be; the cut, comments and other lines are as they were."""
    expected = {name: value for name, value in ({**BEFORE, **changed}).items() if value is not None}
    assert layers_of(room) == expected
    assert programme_frames(room) == programme_frames(nested())
    lines = [line for line in room.draft.diff().splitlines() if line[:1] == "-" and line[:3] != "---"]
    assert all(any(f"shot: {name}," in line for name in BEFORE) or "marker: lit" in line for line in lines), lines


def _with(name: str, **plus: int) -> tuple[str, str, int, int, int]:
    media, track, record, source, frames = BEFORE[name]
    at = record + plus.get("record", 0)
    return media, track, at, source + plus.get("source", 0), frames + plus.get("frames", 0)


def test_the_shots_over_the_cut_lie_where_the_reference_says() -> None:
    assert layers_of(nested()) == BEFORE


CUT_FADES = range(176, 179)
"""Where no second part of glow may begin: it fades out over its last 4 frames, from 175 on."""


@settings(max_examples=15)
@given(st.integers(-30, 60))
def test_a_slip_shows_other_frames(amount: int) -> None:
    room = nested()
    room.slip("glow", amount)
    check(room, glow=_with("glow", source=amount))
    assert "at: fleet+4f, track: V3, fade_out: 4f}   # glows" in room.draft.text


@settings(max_examples=15)
@given(st.integers(-11, 20), st.sampled_from(["head", "tail"]))
def test_a_ripple_keeps_the_anchor_and_moves_no_other(amount: int, side: str) -> None:
    room = nested()
    room.ripple("mist", side, amount)
    check(room, mist=_with("mist", frames=amount, source=-amount if side == "head" else 0))
    assert anchor_of(room, "mist") == "fleet@20f"


@settings(max_examples=15)
@given(st.integers(-15, 11).filter(bool))
def test_a_roll_of_a_head_moves_it_where_it_stands(amount: int) -> None:
    room = nested()
    room.roll("/mist", amount)
    check(room, mist=_with("mist", record=amount, source=amount, frames=-amount))
    assert anchor_of(room, "mist").startswith("fleet")


@settings(max_examples=15)
@given(st.integers(-11, 9).filter(bool))
def test_two_that_touch_roll_together(amount: int) -> None:
    room = nested()
    room.roll("glow/glare", amount)
    glare = _with("glare", record=amount, source=amount, frames=-amount)
    check(room, glow=_with("glow", frames=amount), glare=glare)


@settings(max_examples=20)
@given(st.integers(-60, 26).filter(bool))
def test_a_slide_moves_in_time_and_stays_on_its_shot(amount: int) -> None:
    room = nested()
    room.slide("mist", amount)
    check(room, mist=_with("mist", record=amount))
    anchor = anchor_of(room, "mist")
    assert anchor == (f"fleet@{20 + amount}f" if amount >= -10 else f"fleet-{-10 - amount}f")


def test_a_slide_lets_the_one_that_touches_give_way() -> None:
    room = nested()
    room.slide("glow", 3)
    check(room, glow=_with("glow", record=3), glare=_with("glare", record=3, source=3, frames=-3))


@settings(max_examples=12)
@given(st.integers(1, 8))
def test_a_split_and_a_join_leave_the_text_as_it_was(at: int) -> None:
    room = nested()
    lit = anchors_of(room)
    room.split(f"glow+{at}f")
    expected = {"glow": ("other", "V3", 167, 30, at), "glow-2": ("other", "V3", 167 + at, 30 + at, 12 - at)}
    assert {name: layers_of(room)[name] for name in expected} == expected
    assert {name: where for name, where in anchors_of(room).items() if name in lit} == lit
    room.join("glow/glow-2")
    assert room.draft.text == TEXT


@settings(max_examples=20)
@given(st.integers(150, 200), st.integers(1, 30))
def test_a_range_of_a_track_is_lifted(first: int, lasting: int) -> None:
    room, last = nested(parks=True), min(first + lasting, 211)
    shown = _track(room, "V3")
    there = [frame for frame in shown if first <= frame < last]
    if not there:
        with pytest.raises(ProductionError, match="nothing lies on V3"):
            room.lift(f"{first}f", f"{last}f", track="V3")
        return
    if last in CUT_FADES and first > 167:
        with pytest.raises(ProductionError, match="fades out over its last 4 frames"):
            room.lift(f"{first}f", f"{last}f", track="V3")
        return
    room.lift(f"{first}f", f"{last}f", track="V3")
    assert _track(room, "V3") == {frame: what for frame, what in shown.items() if frame not in there}
    assert layers_of(room)["mist"] == BEFORE["mist"]


@settings(max_examples=20)
@given(st.integers(140, 195), st.integers(1, 16))
def test_an_overwrite_takes_the_place_of_what_lies_on_its_track(first: int, lasting: int) -> None:
    room = nested(parks=True)
    shown = _track(room, "V3")
    footage = Footage(media="clip", start="700f", length=f"{lasting}f", shot="fresh")
    if first + lasting in CUT_FADES and first > 167:
        with pytest.raises(ProductionError, match="fades out over its last 4 frames"):
            room.overwrite(footage, f"{first}f", track="V3")
        return
    room.overwrite(footage, f"{first}f", track="V3")
    laid = {first + frame: ("clip", 700 + frame) for frame in range(lasting)}
    assert _track(room, "V3") == shown | laid
    assert layers_of(room)["mist"] == BEFORE["mist"]
    assert programme_frames(room) == programme_frames(nested())


def _track(room: CuttingRoom, track: str) -> dict[int, tuple[str, int]]:
    """Return what a track shows, by programme frame."""
    layers = layers_of(room).values()
    return {
        record + frame: (media, source + frame)
        for media, on, record, source, frames in layers
        if on == track
        for frame in range(frames)
    }


def test_an_insert_takes_an_empty_place_only() -> None:
    room = nested()
    footage = Footage(media="clip", start="700f", length="10f")
    with pytest.raises(ProductionError, match="glow lies there on V3"):
        room.insert(footage, "fleet+2f", track="V3")
    room.insert(footage, "brawl/kick+2f", track="V4")
    assert layers_of(room)["clip"] == ("clip", "V4", 48 + 15 + 2, 700, 10)
    assert anchor_of(room, "clip") == "brawl/kick+2f"
    room.insert(footage, "opening+2f", track="V3")
    order = list(layers_of(room))
    assert order == ["mist", "glow", "glare", "clip-2", "clip"]  # V3 lies under V4


def test_replace_retime_and_fit_keep_the_place() -> None:
    room = nested()
    room.replace("mist", Footage(media="other", start="500f"))
    assert layers_of(room)["mist"] == ("other", "V2", 173, 500, 12)
    room.retime("mist", "50%")
    assert layers_of(room)["mist"][-1] == 24
    room.fit(Footage(media="other", start="100f", end="148f"), "mist")
    assert anchor_of(room, "mist") == "fleet@20f"
    assert layers_of(room)["mist"] == ("other", "V2", 173, 101, 24)  # at 200 %, the middle of its first frame


def test_the_picture_alone_of_a_silent_shot_is_all_of_it() -> None:
    room = nested()
    room.replace("mist", Footage(media="other", start="500f"), only="picture")
    assert layers_of(room)["mist"] == ("other", "V2", 173, 500, 12)
    heard = nested(TEXT.replace('for: 12f, at: "fleet@20f"', 'for: 12f, sound: {gain: -6 dB}, at: "fleet@20f"'))
    with pytest.raises(ProductionError, match="mist lies over the cut and is heard"):
        heard.replace("mist", Footage(media="other", start="500f"), only="picture")


def test_a_lift_an_omission_and_what_hangs_on_them() -> None:
    room = nested()
    room.lift("glow")
    check(room, glow=None)
    with pytest.raises(ProductionError, match="would cut away what hangs there: marker lit"):
        room.lift("glare")
    room = nested()
    room.omit("mist")
    room.restore("mist")
    assert room.draft.text == TEXT


@settings(max_examples=15)
@given(smalls(speeds=("100%", "50%", "-100%")), st.sampled_from(["ripple", "slip", "retime"]), st.integers(1, 30))
def test_a_shot_over_the_cut_is_spelled_as_one_of_the_cut(cut: Small, operation: str, amount: int) -> None:
    lines = [line for line in cut.text.splitlines() if "shot: " in line]
    layers = "\n".join(line.replace("}", ", at: base+4f}") for line in lines)
    head, _, tail = cut.text.partition("cut:   # the cut\n")
    text = f"{head}cut: [{{shot: base, from: clip}}]\nover:\n{layers}\n{tail[tail.index('# the end') :]}"
    plain, over = cut.room(), room_of(text, cut.sources)
    arguments = {"ripple": ("two", "tail", amount), "slip": ("two", amount), "retime": ("two", "25%")}[operation]
    for room in (plain, over):
        getattr(room, operation)(*arguments)
    changed, wanted = over.draft.at(("over", 1)), plain.draft.at(("cut", 1))
    assert isinstance(changed, dict)
    assert {key: value for key, value in changed.items() if key != "at"} == wanted
    assert changed["at"] == "base+4f"


def test_a_shot_over_the_cut_that_plays_a_sequence_is_cut_as_any() -> None:
    text = TEXT.replace("{shot: mist, from: clip, in: 330f", "{shot: mist, from: fight, in: 10f")
    room = nested(text)
    room.split("mist+5f")
    room.ripple("mist-2", "tail", 3)
    lain = {name: layers_of(room)[name] for name in ("mist", "mist-2")}
    assert lain == {"mist": ("fight", "V2", 173, 10, 5), "mist-2": ("fight", "V2", 178, 15, 10)}


@pytest.mark.parametrize(
    ("written", "amount", "anchor"),
    [
        ("fleet+10f", 3, "fleet+13f"),
        ("fleet+10f", -10, "fleet"),
        ("fleet+10f", -12, "fleet-2f"),
        ("fleet", 3, "fleet+3f"),
        ("fleet+0.5s", 6, "fleet+0.75s"),
        ("fleet+00:00:00:10", 3, "fleet+00:00:00:13"),
        ('"fleet@20f"', 3, "fleet@23f"),
        ('"fleet@00:00:01:00"', 3, "fleet@00:00:01:03"),
        ('"00:00:02:00"', 3, "00:00:02:03"),
        ("brawl/kick+3f", 4, "brawl/kick+7f"),
        ('"brawl/kick@205f"', 4, "brawl/kick@209f"),
    ],
)
def test_an_anchor_stays_on_its_shot_in_its_manner(written: str, amount: int, anchor: str) -> None:
    room = nested(TEXT.replace('"fleet@20f"', written))
    record = layers_of(room)["mist"][2]
    room.slide("mist", amount)
    assert anchor_of(room, "mist") == anchor
    assert layers_of(room)["mist"][2] == record + amount
