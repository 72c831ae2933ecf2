"""Transitions of a track as items of the cut, or as fades of the shots beside nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Transition, TransitionKind
from posthouse.studio.exchange.wipes import wipe_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.studio.exchange.incoming.desk import Desk, Entry


def join_item(transition: Transition, frames: tuple[int, int], label: str, desk: Desk) -> Entry:
    """Return a transition as an item of the cut; ``frames`` are those before and after its join."""
    length = sum(frames)
    match transition.kind:
        case TransitionKind.DIP:
            return _dip(transition, frames, label, desk)
        case TransitionKind.WIPE:
            item = _wipe(transition, label, desk)
        case TransitionKind.OTHER:
            name = transition.name or "a transition of its own"
            desk.ledger.approximate(label, "transition", f"{name} is another system's; a dissolve stands for it")
            item = {"dissolve": {}}
        case _:
            desk.ledger.keep(label, "transition")
            item = {"dissolve": {"light": "linear"} if _ours(transition).get("light") == "linear" else {}}
    kind, said = next(iter(item.items()))
    assert isinstance(said, dict)
    whole: Entry = {"length": f"{length}f", **said, **_align(frames)}
    return {kind: whole["length"] if len(whole) == 1 else whole}


def _align(frames: tuple[int, int]) -> Entry:
    """Return how a transition lies against its join, where it is not in its middle."""
    before, after = frames
    if before == (before + after) // 2:
        return {}
    if not before or not after:
        return {"align": "end" if before else "start"}
    return {"align": f"{before}f"}


def _wipe(transition: Transition, label: str, desk: Desk) -> Entry:
    ours = _ours(transition)
    name = str(ours.get("pattern") or transition.name)
    pattern = wipe_pattern(transition.wipe, name, is_reversed=transition.is_reversed)
    if pattern is None:
        code = f"wipe {transition.wipe}" if transition.wipe is not None else name
        desk.ledger.approximate(label, "transition", f"{code} is not among the house's wipes; a dissolve stands for it")
        return {"dissolve": {}}
    desk.ledger.keep(label, "transition")
    said: Entry = {"pattern": str(pattern)}
    if transition.softness:
        said["softness"] = round(min(1.0, max(0.0, transition.softness)), 4)
    return {"wipe": said}


def _dip(transition: Transition, frames: tuple[int, int], label: str, desk: Desk) -> Entry:
    length = sum(frames)
    if frames[0] != length // 2:
        desk.ledger.approximate(label, "transition", "a dip lies in the middle of its cut")
    else:
        desk.ledger.keep(label, "transition")
    color = transition.color or (0.0, 0.0, 0.0)
    if not any(color):
        return {"dip": f"{length}f"}
    return {"dip": {"length": f"{length}f", "color": [round(part, 6) for part in color]}}


def _ours(transition: Transition) -> Mapping[str, object]:
    found = transition.facts.get(OURS)
    return found if isinstance(found, dict) else {}
