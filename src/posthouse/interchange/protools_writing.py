"""A timeline's sound as a Pro Tools session text, in timecode, with the timestamps that say where clips begin."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.reached import tell_unreached
from posthouse.interchange.timeline import TrackKind, TransitionKind, Writing
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.interchange.timeline import Clip, Timeline, Track
    from posthouse.timing import Rate

_SPOKEN = {"24000/1001": "23.976", "30000/1001": "29.97", "48000/1001": "47.952", "60000/1001": "59.94"}
_COLUMNS = (
    "CHANNEL ",
    "EVENT   ",
    "CLIP NAME                     ",
    "START TIME    ",
    "END TIME      ",
    "DURATION      ",
)
_DEFAULT_SOUND_RATE = 48000


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return the sound of a cut as a session text; pictures have no place in it."""
    timeline, ledger = timelines[0], Ledger()
    tell_unreached(timelines, ledger)
    for track in timeline.of_kind(TrackKind.PICTURE):
        if track.clips:
            ledger.drop(track.name, "track", "a session text has no picture")
    text = _Session(timeline=timeline, ledger=ledger).text(name)
    return Writing(format="protools-text", files={f"{name}.txt": text.encode("utf-8")}, ledger=ledger)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A clip or fade of one channel."""

    name: str
    start: int
    end: int
    timestamp: str
    is_muted: bool


@dataclass(slots=True, kw_only=True)
class _Session:
    """One text being written."""

    timeline: Timeline
    ledger: Ledger
    clips: dict[str, str] = field(default_factory=dict)
    """Source file and channel, as written, by clip name."""
    files: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        tracks = [line for track in self.timeline.of_kind(TrackKind.SOUND) for line in self._track_lines(track)]
        lines = [*self._head(name), *self._listed(), "T R A C K  L I S T I N G", *tracks, *self._marker_lines()]
        return "\n".join(lines) + "\n"

    def _head(self, name: str) -> list[str]:
        timeline = self.timeline
        drop = " Drop" if timeline.is_drop_frame else ""
        return [
            f"SESSION NAME:\t{_field(timeline.name or name)}",
            f"SAMPLE RATE:\t{timeline.sound_rate or _DEFAULT_SOUND_RATE}.000000",
            "BIT DEPTH:\t24-bit",
            f"SESSION START TIMECODE:\t{self._label(0)}",
            f"TIMECODE FORMAT:\t{_spoken(timeline.rate)}{drop} Frame",
            f"# OF AUDIO TRACKS:\t{len(timeline.of_kind(TrackKind.SOUND))}",
            f"# OF AUDIO CLIPS:\t{len(self.clips)}",
            f"# OF AUDIO FILES:\t{len(self.files)}",
            *("", ""),
        ]

    def _listed(self) -> list[str]:
        files = [f"{name}\t{location}" for name, location in self.files.items()]
        clips = [f"{clip}\t{source}" for clip, source in self.clips.items()]
        return [
            *("F I L E S  I N  S E S S I O N", "Filename\tLocation", *files, "", ""),
            *("O N L I N E  C L I P S  I N  S E S S I O N", "CLIP NAME\tSource File", *clips, "", ""),
        ]

    def _track_lines(self, track: Track) -> Iterator[str]:
        yield f"TRACK NAME:\t{_field(track.name)}"
        yield "COMMENTS:\t"
        yield "USER DELAY:\t0 Samples"
        yield f"STATE: {'' if track.is_enabled else 'Muted'}"
        yield "\t".join((*_COLUMNS, "TIMESTAMP         ", "STATE"))
        channels = max((len(clip.source_channels) for clip in track.clips), default=0) or 1
        for channel in range(1, channels + 1):
            rows = sorted(self._rows(track, channel), key=lambda row: row.start)
            for event, row in enumerate(rows, start=1):
                times = (self._label(row.start), self._label(row.end), self._length(row.end - row.start))
                state = "Muted" if row.is_muted else "Unmuted"
                yield "\t".join((f"{channel:<8}", f"{event:<8}", f"{row.name:<30}", *times, row.timestamp, state))
            yield ""
        for clip in track.clips:
            self._tell(track, clip)
        yield ""

    def _rows(self, track: Track, channel: int) -> Iterator[_Row]:
        """Yield a track's rows of one channel: each clip without its fades, each fade beside it."""
        crossed = {each.join: each for each in track.transitions if each.kind is TransitionKind.DISSOLVE}
        for each in crossed.values():
            yield _Row(
                name="(cross fade)",
                start=each.record.start_frame,
                end=each.record.end_frame,
                timestamp="",
                is_muted=False,
            )
        for clip in track.clips:
            if clip.source_channels and channel > len(clip.source_channels):
                continue
            start, end = clip.record.start_frame, clip.record.end_frame
            first = crossed[start].record.end_frame if start in crossed else start + clip.fade_in
            last = crossed[end].record.start_frame if end in crossed else end - clip.fade_out
            if start not in crossed and clip.fade_in:
                yield _Row(name="(fade in)", start=start, end=first, timestamp="", is_muted=not clip.is_enabled)
            name = self._clip_name(clip, channel)
            stamp = self._timestamp(clip, first - start)
            yield _Row(name=name, start=first, end=last, timestamp=stamp, is_muted=not clip.is_enabled)
            if end not in crossed and clip.fade_out:
                yield _Row(name="(fade out)", start=last, end=end, timestamp="", is_muted=not clip.is_enabled)

    def _clip_name(self, clip: Clip, channel: int) -> str:
        """Return a clip's name on a channel, listed with its file."""
        last = re.split(r"[/\\:]", clip.media.file)[-1]  # paths of any system; Pro Tools' own have colons
        file = last or clip.media.name
        if clip.media.file:
            self.files.setdefault(_field(file), _field(clip.media.file.removesuffix(last)))
        count = len(clip.source_channels)
        suffix = {1: ".L", 2: ".R"}.get(channel, f".{channel}") if count > 1 else ""
        name = f"{_field(clip.name)}{suffix}"
        number = f"\t[{clip.source_channels[channel - 1]}]" if count else ""
        source = f"{_field(file)}{number}"
        at = 1
        while self.clips.setdefault(name, source) != source:  # two files under one name
            name, at = f"{_field(clip.name)}-{at:02}{suffix}", at + 1
        return name

    def _timestamp(self, clip: Clip, frames: int) -> str:
        if not clip.media.has_timecode or clip.speed != 1:
            return ""
        seconds = clip.source.start / clip.source.rate.fraction
        frame = math.floor(seconds * self.timeline.rate.fraction) + frames
        return self._absolute(frame)

    def _tell(self, track: Track, clip: Clip) -> None:
        item, ledger = f"{track.name}/{clip.id}", self.ledger
        if not clip.media.has_timecode:
            ledger.approximate(item, "clip", "its source has no timecode: where in it the clip begins is not written")
        elif clip.source.rate != self.timeline.rate or clip.source.start.denominator != 1:
            ledger.approximate(item, "clip", "its timestamp is written at the session's rate, to a whole frame")
        else:
            ledger.keep(item, "clip")
        if clip.speed != 1 or clip.ramp:
            ledger.drop(item, "speed", "a session text has no speeds")
        if clip.gain_db is not None:
            ledger.drop(item, "level", "a session text has no levels")
        if clip.pan is not None:
            ledger.drop(item, "pan", "a session text has no pans")

    def _marker_lines(self) -> Iterator[str]:
        timeline = self.timeline
        yield "M A R K E R S  L I S T I N G"
        yield "#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME\tTRACK NAME\tTRACK TYPE\tCOMMENTS"
        placed = [(marker, "Markers", "Ruler") for marker in timeline.markers]
        for track in timeline.of_kind(TrackKind.SOUND):
            placed += [(marker, track.name, "Track") for marker in track.markers]
        for number, (marker, where, kind) in enumerate(placed, start=1):
            sample = -(-marker.at * (timeline.sound_rate or _DEFAULT_SOUND_RATE) // timeline.rate.fraction)
            named = (_field(marker.name), _field(where), kind, _field(marker.note))
            yield "\t".join((f"{number:<4}", self._label(marker.at), str(sample), "Samples", *named))
            self._tell_marker(marker.name, is_lossless=not (marker.duration or marker.color or marker.author))

    def _tell_marker(self, name: str, *, is_lossless: bool) -> None:
        if is_lossless:
            self.ledger.keep(f"marker {name}", "marker")
        else:
            self.ledger.approximate(f"marker {name}", "marker", "its length, color and author are not written")

    def _label(self, frame: int) -> str:
        return self._absolute(self.timeline.start_frame + frame)

    def _absolute(self, frame: int) -> str:
        return str(Timecode(frame_count=frame, rate=self.timeline.rate, is_drop_frame=self.timeline.is_drop_frame))

    def _length(self, frames: int) -> str:
        return self._absolute(frames)


def _spoken(rate: Rate) -> str:
    return _SPOKEN.get(str(rate), str(rate))


def _field(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()
