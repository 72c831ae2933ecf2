"""Shots of a group whose angle was switched: other footage, at the same time of the group, in the same place.

Problem: an editor switches a shot from ``wide`` to ``close``; by footage one shot is gone and another is new.
Approach: of the shots left over, an old one of a group and a new one of another of its cameras are the same, if both
show the same time of the group and lie between the same shots. Both then count on the group's clock.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial.matching import Matching, Pair, Role
from posthouse.production.group_spec import MulticamSpec
from posthouse.timing import SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from posthouse.editorial.matching import Use
    from posthouse.studio.comparing.layout import LaidShot
    from posthouse.studio.comparing.side import Side
    from posthouse.timing import Rate, Retime


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """One angle of a group: its name, and where its first picture lies on the group's clock, in seconds."""

    name: str
    offset: Fraction


def angles_of(side: Side, group: str) -> dict[str, Angle]:
    """Return the angles of a side's group, by their footage; none where it is no group."""
    spec = side.document.media.get(group)
    found = {}
    for name in spec.multicam if isinstance(spec, MulticamSpec) else ():
        source = side.sources.get(f"{group}/{name}")
        if source is not None and source.media:
            found[side.first_alike.get(source.media, source.media)] = Angle(name=name, offset=source.offset_seconds)
    return found


def angle_now(side: Side, old: LaidShot, footage: str) -> Angle | None:
    """Return the angle of an old shot's group that shows some footage; None where it is of no group, or has none."""
    return angles_of(side, old.spec.media).get(footage) if getattr(old.spec, "angle", None) else None


def with_switched(matching: Matching, old: Side, new: Side, named: Mapping[str, str]) -> Matching:
    """Return a matching in which shots of a group stay the same shots when their angle is switched.

    ``named`` are the names of the new side's footage on both sides.
    """
    if not any(isinstance(spec, MulticamSpec) for spec in old.document.media.values()):
        return matching
    pairs = {(pair.old.key, pair.new.key): pair for pair in _switched(matching, old, new, named)}
    if not pairs:
        return matching
    olds, news = {key for key, _ in pairs}, {key for _, key in pairs}
    kept = [pair for pair in matching.pairs if (pair.old.key, pair.new.key) not in pairs]
    return Matching(
        pairs=tuple(sorted((*kept, *pairs.values()), key=lambda pair: (pair.new.lane, pair.new.record.start_frame))),
        new=tuple(use for use in matching.new if use.key not in news),
        gone=tuple(use for use in matching.gone if use.key not in olds),
        moved=matching.moved,
    )


def _switched(matching: Matching, old: Side, new: Side, named: Mapping[str, str]) -> Iterator[Pair]:
    """Yield the pairs of an old shot of a group and a new one of another of its angles."""
    told = [(pair.old, pair.new) for pair in matching.pairs if pair.role is Role.REPLACED]
    angled = [use for use in matching.gone if getattr(old.layout.shots[use.key].spec, "angle", None)]
    loose = [(one, other) for one in angled for other in matching.new if _is_between(matching, one, other, old, new)]
    taken: set[str] = set()
    for one, other in (*told, *loose):
        if f"old {one.key}" in taken or f"new {other.key}" in taken:
            continue
        pair = _pair(one, other, old, new, named)
        if pair is not None:
            taken |= {f"old {one.key}", f"new {other.key}"}
            yield pair


def switch_of(pair: Pair, old: Side, new: Side, named: Mapping[str, str]) -> tuple[Angle, Angle] | None:
    """Return the angle a shot had and the one it has, where it was matched so; None where it was not."""
    shot = old.layout.shots[pair.old.key]
    if pair.old.footage != shot.spec.media or not getattr(shot.spec, "angle", None):
        return None
    was, now = (
        angle_now(old, shot, names.get(footage, footage))
        for footage, names in (
            (old.layout.footage(shot), old.first_alike),
            (new.layout.footage(new.layout.shots[pair.new.key]), named),
        )
    )
    return (was, now) if was is not None and now is not None else None


def as_before(retime: Retime, switch: tuple[Angle, Angle], rate: Rate) -> Retime:
    """Return what a switched shot shows, in the frames of the angle it had."""
    was, now = switch
    assert isinstance(retime, SourceMap), "ramps are not matched so"
    return dataclasses.replace(retime, in_frame=retime.in_frame + rate.nearest_frames(now.offset - was.offset))


def _is_between(matching: Matching, one: Use, other: Use, old: Side, new: Side) -> bool:
    """Return whether two shots lie beside the same shot, or at the same frames."""
    if one.lane != other.lane:
        return False
    if one.record == other.record:
        return True
    were, are = old.layout.beside.get(one.key, ("", "")), new.layout.beside.get(other.key, ("", ""))
    origins = [pair.old.key if (pair := matching.of_new.get(key)) is not None else "" for key in are]
    return any(was == now != "" for was, now in zip(were, origins, strict=True))


def _pair(one: Use, other: Use, old: Side, new: Side, named: Mapping[str, str]) -> Pair | None:
    ours, theirs = old.layout.shots[one.key], new.layout.shots[other.key]
    footage = new.layout.footage(theirs)
    was = angle_now(old, ours, one.footage)
    now = angle_now(old, ours, named.get(footage, footage))
    if was is None or now is None or was == now:
        return None
    if not isinstance(ours.retime, SourceMap) or not isinstance(theirs.retime, SourceMap):
        return None
    before, after = _on_group(one, ours, was), _on_group(other, ours, now)
    if before.overlap(after) * 2 < min(before.duration, after.duration):
        return None
    reason = f"another angle of {ours.spec.media}, at the same time"
    return Pair(old=before, new=after, role=Role.MAIN, score=1.0, reason=reason)


def _on_group(use: Use, shot: LaidShot, angle: Angle) -> Use:
    """Return a use of one angle as one of the group."""
    return dataclasses.replace(use, footage=shot.spec.media, start=use.start + angle.offset, end=use.end + angle.offset)
