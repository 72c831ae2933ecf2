"""The frame of a programme whose cut may not say it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from posthouse.interchange import MediaKind, TrackKind
from posthouse.studio.exchange.finding import FoundMedia
from posthouse.studio.exchange.incoming.sources import media_key

if TYPE_CHECKING:
    from posthouse.interchange import Ledger, MediaRef, Timeline
    from posthouse.studio.exchange.finding import MediaFinder
    from posthouse.studio.exchange.incoming.sources import Key

Size = tuple[int, int]
_USUAL = (1920, 1080)
_FILES = {MediaKind.FILE, MediaKind.MISSING}


def programme_size(timeline: Timeline, finder: MediaFinder | None, ledger: Ledger) -> Size:
    """Return the programme's frame: the cut's own, that of most of its media, of footage found, or the usual one."""
    width, height = timeline.size or _guessed(timeline, finder, ledger)
    return max(16, width + width % 2), max(16, height + height % 2)


def _guessed(timeline: Timeline, finder: MediaFinder | None, ledger: Ledger) -> Size:
    sizes = Counter(clip.media.size for track in timeline.tracks for clip in track.clips if clip.media.size)
    most = sizes.most_common(1)[0][0] if sizes else None
    found = None if most or finder is None else _found(timeline, finder)
    width, height = most or found or _USUAL
    where = "is that of most media" if most else "is that of the first footage found" if found else "is taken"
    ledger.approximate("format", "metadata", f"the file says no frame size; {width}x{height} {where}")
    return width, height


def _found(timeline: Timeline, finder: MediaFinder) -> Size | None:
    """Return the size of the first picture whose file is here."""
    pictures = [clip for track in timeline.of_kind(TrackKind.PICTURE) for clip in track.clips]
    files: dict[Key, MediaRef] = {}
    for clip in sorted(pictures, key=lambda clip: clip.record):
        if clip.media.kind in _FILES and clip.nested is None:
            files.setdefault(media_key(clip.media), clip.media)
    sought = (finder.find(media) for media in files.values())
    return next((each.reference.size for each in sought if isinstance(each, FoundMedia) and each.reference.size), None)
