"""Where the sound of two shots crossfades under a dissolve or wipe of the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial import Shot
from posthouse.editorial.cut import Dissolve, Wipe

if TYPE_CHECKING:
    from posthouse.sound.spec import ShotSoundSpec
    from posthouse.studio.exchange.outgoing.desk import Desk
    from posthouse.timing import FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossfade:
    """A crossfade over a join of the cut."""

    range: FrameRange
    join: int


def crossfades_of(desk: Desk, owners: set[str]) -> dict[tuple[str, str], Crossfade]:
    """Return the crossfades by the two shots they join: both are heard, and neither says otherwise at that end."""
    cut = desk.sheet.cut
    specs = {sounding.timing.shot: sounding.spec for sounding in desk.sheet.scene.shots}
    specs |= {nest: desk.sound_of(nest) for nest in desk.sheet.nests}
    found: dict[tuple[str, str], Crossfade] = {}
    for transition in cut.transitions:
        before, after = cut.events[transition.before], cut.events[transition.after]
        if not isinstance(transition.effect, Dissolve | Wipe) or not isinstance(before, Shot):
            continue
        if isinstance(after, Shot) and _are_plain(specs, before.shot, after.shot, owners):
            join = after.range.start_frame
            found[before.shot, after.shot] = Crossfade(range=transition.range, join=join)
    return found


def _are_plain(specs: dict[str, ShotSoundSpec], before: str, after: str, owners: set[str]) -> bool:
    if not {f"shot {before}", f"shot {after}"} <= owners or before not in specs or after not in specs:
        return False
    first, second = specs[before], specs[after]
    is_open = first.trail is None and first.fade_out is None and second.lead is None and second.fade_in is None
    return is_open and first.stem == second.stem
