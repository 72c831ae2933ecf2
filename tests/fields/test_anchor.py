"""Anchors: what follows the footage, what follows the cut, what follows nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.fields import Anchor, AnchorKind
from posthouse.fields.anchor import is_readable_as_time
from posthouse.timing import Length


@pytest.mark.parametrize(
    ("written", "kind", "shot", "offset"),
    [
        ("opening@00:00:05:00", AnchorKind.SOURCE, "opening", Length.parse("00:00:05:00")),
        ("opening@5s", AnchorKind.SOURCE, "opening", Length.parse("5s")),
        ("opening+12f", AnchorKind.SHOT, "opening", Length.frames_of(12)),
        ("opening + 12", AnchorKind.SHOT, "opening", Length.frames_of(12)),
        ("opening-6f", AnchorKind.SHOT, "opening", Length.frames_of(-6)),
        ("opening+90+00", AnchorKind.SHOT, "opening", Length.frames_of(1440)),
        ("opening", AnchorKind.SHOT, "opening", Length.frames_of(0)),
        ("take-2", AnchorKind.SHOT, "take-2", Length.frames_of(0)),
        ("take-2-6f", AnchorKind.SHOT, "take-2", Length.frames_of(-6)),
        ("take-2 - 6", AnchorKind.SHOT, "take-2", Length.frames_of(-6)),
        ("00:01:00:00", AnchorKind.PROGRAMME, "", Length.parse("00:01:00:00")),
        ("90s", AnchorKind.PROGRAMME, "", Length.parse("90s")),
        (48, AnchorKind.PROGRAMME, "", Length.frames_of(48)),
    ],
)
def test_every_spelling(written: str, kind: AnchorKind, shot: str, offset: Length) -> None:
    assert Anchor.parse(written) == Anchor(kind=kind, shot=shot, offset=offset)


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("", "missing"),
        ("-6f", "negative"),
        ("1:30", "two ways"),
        ("opening@4.5", "4.5s"),
        ("opening+", "12f"),
        ("@3s", "not a name"),
        ("a b", "not an anchor"),
        (4.5, "4.5s"),
        (None, "not an anchor"),
        (True, "not an anchor"),
        ([1], "not an anchor"),
    ],
)
def test_what_is_no_anchor_is_refused_with_advice(wrong: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        Anchor.parse(wrong)


SHOTS = st.from_regex(r"[a-z][a-z0-9_]{0,8}(-[0-9])?", fullmatch=True)
KINDS = st.sampled_from([AnchorKind.SOURCE, AnchorKind.SHOT])


@given(kind=KINDS, shot=SHOTS, frames=st.integers(0, 10**6), sign=st.sampled_from([1, -1]))
def test_what_an_anchor_prints_is_read_back(kind: AnchorKind, shot: str, frames: int, sign: int) -> None:
    frames = frames if kind is AnchorKind.SOURCE else frames * sign
    anchor = Anchor(kind=kind, shot=shot, offset=Length.frames_of(frames))
    assert Anchor.parse(str(anchor)) == anchor


@pytest.mark.parametrize("name", ["12", "12f", "2s", "take-6f", "a-2s"])
def test_no_shot_may_have_a_name_that_reads_as_a_time(name: str) -> None:
    assert is_readable_as_time(name)
    assert not is_readable_as_time("take-2")
