"""Timelines and sound for the tests of AAF."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from posthouse.interchange.aaf import SoundClip, SoundSource, SoundTrack, TurnoverPlan, read, write
from posthouse.interchange.timeline import (
    Clip,
    Curve,
    Key,
    MediaRef,
    Reading,
    SourceSpan,
    Timeline,
    Track,
    TrackKind,
)
from posthouse.timing import FrameRange, Rate

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48_000


def media_ref(name: str, rate: Rate, *, start: int = 86_400, frames: int = 20_000, **more: Any) -> MediaRef:
    """Return media of a tape, with timecode and room on both sides."""
    span = SourceSpan(rate=rate, start=Fraction(start), duration=Fraction(frames))
    return MediaRef(name=name, reel=f"R_{name}", file=f"/media/{name}.mov", available=span, **more)


def clip(
    name: str,
    record: tuple[int, int],
    rate: Rate,
    source: Fraction | int = 90_000,
    *,
    ref: MediaRef | None = None,
    **more: Any,
) -> Clip:
    """Return a clip of its own media, at 100% unless said."""
    speed = abs(more.get("speed", Fraction(1)))
    length = Fraction(1) if speed == 0 else speed * (record[1] - record[0])
    span = SourceSpan(rate=rate, start=Fraction(source), duration=more.pop("duration", length))
    media = ref or media_ref(name, rate)
    return Clip(id=name, name=media.name, record=FrameRange(*record), source=span, media=media, **more)


def track(clips: tuple[Clip, ...], kind: TrackKind = TrackKind.PICTURE, **more: Any) -> Track:
    """Return a track of clips."""
    return Track(name="V1" if kind is TrackKind.PICTURE else "A1", kind=kind, clips=clips, **more)


def timeline(rate: Rate, *tracks: Track, **more: Any) -> Timeline:
    """Return a cut."""
    return Timeline(id="cut", name="Cut", rate=rate, tracks=tracks, **more)


def through_aaf(folder: Path, *timelines: Timeline) -> Reading:
    """Return what is read of timelines after they were written."""
    path = folder / "cut.aaf"
    path.write_bytes(next(iter(write(timelines, name="Cut").files.values())))
    return read(path)


def curve(*points: tuple[int, float]) -> Curve:
    """Return a curve through (place, value)."""
    return Curve(keys=tuple(Key(at=Fraction(at), value=(value,)) for at, value in points))


def wave(folder: Path, name: str, *, channels: int = 1, seconds: int = 2, subtype: str = "PCM_24") -> Path:
    """Write noise, the same for the same name."""
    noise = np.random.default_rng(sum(name.encode())).uniform(-0.5, 0.5, (RATE * seconds, channels))
    soundfile.write(folder / f"{name}.wav", noise, RATE, subtype=subtype)
    return folder / f"{name}.wav"


def sound(name: str, file: Path, record: tuple[int, int], start: int, *, channel: int = 1, **more: Any) -> SoundClip:
    """Return a clip of a turnover."""
    source = SoundSource(file=file, channel=channel, tape="SR001", scene="12", take="3")
    return SoundClip(
        name=name, source=source, record_start=record[0], duration=record[1] - record[0], source_start=start, **more
    )


def turnover(folder: Path, **more: Any) -> TurnoverPlan:
    """Return a turnover of three tracks: dialogue with fades, a cross-fade and gain; music; effects with automation."""
    stereo = wave(folder, "stereo", channels=2, seconds=3, subtype="PCM_16")
    dialogue = (
        sound("one", wave(folder, "a"), (1_001, 41_001), 24_000, fade_in=2_400, gain_db=-3.5, note="hello"),
        sound("two", wave(folder, "b"), (41_001, 71_004), 24_000, cross=(1_200, 1_200), fade_out=4_800),
        sound("three", wave(folder, "c"), (100_000, 150_000), 12_345, fade_in=100, fade_out=200),
    )
    music = (sound("bed", stereo, (0, 96_000), 0, automation=curve((0, 0.0), (48_000, -12.0), (96_000, 0.0))),)
    effects = (
        sound("hit", stereo, (48_000, 96_000), 1, channel=2),
        sound("rev", stereo, (96_000, 97_000), 1, channel=2),
    )
    tracks = (
        SoundTrack(name="DX 1", clips=dialogue),
        SoundTrack(name="MX L", clips=music, pan=Curve.constant(-1.0)),
        SoundTrack(
            name="FX", clips=effects, volume=curve((0, -6.0), (240_000, 0.0)), pan=curve((0, -1.0), (240_000, 1.0))
        ),
    )
    plan: dict[str, Any] = {"name": "Reel 1", "rate": Rate.parse("29.97"), "duration": 240_000, "tracks": tracks} | more
    return TurnoverPlan(**plan)


def second_parser(path: Path) -> list[tuple[int, int, Fraction | int]]:
    """Return (start, end, source start) of every picture clip as OpenTimelineIO's adapter reads them."""
    import opentimelineio as otio  # slow, and only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = otio.adapters.read_from_file(str(path))
    return [
        (int(at.start_time.value), int(at.end_time_exclusive().value), Fraction(clip.trimmed_range().start_time.value))
        for one in other.tracks
        if one.kind == "Video"
        for clip in one
        if isinstance(clip, otio.schema.Clip)
        for at in (one.trimmed_range_of_child(clip) or one.range_of_child(clip),)
    ]
