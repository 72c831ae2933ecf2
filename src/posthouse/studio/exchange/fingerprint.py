"""What of a clip other systems leave as it is: its media, its source, its speed, its length."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange import Clip, MediaRef, Timeline, Track

_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A clip as a format's reader saw it: where it lies, and a hash of what it shows."""

    kind: str
    record: tuple[int, int]
    media: str
    start_seconds: str
    hash: str

    def facts(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "record": list(self.record),
            "media": self.media,
            "start": self.start_seconds,
            "hash": self.hash,
        }

    @classmethod
    def from_facts(cls, facts: dict[str, object]) -> Print:
        """Return what ``facts`` made.

        Raises:
            ValueError: it is not that.
        """
        record = facts.get("record")
        words = [facts.get(name) for name in ("kind", "media", "start", "hash")]
        if not isinstance(record, list) or len(record) != 2 or not all(isinstance(word, str) for word in words):
            raise ValueError("this is no clip of a sidecar")
        kind, media, start, digest = (str(word) for word in words)
        return cls(kind=kind, record=(int(record[0]), int(record[1])), media=media, start_seconds=start, hash=digest)


def print_of(clip: Clip, track: Track) -> Print:
    """Return a clip's print."""
    start = clip.source.start / clip.source.rate.fraction
    media = media_word(clip.media)
    said = (str(track.kind), media, start, clip.record.duration_frames, clip.speed, clip.nested is not None)
    angle = tuple(name for name, identity in clip.angles.items() if identity == clip.nested)
    digest = hashlib.blake2b(repr(said + angle).encode(), digest_size=_BYTES).hexdigest()
    return Print(
        kind=str(track.kind),
        record=(clip.record.start_frame, clip.record.end_frame),
        media=media,
        start_seconds=str(start),
        hash=digest,
    )


def prints_of(timeline: Timeline) -> list[Print]:
    """Return the prints of every clip of a timeline, track by track."""
    return [print_of(clip, track) for track in timeline.tracks for clip in track.clips]


def media_word(media: MediaRef) -> str:
    """Return a word for a media that stays when paths change: its file's name, else what it is called."""
    name = PurePosixPath(media.file.replace("\\", "/")).name or media.name or media.reel or str(media.kind)
    return (media.text or name).strip().lower()
