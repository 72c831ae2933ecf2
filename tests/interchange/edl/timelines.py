"""Timelines as an EDL can hold them, drawn by Hypothesis; and what of them a list keeps."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from posthouse.interchange.timeline import (
    Cdl,
    Clip,
    Marker,
    MediaRef,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
    Transition,
    TransitionKind,
)
from posthouse.timing import BROADCAST_RATES, FrameRange
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from posthouse.timing import Rate

MODES = [(rate, is_drop) for rate in BROADCAST_RATES for is_drop in ((False, True) if can_drop(rate) else (False,))]
SPEEDS = [Fraction(1), Fraction(1, 2), Fraction(2), Fraction(-1), Fraction(2, 3), Fraction(-3, 2), Fraction(0)]
KINDS = [None, None, TransitionKind.DISSOLVE, TransitionKind.WIPE, TransitionKind.FADE_IN, TransitionKind.FADE_OUT]
HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was drawn of a clip."""

    frames: int
    speed: Fraction
    kind: TransitionKind | None
    lasting: int
    has_color: bool
    has_marker: bool


choices = st.builds(
    Choice,
    frames=st.integers(40, 400),
    speed=st.sampled_from(SPEEDS),
    kind=st.sampled_from(KINDS),
    lasting=st.integers(1, 18),
    has_color=st.booleans(),
    has_marker=st.booleans(),
)


@st.composite
def timelines(draw: st.DrawFn, mode: tuple[Rate, bool]) -> Timeline:
    """Draw a cut of one picture track whose transitions begin at their joins, as an EDL's do."""
    rate, is_drop = mode
    drawn = draw(st.lists(choices, min_size=1, max_size=8))
    clips: list[Clip] = []
    transitions: list[Transition] = []
    at = 0
    for number, choice in enumerate(drawn, start=1):
        record = FrameRange.lasting(at, choice.frames)
        clips.append(_clip(choice, record, rate, number, is_drop=is_drop))
        if transition := _transition(choice, record, is_first=number == 1):
            transitions.append(transition)
        is_gap = choice.kind is TransitionKind.FADE_OUT
        at = record.end_frame + (7 if is_gap else 0)
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips), transitions=tuple(transitions))
    start = draw(st.integers(0, 20)) * HOUR_SECONDS * rate.timebase
    return Timeline(id="cut", name="CUT", rate=rate, tracks=(track,), start_frame=start, is_drop_frame=is_drop)


def _clip(choice: Choice, record: FrameRange, rate: Rate, number: int, *, is_drop: bool) -> Clip:
    lasting = choice.frames * abs(choice.speed) if choice.speed else Fraction(1)
    first = HOUR_SECONDS * rate.timebase + number * 5000
    start = first - lasting + 1 if choice.speed < 0 else Fraction(first)
    cdl = Cdl(slope=(1.1, 1.0, 0.9), offset=(0.0125, 0.0, -0.02), power=(1.0, 1.2, 1.0), saturation=0.85)
    return Clip(
        id=f"{number:03}",
        name=f"clip {number}",
        record=record,
        source=SourceSpan(rate=rate, start=start, duration=lasting),
        media=MediaRef(name=f"clip {number}", reel=f"A{number:03}C001_1609{number:02}_R1BY", is_drop_frame=is_drop),
        speed=choice.speed,
        cdl=cdl if choice.has_color else None,
        markers=(Marker(at=choice.frames // 2, name="lamp", color="red"),) if choice.has_marker else (),
        notes=("a note of the editor",) if choice.has_color else (),
    )


def _transition(choice: Choice, record: FrameRange, *, is_first: bool) -> Transition | None:
    kind, start, end = choice.kind, record.start_frame, record.end_frame
    if kind is TransitionKind.FADE_OUT:
        return Transition(kind=kind, record=FrameRange(end - choice.lasting, end), join=end)
    if kind is None or (is_first and kind is not TransitionKind.FADE_IN):
        return None
    wipe = 3 if kind is TransitionKind.WIPE else None
    return Transition(kind=kind, record=FrameRange.lasting(start, choice.lasting), join=start, wipe=wipe)
