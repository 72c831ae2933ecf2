"""The cut's transitions, as they lie over its joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial import Gap
from posthouse.editorial.cut import Dip, Dissolve, Wipe
from posthouse.interchange import OURS, Transition, TransitionKind
from posthouse.studio.exchange.wipes import wipe_code
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.editorial.cut import Transition as CutTransition
    from posthouse.studio.exchange.outgoing.desk import Desk


def transitions_of(desk: Desk) -> tuple[Transition, ...]:
    """Return every transition of the cut; the two halves of a dip are one."""
    dips: dict[int, list[CutTransition]] = {}
    found: list[Transition] = []
    for transition in desk.sheet.cut.transitions:
        if isinstance(transition.effect, Dip):
            join = transition.range.end_frame if transition.effect.is_out else transition.range.start_frame
            dips.setdefault(join, []).append(transition)
        else:
            found.append(_across(transition, desk))
    found += [_dip(join, halves) for join, halves in dips.items()]
    for each in found:
        desk.ledger.keep(f"{each.kind} at {each.join}", "transition")
    return tuple(sorted(found, key=lambda each: each.join))


def _dip(join: int, halves: list[CutTransition]) -> Transition:
    effect = halves[0].effect
    assert isinstance(effect, Dip)
    red, green, blue = effect.rgb
    record = FrameRange(min(half.range.start_frame for half in halves), max(half.range.end_frame for half in halves))
    return Transition(kind=TransitionKind.DIP, record=record, join=join, name="dip", color=(red, green, blue))


def _across(transition: CutTransition, desk: Desk) -> Transition:
    events = desk.sheet.cut.events
    before, after = events[transition.before], events[transition.after]
    join, label = after.range.start_frame, f"transition at {after.range.start_frame}"
    effect = transition.effect
    if isinstance(effect, Wipe):
        code, is_reversed = wipe_code(effect.pattern)
        if code is None:
            desk.ledger.approximate(
                label, "transition", f"{effect.pattern} has no code of SMPTE 258M; its name goes out"
            )
        return Transition(
            kind=TransitionKind.WIPE,
            record=transition.range,
            join=join,
            name=effect.pattern,
            wipe=code,
            softness=effect.softness,
            is_reversed=is_reversed,
            facts={OURS: {"pattern": effect.pattern}},
        )
    assert isinstance(effect, Dissolve)
    is_linear = str(effect.light) == "linear"
    if is_linear:
        desk.ledger.approximate(label, "transition", "it mixes in linear light here, in code values elsewhere")
    kind = TransitionKind.DISSOLVE
    if isinstance(before, Gap) != isinstance(after, Gap):
        kind = TransitionKind.FADE_IN if isinstance(before, Gap) else TransitionKind.FADE_OUT
    facts = {OURS: {"light": "linear"}} if is_linear else {}
    return Transition(kind=kind, record=transition.range, join=join, name="dissolve", facts=facts)
