"""Fades at the ends of a list: opacities in a document, dissolves from and to black in an EDL."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.interchange.edl import write
from posthouse.interchange.timeline import Curve, Key, TransitionKind
from posthouse.timing import FrameRange
from tests.interchange.edl.lists import round_trip
from tests.interchange.edl.test_writing import clip, timeline

if TYPE_CHECKING:
    from pathlib import Path


def fade(*keys: tuple[int, float], ease: str = "linear") -> Curve:
    return Curve(keys=tuple(Key(at=Fraction(at), value=(value,), ease=ease) for at, value in keys))


def test_a_picture_from_and_to_nothing_is_a_dissolve_from_and_to_black(tmp_path: Path) -> None:
    cut = timeline(clip(0, 48, opacity=fade((0, 0), (12, 1))), clip(48, 48, opacity=fade((39, 1), (47, 0))))
    found = round_trip(tmp_path, cut).tracks[0].transitions
    assert [(each.kind, each.record) for each in found] == [
        (TransitionKind.FADE_IN, FrameRange(0, 12)),
        (TransitionKind.FADE_OUT, FrameRange(88, 96)),
    ]
    assert not write((cut,), name="cut").ledger.losses


def test_one_picture_may_do_both(tmp_path: Path) -> None:
    cut = timeline(clip(0, 48, opacity=fade((0, 0), (12, 1), (39, 1), (47, 0))))
    kinds = [each.kind for each in round_trip(tmp_path, cut).tracks[0].transitions]
    assert kinds == [TransitionKind.FADE_IN, TransitionKind.FADE_OUT]


@pytest.mark.parametrize(
    "opacity",
    [
        fade((0, 0), (12, 0.5)),
        fade((0, 0), (12, 1), ease="smooth"),
        fade((3, 0), (12, 1)),
        fade((0, 1), (12, 0)),
        fade((0, 0), (12, 1), (20, 0)),
    ],
    ids=["half", "smooth", "later", "down", "three"],
)
def test_any_other_opacity_is_told(opacity: Curve) -> None:
    lost = write((timeline(clip(0, 48, opacity=opacity)),), name="cut").ledger.losses
    assert [entry.feature for entry in lost] == ["opacity"]


def test_a_fade_beside_a_clip_is_no_fade_from_black() -> None:
    cut = timeline(clip(0, 48), clip(48, 48, opacity=fade((0, 0), (12, 1))))
    assert [entry.feature for entry in write((cut,), name="cut").ledger.losses] == ["opacity"]
