"""A cut written as an EDL and read again is the same cut, as far as an EDL can say, at every rate and mode."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.interchange.edl import ReelMode, Style, write
from posthouse.interchange.ledger import Outcome
from posthouse.interchange.timeline import SourceSpan, Timeline, TransitionKind
from posthouse.timing import FrameRange, Rate
from tests.interchange.edl.lists import round_trip
from tests.interchange.edl.timelines import MODES, timelines

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Clip, Transition

fast = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: f"{mode[0]}{'-drop' if mode[1] else ''}".replace("/", "_"))
@fast
@given(data=st.data())
def test_what_an_edl_can_say_comes_back(tmp_path: Path, mode: tuple[Rate, bool], data: st.DataObject) -> None:
    timeline = data.draw(timelines(mode))
    style = Style(reels=data.draw(st.sampled_from(ReelMode)))
    again = round_trip(tmp_path, timeline, style)
    assert (again.start_frame, again.is_drop_frame, again.rate) == (
        timeline.start_frame,
        timeline.is_drop_frame,
        timeline.rate,
    )
    assert [_said(clip) for clip in again.tracks[0].clips] == [_said(clip) for clip in timeline.tracks[0].clips]
    assert [_drawn(each) for each in again.tracks[0].transitions] == [
        _drawn(_as_written(each, timeline)) for each in timeline.tracks[0].transitions
    ]


def _said(clip: Clip) -> tuple[object, ...]:
    """Return what of a clip an EDL says; a source that starts inside a frame starts less than one later."""
    start = clip.source.start
    whole = -((-start).__floor__()) if clip.speed > 0 else (start + clip.source.duration).__ceil__()
    return clip.name, clip.media.reel, clip.record, clip.speed, whole, clip.cdl, clip.markers, clip.notes


def _drawn(transition: Transition) -> tuple[object, ...]:
    return transition.kind, transition.record, transition.join, transition.wipe


def _as_written(transition: Transition, timeline: Timeline) -> Transition:
    """Return a dissolve that has nothing before it as what it is, a fade."""
    ends = {clip.record.end_frame for clip in timeline.tracks[0].clips}
    is_from_nothing = transition.kind is TransitionKind.DISSOLVE and transition.join not in ends
    return replace(transition, kind=TransitionKind.FADE_IN) if is_from_nothing else transition


def test_a_transition_over_its_join_shows_the_same_frames(tmp_path: Path) -> None:
    timeline = _joined(Rate.parse(24), FrameRange(42, 54), 48)
    again = round_trip(tmp_path, timeline)
    first, second = again.tracks[0].clips
    assert (first.record, second.record) == (FrameRange(0, 42), FrameRange(42, 96))
    assert second.source == SourceSpan(rate=timeline.rate, start=Fraction(2000 - 6), duration=Fraction(54))
    assert again.tracks[0].transitions[0].record == FrameRange(42, 54)
    losses = write((timeline,), name="x").ledger.losses
    assert [(entry.outcome, entry.feature) for entry in losses] == [(Outcome.APPROXIMATED, "transition")]


def test_a_dip_becomes_two_fades(tmp_path: Path) -> None:
    timeline = _joined(Rate.parse(25), FrameRange(42, 54), 48)
    (track,) = timeline.tracks
    dip = replace(track.transitions[0], kind=TransitionKind.DIP)
    again = round_trip(tmp_path, replace(timeline, tracks=(replace(track, transitions=(dip,)),)))
    kinds = [(each.kind, each.record) for each in again.tracks[0].transitions]
    assert kinds == [(TransitionKind.FADE_OUT, FrameRange(42, 48)), (TransitionKind.FADE_IN, FrameRange(48, 54))]
    assert [clip.record for clip in again.tracks[0].clips] == [FrameRange(0, 48), FrameRange(48, 96)]


def _joined(rate: Rate, record: FrameRange, join: int) -> Timeline:
    from posthouse.interchange.timeline import Clip, MediaRef, Track, TrackKind, Transition

    clips = [
        Clip(
            id=f"{at:03}",
            name=name,
            record=FrameRange.lasting(at * 48, 48),
            source=SourceSpan(rate=rate, start=Fraction((at + 1) * 1000), duration=Fraction(48)),
            media=MediaRef(name=name, reel=name),
        )
        for at, name in enumerate(("PIER", "BOATS"))
    ]
    transition = Transition(kind=TransitionKind.DISSOLVE, record=record, join=join)
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips), transitions=(transition,))
    return Timeline(id="cut", name="CUT", rate=rate, tracks=(track,))
