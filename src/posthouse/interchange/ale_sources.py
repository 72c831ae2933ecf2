"""The sources a cut uses, once each, with all they have or all that is used of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.interchange.timeline import MediaKind, MediaRef, SourceSpan, TrackKind

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip, Timeline

_SOURCES = frozenset({MediaKind.FILE, MediaKind.MISSING})


def sources_of(timelines: tuple[Timeline, ...], ledger: Ledger) -> tuple[MediaRef, ...]:
    """Return the media of all clips, in the order they are first used; a clip's color goes with its media."""
    found: dict[tuple[str, str, str], MediaRef] = {}
    for track in (track for timeline in timelines for track in timeline.tracks):
        for clip in track.clips:
            if clip.nested is not None or clip.media.kind not in _SOURCES:
                continue
            key = (clip.media.name, clip.media.reel, clip.media.file)
            found[key] = _with_use(found.get(key), clip, ledger, is_picture=track.kind is TrackKind.PICTURE)
    return tuple(found.values())


def _with_use(known: MediaRef | None, clip: Clip, ledger: Ledger, *, is_picture: bool) -> MediaRef:
    media = known or clip.media
    has_picture = is_picture or bool(known and known.has_picture)
    if clip.media.available is None:
        media = replace(media, available=_hull(known.available if known else None, clip.source))
    if clip.cdl is not None:
        cdl = {"slope": clip.cdl.slope, "offset": clip.cdl.offset, "power": clip.cdl.power}
        cdl_facts = {**cdl, "saturation": clip.cdl.saturation}
        if media.facts.get("cdl", cdl_facts) != cdl_facts:
            ledger.drop(clip.id, "cdl", f"{media.name} has another color decision already: a log has one for a source")
        else:
            media = replace(media, facts={**media.facts, "cdl": cdl_facts})
    return replace(media, has_picture=media.has_picture or has_picture)


def _hull(known: SourceSpan | None, used: SourceSpan) -> SourceSpan:
    if known is None or known.rate != used.rate:
        return known or used
    start, end = min(known.start, used.start), max(known.end, used.end)
    return SourceSpan(rate=used.rate, start=start, duration=end - start)
