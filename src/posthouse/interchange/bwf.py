"""Broadcast WAV: the slate of a sound file (scene, take, tape, track names) and its first sample's time of day.

In: a WAV, RF64 or BW64 file with ``bext`` (EBU Tech 3285) or ``iXML``; Sound Devices recorders write scene and take
into the description of ``bext`` too, which counts where there is no iXML. Out: a ``SoundSlate``. ``write_slate`` copies
a file with another slate; the samples are not touched, nor the file it copies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.errors import MediaError
from posthouse.interchange.bwf_chunks import copied_with, sound_format
from posthouse.interchange.bwf_ixml import SoundTrack, TakeFacts, facts_of_ixml, ixml_of
from posthouse.media.wave import read_broadcast_wave
from posthouse.timing import Rate, Timecode
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.bwf_chunks import SoundFormat
    from posthouse.media.facts import BroadcastExtension

__all__ = ["SoundSlate", "SoundTrack", "read_slate", "write_slate"]

_DESCRIPTION = re.compile(r"^[sd]?([A-Z0-9]+)=(.*)$")
_SPEED = re.compile(r"([\d./]+)\s*-?\s*(NDF?|DF?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSlate(TakeFacts):
    """What a sound file says of itself."""

    sample_rate: int
    """Of the file, in samples a second."""
    samples: int
    """How many there are of each channel."""
    channels: int
    originator: str = ""
    date: str = ""
    """yyyy-mm-dd, as the recorder's clock had it."""

    @property
    def start_seconds(self) -> Fraction | None:
        """Return when the first sample was recorded, in seconds from midnight, exact."""
        return (
            None if self.start_samples is None else self.start_samples / (self.stamp_rate or Fraction(self.sample_rate))
        )

    def start_timecode(self, rate: Rate | None = None) -> Timecode | None:
        """Return the label of the frame the first sample lies in, at the file's rate or another.

        Timecode runs by labels: at 23.976 its seconds last 1.001 s, so real seconds are multiplied by the exact rate.
        """
        counted = rate or self.timecode_rate
        if self.start_seconds is None or counted is None:
            return None
        is_drop = self.is_drop_frame and can_drop(counted)
        return Timecode(frame_count=counted.floor_frame_at(self.start_seconds), rate=counted, is_drop_frame=is_drop)


def read_slate(path: Path) -> SoundSlate:
    """Return what a WAV says of itself; a file without bext and iXML has a slate with neither scene nor time.

    Raises:
        MediaError: the file is missing, no WAV, or cut short.
    """
    form, extension = _read(path)
    ixml = facts_of_ixml(extension.ixml if extension else "")
    words = _described(extension)
    start = ixml.start_samples
    if start is None and extension is not None:
        start = extension.time_reference_samples
    speed = _SPEED.match(words.get("SPEED", ""))
    return SoundSlate(
        sample_rate=form.sample_rate,
        samples=form.samples,
        channels=form.channels,
        start_samples=start,
        stamp_rate=None if start is None else ixml.stamp_rate or Fraction(form.sample_rate),
        timecode_rate=ixml.timecode_rate or (_rate(speed[1]) if speed else None),
        is_drop_frame=ixml.is_drop_frame or bool(speed and (speed[2] or "").upper().startswith("D")),
        project=ixml.project or words.get("PROJECT", ""),
        scene=ixml.scene or words.get("SCENE", ""),
        take=ixml.take or words.get("TAKE", ""),
        tape=ixml.tape or words.get("TAPE", ""),
        note=ixml.note or words.get("NOTE", ""),
        is_circled=ixml.is_circled,
        family=ixml.family,
        tracks=_tracks(ixml, words),
        originator=extension.originator if extension else "",
        date=extension.date if extension else "",
    )


def _read(path: Path) -> tuple[SoundFormat, BroadcastExtension | None]:
    try:
        return sound_format(path), read_broadcast_wave(path)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error


def write_slate(source: Path, out: Path, slate: SoundSlate) -> None:
    """Copy a WAV with another slate: its samples byte for byte, bext and iXML new, all other chunks as they were.

    Raises:
        MediaError: the source is no WAV, or the same file as ``out``.
    """
    if out.exists() and out.samefile(source):
        raise MediaError(f"{source} is media and stays as it is", hint="write to another file")
    words = {"SCENE": slate.scene, "TAKE": slate.take, "TAPE": slate.tape, "PROJECT": slate.project}
    described = "\r\n".join(f"s{word}={said}" for word, said in words.items() if said)
    copied_with(
        source,
        out,
        ixml=ixml_of(slate, sample_rate=slate.sample_rate),
        start_samples=slate.start_samples,
        texts=(described, slate.originator or "posthouse", slate.date),
    )


def _described(extension: BroadcastExtension | None) -> dict[str, str]:
    """Return the ``sSCENE=A101`` lines of a description."""
    lines = extension.description.splitlines() if extension else []
    return {match[1]: match[2].strip() for line in lines if (match := _DESCRIPTION.match(line.strip()))}


def _tracks(ixml: TakeFacts, words: dict[str, str]) -> tuple[SoundTrack, ...]:
    named = ixml.tracks or tuple(
        SoundTrack(channel=int(word[3:]), name=said)
        for word, said in words.items()
        if word.startswith("TRK") and word[3:].isdigit()
    )
    return tuple(sorted(named, key=lambda track: (track.channel, track.name)))


def _rate(text: str) -> Rate | None:
    try:
        return Rate.parse(text)
    except ValueError:
        return None
