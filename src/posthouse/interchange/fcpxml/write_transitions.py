"""Transitions of storylines, the runs of clips they join, and crossfades that go with a picture's transition."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.times import spelled_time
from posthouse.interchange.timeline import TrackKind, Transition, TransitionKind
from posthouse.interchange.xml_writing import add_element, new_element

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from posthouse.interchange.fcpxml.writing import WritingX
    from posthouse.interchange.timeline import Clip, Timeline, Track
    from posthouse.interchange.xml_reading import Element

Neighbors = tuple[str | None, str | None]
"""The ids of the clips before and after a transition."""
_NAMES = {TransitionKind.DIP: "Fade To Color", TransitionKind.WIPE: "Wipe"}


@dataclasses.dataclass(slots=True, kw_only=True)
class Run:
    """Clips of a track that transitions join, or one alone."""

    clips: list[Clip]
    transitions: list[Transition]


def neighbors_of(track: Track, each: Transition) -> Neighbors:
    """Return the clips at both sides of a transition's join."""
    before = next((clip.id for clip in track.clips if clip.record.end_frame == each.join), None)
    after = next((clip.id for clip in track.clips if clip.record.start_frame == each.join), None)
    if each.kind is TransitionKind.FADE_IN:
        before = None
    if each.kind is TransitionKind.FADE_OUT:
        after = None
    return before, after


def runs_of(track: Track, written: set[str]) -> list[Run]:
    """Return a track's clips in runs, without those already written with a picture."""
    joins = {each.join: each for each in track.transitions}
    runs: list[Run] = []
    for clip in track.clips:
        if clip.id in written:
            continue
        opening = joins.get(clip.record.start_frame)
        last = runs[-1].clips[-1] if runs else None
        is_joined = (
            last is not None and last.record.end_frame == clip.record.start_frame and opening in runs[-1].transitions
        )
        if not is_joined or opening is None or opening.kind in {TransitionKind.FADE_IN, TransitionKind.FADE_OUT}:
            runs.append(Run(clips=[], transitions=[]))
            if opening is not None and opening.kind is not TransitionKind.FADE_OUT:
                runs[-1].transitions.append(opening)
        runs[-1].clips.append(clip)
        closing = joins.get(clip.record.end_frame)
        if closing is not None and closing.kind is not TransitionKind.FADE_IN:
            runs[-1].transitions.append(closing)
    return runs


def heard_transitions(
    state: WritingX, timeline: Timeline, merged: Mapping[str, tuple[Clip, ...]]
) -> dict[Neighbors, Transition]:
    """Return the crossfades of sounds that are written with pictures, by those pictures."""
    owner = {sound.id: picture for picture, sounds in merged.items() for sound in sounds}
    found: dict[Neighbors, Transition] = {}
    for track in timeline.of_kind(TrackKind.SOUND):
        for each in track.transitions:
            sides = [name for name in neighbors_of(track, each) if name is not None]
            owned = [name in owner for name in sides]
            if sides and all(owned):
                before, after = neighbors_of(track, each)
                found[owner.get(before or ""), owner.get(after or "")] = each
            elif any(owned):
                why = "one side of the crossfade is written with its picture, the other is not"
                state.ledger.drop(f"{track.name}/{each.name}", "transition", why)
    return found


def tell_unheard(state: WritingX, heard: Mapping[Neighbors, Transition]) -> None:
    """Tell of the crossfades that found no transition of the picture to go with."""
    for each in heard.values():
        why = "a crossfade stands with its picture's transition, and that has another length"
        state.ledger.drop(each.name or "crossfade", "transition", why)


def transition_element(
    state: WritingX, each: Transition, kind: TrackKind, rate: Fraction, *, with_sound: bool
) -> Element:
    """Return a transition, still without its offset."""
    name = "Audio Crossfade" if kind is TrackKind.SOUND else _NAMES.get(each.kind, "Cross Dissolve")
    element = new_element("transition", {"name": name, "duration": spelled_time(each.record.duration_frames / rate)})
    if kind is TrackKind.PICTURE:
        holder = add_element(element, "filter-video", attributes={"ref": state.effect_id(name), "name": name})
        if each.kind is TransitionKind.DIP and each.color is not None:
            color = " ".join(f"{part:.9g}" for part in each.color)
            add_element(holder, "param", attributes={"name": "Color", "value": color})
    if with_sound:
        reference = state.effect_id("Audio Crossfade")
        add_element(element, "filter-audio", attributes={"ref": reference, "name": "Audio Crossfade"})
    _tell(state, each, f"{name}@{each.record.start_frame}")
    return element


def _tell(state: WritingX, each: Transition, item: str) -> None:
    if each.kind is TransitionKind.OTHER:
        state.ledger.approximate(item, "transition", f"{each.name} is another application's: a dissolve stands for it")
    elif each.kind is TransitionKind.WIPE:
        why = f"SMPTE wipe {each.wipe} is written as Final Cut's wipe" if each.wipe else "the wipe is Final Cut's own"
        state.ledger.approximate(item, "transition", why)
    elif each.kind is TransitionKind.DIP:
        state.ledger.approximate(item, "transition", "the dip is written as Final Cut's fade to color")
    else:
        state.ledger.keep(item, "transition")
