"""Transition items, and which edges of which clips they cover."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.interchange.fcp7.edges import TICKS_A_SECOND
from posthouse.interchange.fcp7.write_files import add_color
from posthouse.interchange.fcp7.writing import add_rate, flag, nearest
from posthouse.interchange.timeline import TrackKind, Transition, TransitionKind
from posthouse.interchange.xml_writing import add_element
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.fcp7.plan import Lane
    from posthouse.interchange.fcp7.writing import Writing7
    from posthouse.interchange.timeline import Clip
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_NAMES = {
    TransitionKind.DISSOLVE: ("Cross Dissolve", "Dissolve"),
    TransitionKind.FADE_IN: ("Cross Dissolve", "Dissolve"),
    TransitionKind.FADE_OUT: ("Cross Dissolve", "Dissolve"),
    TransitionKind.DIP: ("Dip to Color Dissolve", "Dissolve"),
    TransitionKind.WIPE: ("Edge Wipe", "Wipe"),
    TransitionKind.OTHER: ("Cross Dissolve", "Dissolve"),
}
_SOUND_NAME = ("Cross Fade (+3dB)", "Dissolve")
Ends = dict[str, Transition]


def covers_of(state: Writing7, lane: Lane) -> tuple[Ends, Ends, dict[tuple[str, str], int]]:
    """Return the transitions over clips' starts and ends, by clip id, and how far each reaches past the cut."""
    clips = {item.clip.record.start_frame: item.clip for item in lane.items}
    ends = {item.clip.record.end_frame: item.clip for item in lane.items}
    opening: Ends = {}
    closing: Ends = {}
    covering: dict[tuple[str, str], int] = {}
    for each in (*lane.track.transitions, *_fades(state, lane)):
        before = ends.get(each.join) if each.kind is not TransitionKind.FADE_IN else None
        after = clips.get(each.join) if each.kind is not TransitionKind.FADE_OUT else None
        if before is None and after is None:
            state.ledger.drop(f"{lane.track.name}/{each.name}", "transition", "no clip begins or ends where it stands")
            continue
        tight = _tight(state, each, before, after, lane)
        if after is not None:
            opening[after.id] = tight
            covering[after.id, "head"] = tight.join - tight.record.start_frame
        if before is not None:
            closing[before.id] = tight
            covering[before.id, "tail"] = tight.record.end_frame - tight.join
    return opening, closing, covering


def _tight(state: Writing7, each: Transition, before: Clip | None, after: Clip | None, lane: Lane) -> Transition:
    """Return a transition with nothing at one side so that it does not reach there."""
    if before is not None and after is not None:
        return each
    record = (
        FrameRange(each.join, each.record.end_frame)
        if before is None
        else FrameRange(each.record.start_frame, each.join)
    )
    if record != each.record:
        state.ledger.approximate(
            f"{lane.track.name}/{each.name}",
            "transition",
            "it reached past its clip into nothing: that part is left out",
        )
    return dataclasses.replace(each, record=record)


def _fades(state: Writing7, lane: Lane) -> list[Transition]:
    """Return the fades of sound clips as transitions from and to nothing, which is how this format says them."""
    joined = {each.join for each in lane.track.transitions}
    found = []
    for item in lane.items:
        record = item.clip.record
        for kind, frames, join in (
            (TransitionKind.FADE_IN, item.clip.fade_in, record.start_frame),
            (TransitionKind.FADE_OUT, item.clip.fade_out, record.end_frame),
        ):
            if not frames or join in joined:
                continue
            start = join if kind is TransitionKind.FADE_IN else join - frames
            found.append(Transition(kind=kind, record=FrameRange.lasting(start, frames), join=join, name="fade"))
            if lane.exploded[0] == 0:
                name = f"{lane.track.name}/{item.clip.name}"
                state.ledger.approximate(name, "level", f"its {kind} is written as a crossfade with nothing")
    return found


def add_transition(state: Writing7, parent: Element, each: Transition, lane: Lane, rate: Rate) -> None:
    """Add a transition item."""
    element = add_element(parent, "transitionitem")
    add_element(element, "start", each.record.start_frame)
    add_element(element, "end", each.record.end_frame)
    add_element(element, "alignment", _alignment(each))
    add_element(element, "cutPointTicks", nearest(_ticks(each, rate)))
    add_rate(element, rate)
    name, category = _SOUND_NAME if lane.track.kind is TrackKind.SOUND else _NAMES[each.kind]
    effect = add_element(element, "effect")
    for tag, text in (
        ("name", name),
        ("effectid", name),
        ("effectcategory", category),
        ("effecttype", "transition"),
        ("mediatype", "audio" if lane.track.kind is TrackKind.SOUND else "video"),
        ("wipecode", each.wipe or 0),
        ("wipeaccuracy", 100),
        ("startratio", 0),
        ("endratio", 1),
        ("reverse", flag(each.is_reversed)),
    ):
        add_element(effect, tag, text)
    if each.kind is TransitionKind.DIP and each.color is not None:
        parameter = add_element(effect, "parameter")
        add_element(parameter, "parameterid", "Color")
        add_element(parameter, "name", "Color")
        add_color(parameter, each.color)
    if lane.exploded[0] == 0:
        _tell(state, each, f"{lane.track.name}/{each.name or name}@{each.record.start_frame}")


def _ticks(each: Transition, rate: Rate) -> Fraction:
    return (each.join - each.record.start_frame) * TICKS_A_SECOND / rate.fraction


def _alignment(each: Transition) -> str:
    if each.kind is TransitionKind.FADE_IN:
        return "start-black"
    if each.kind is TransitionKind.FADE_OUT:
        return "end-black"
    if each.join == each.record.start_frame:
        return "start"
    return "end" if each.join == each.record.end_frame else "center"


def _tell(state: Writing7, each: Transition, item: str) -> None:
    if each.kind is TransitionKind.OTHER:
        state.ledger.approximate(item, "transition", f"{each.name} is another application's: a dissolve stands for it")
    elif each.softness:
        state.ledger.approximate(item, "transition", "the wipe is kept, its soft edge is not")
    else:
        state.ledger.keep(item, "transition")
