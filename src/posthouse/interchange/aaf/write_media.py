"""Which media a cut's clips need, and how much of each: one chain of mobs for all clips of the same media."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.interchange.aaf.media_mobs import Master, MediaPlan, write_media
from posthouse.interchange.aaf.write_lane import Placed
from posthouse.interchange.timeline import MediaKind, TrackKind
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.interchange.aaf.book import Book
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip, MediaRef, Timeline

_URN: Final = "urn:smpte:umid:"
_GENERATED: Final = (MediaKind.BARS, MediaKind.COLOR, MediaKind.TITLE)
_Key = tuple[str, str, str, str, str]


@dataclass(slots=True, kw_only=True)
class _Need:
    clip: Clip
    low: Fraction
    high: Fraction
    has_picture: bool = False
    channels: int = 0


@dataclass(slots=True)
class Library:
    """The media of all timelines of a file."""

    needs: dict[_Key, _Need] = field(default_factory=dict)
    written: dict[_Key, tuple[Master, MediaPlan]] = field(default_factory=dict)

    def gather(self, timelines: Iterable[Timeline]) -> None:
        """Note what every clip takes of its media, with what its transitions borrow."""
        for timeline in timelines:
            for track in timeline.tracks:
                longest = max((each.record.duration_frames for each in track.transitions), default=0)
                for clip in track.clips:
                    if clip.nested is None and clip.media.kind is not MediaKind.BLACK:
                        extra = longest * max(Fraction(1), abs(clip.speed)) / timeline.rate.fraction
                        self._note(clip, extra * clip.source.rate.fraction, is_picture=track.kind is TrackKind.PICTURE)

    def _note(self, clip: Clip, extra: Fraction, *, is_picture: bool) -> None:
        low, high = clip.source.start - extra, clip.source.end + extra
        if (held := clip.media.available) is not None and held.rate == clip.source.rate:
            beyond = clip.source.end - held.end  # less than a frame is a rounding of the cut's, no frame of the media's
            low, high = min(held.start, clip.source.start), held.end if beyond < 1 else clip.source.end
        need = self.needs.setdefault(_key(clip), _Need(clip=clip, low=low, high=high))
        need.low, need.high = min(need.low, low), max(need.high, high)
        need.has_picture = need.has_picture or is_picture
        held_channels = clip.media.sound_channels or (0 if is_picture else 1)
        need.channels = max(need.channels, *clip.source_channels, held_channels)

    def write(self, book: Book, ledger: Ledger, sound_rate: int) -> None:
        """Put the mobs of all media into a file."""
        used: set[str] = set()
        for key, need in self.needs.items():
            plan = _plan(need, sound_rate, used)
            used.add(plan.id)
            self.written[key] = write_media(book, plan), plan
            kind = need.clip.media.kind
            if need.clip.media.id.startswith(_URN) and not plan.id:
                ledger.approximate(
                    plan.name, "media", "its identity is taken by other media of the cut; it has a new one"
                )
            if kind in _GENERATED:
                ledger.approximate(
                    plan.name, "media", f"{kind} made by the editing system is written as media of its name"
                )
            elif not plan.file and not plan.reel:
                ledger.approximate(plan.name, "media", "it has neither file nor reel: it will be offline")
            else:
                ledger.keep(plan.name, "media")

    def place(self, clip: Clip, rate: Fraction, channel: int | None) -> Placed | None:
        """Return where a clip's source begins: on the picture track, or on a channel."""
        master, plan = self.written[_key(clip)]
        slot = master.picture if channel is None else master.sounds.get(channel)
        if slot is None:
            return None
        start = (clip.source.start - plan.start) * rate / plan.rate.fraction
        return Placed(mob=master.mob, slot=slot, start=start)


def _key(clip: Clip) -> _Key:
    media = clip.media
    return (media.id, media.name, media.file, media.reel, str(clip.source.rate))


def _plan(need: _Need, sound_rate: int, used: set[str]) -> MediaPlan:
    media, rate = need.clip.media, need.clip.source.rate
    low = math.floor(need.low) if media.available else max(0, math.floor(need.low))
    is_free = media.id.startswith(_URN) and media.id not in used
    return MediaPlan(
        name=media.name or media.text or "untitled",
        rate=rate,
        start=low,
        length=max(1, math.ceil(need.high) - low),
        reel=media.reel,
        file=media.file,
        id=media.id if is_free else "",
        is_drop_frame=media.is_drop_frame and can_drop(rate),
        has_timecode=media.has_timecode or low != 0,
        size=media.size,
        has_picture=need.has_picture or bool(media.has_picture),
        channels=need.channels,
        sound_rate=sound_rate,
        comments=_comments(media),
    )


def _comments(media: MediaRef) -> tuple[tuple[str, str], ...]:
    known = media.facts.get("comments")
    kept = {str(name): str(value) for name, value in known.items()} if isinstance(known, Mapping) else {}
    said = {"Scene": media.scene, "Take": media.take}
    return tuple(sorted({**kept, **{name: value for name, value in said.items() if value}}.items()))
