"""Footage that a cut names by reel or clip only: several names of one file, or several files of one reel.

Problem: an EDL without file names has a media for each clip name, and an XML one for each file; files of one reel are
told apart by their timecode alone.
Approach: names without a file that one media of the other side is known by, of one reel, are one footage. Of several
files that a reel could be, it is the one whose timecode has the frames that are used; none: it is another.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.editorial.matching import KeyKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial.matching import FootageKey, FootageLink
    from posthouse.studio.comparing.side import Side

_SLACK_SECONDS = 1
"""Labels may count at another rate than the file's."""


def pooled(old: Side, new: Side, links: Mapping[str, FootageLink]) -> tuple[Side, dict[str, FootageLink]]:
    """Return an old cut file whose names of one footage are one, and links without doubt between them."""
    same: dict[str, str] = {}
    found = dict(links)
    taken = {link.old for link in links.values()}
    for name, link in links.items() if old.fileless else ():
        if link.old not in old.fileless:
            continue
        reel = _reel(old, link.old)
        others = [
            each
            for each in sorted(old.fileless - taken)
            if _reel(old, each) == reel and any(key.kind is not KeyKind.NAME for key in old.keys[each] & new.keys[name])
        ]
        same |= dict.fromkeys((link.old, *others), same.get(link.old, link.old))
        found[name] = dataclasses.replace(link, rivals=tuple(each for each in link.rivals if each not in others))
    return (dataclasses.replace(old, same=same) if same else old), found


def _reel(side: Side, media: str) -> frozenset[FootageKey]:
    return frozenset(key for key in side.keys[media] if key.kind is KeyKind.REEL)


def by_timecode(old: Side, new: Side, links: Mapping[str, FootageLink]) -> dict[str, FootageLink]:
    """Return links of a new cut file in which a reel is the file that has its timecode; without those of no file."""
    found: dict[str, FootageLink] = {}
    for name, link in links.items():
        names = (link.old, *link.rivals)
        used = _used(new, name)
        is_asked = new.is_cut_only and (link.kind is KeyKind.REEL or link.rivals)
        spans = {each: _span(old, each) for each in names}
        if not is_asked or used is None or None in spans.values():
            found[name] = link
            continue
        fitting = [each for each, span in spans.items() if span and span[0] <= used[0] and used[1] <= span[1]]
        if fitting:
            found[name] = dataclasses.replace(link, old=fitting[0], rivals=tuple(fitting[1:]))
        elif link.kind is not KeyKind.REEL:
            found[name] = link
    return found


def _used(side: Side, media: str) -> tuple[float, float] | None:
    """Return the labels that are used of a media, in nominal seconds; None where it is not used by labels."""
    labels = [
        (float(shot.spec.in_point.exact_seconds(side.layout.rate)), shot.retime)
        for shot in side.layout.shots.values()
        if shot.spec.media == media and shot.spec.in_point is not None and shot.spec.in_point.is_timecode
    ]
    if not labels:
        return None
    rate = side.layout.rate
    ends = [start + float(rate.seconds_at(retime.grid_range().duration_frames)) for start, retime in labels]
    return min(start for start, _ in labels), max(ends)


def _span(side: Side, media: str) -> tuple[float, float] | None:
    """Return the labels of a media that was opened, with some slack, in seconds; None where it has none."""
    source = side.sources.get(media)
    if source is None or media not in side.opened or source.start_timecode is None or source.grid_frames is None:
        return None
    start = float(source.rate.seconds_at(source.start_timecode.frame_count))
    lasting = float(side.layout.rate.seconds_at(source.grid_frames))
    return start - _SLACK_SECONDS, start + lasting + _SLACK_SECONDS
