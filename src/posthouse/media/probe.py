"""Everything about a file, found in one pass over its packets and a few decoded pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from av.stream import Disposition

from posthouse.errors import MediaError
from posthouse.media.border import media_errors, open_container
from posthouse.media.collect import collect_packets
from posthouse.media.display import picture_timecode
from posthouse.media.facts import Chapter, MediaInfo, MediaKind, OpenAs
from posthouse.media.limits import refuse_endless
from posthouse.media.measure import proven_index
from posthouse.media.probe_streams import picture_facts, sound_facts
from posthouse.media.sound_index import sound_index
from posthouse.media.wave import read_broadcast_wave

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

    from posthouse.media.collect import Collected
    from posthouse.media.facts import PictureFacts, SoundFacts
    from posthouse.media.index import PictureIndex, SoundIndex

_TRUSTED_DURATIONS = ("matroska", "avi", "mxf", "flac", "mov")
"""Containers whose header tells the true duration, so that an early end is a file cut short."""
_SHORT_BY_S = Fraction(1)
_NOT_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A file's facts, and its indexes by stream number."""

    info: MediaInfo
    pictures: dict[int, PictureIndex]
    sounds: dict[int, SoundIndex]


@dataclass(slots=True, kw_only=True)
class _Found:
    pictures: dict[int, tuple[PictureFacts, PictureIndex]]
    sounds: dict[int, tuple[SoundFacts, SoundIndex]]
    warnings: list[str]
    timecode: str = ""


def probe_container(
    path: Path, open_as: OpenAs | None = None, passed: Callable[[int], None] = lambda _position: None
) -> Probed:
    """Return what a container of pictures or sound holds.

    Args:
        path: the file.
        open_as: what the production says of a headerless file.
        passed: told how far the packet pass has come, in bytes.

    Raises:
        MediaError: it cannot be opened, is cut short, or holds neither pictures nor sound that decode.
    """
    with open_container(path, open_as) as container:
        promised = {stream.index: len(stream.index_entries) for stream in container.streams}
        packets = collect_packets(path, container, passed)
        _refuse_short(path, container, packets, promised)
        found = _found(path, container, packets, open_as)
        if not found.pictures and not found.sounds:
            reason = found.warnings[0] if found.warnings else "copy it again from its source"
            raise MediaError(f"{path} holds neither pictures nor sound that can be decoded", hint=reason)
        info = _info(path, container, found, open_as)
    return Probed(
        info=info,
        pictures={number: index for number, (_, index) in found.pictures.items()},
        sounds={number: index for number, (_, index) in found.sounds.items()},
    )


def _found(path: Path, container: InputContainer, packets: dict[int, Collected], open_as: OpenAs | None) -> _Found:
    found = _Found(pictures={}, sounds={}, warnings=[])
    for stream in container.streams:
        collected = packets.get(stream.index)
        if collected is None or not collected.pts or stream.disposition & _NOT_PICTURES:
            continue
        try:
            _add_stream(path, container, stream, collected, open_as, found)
        except MediaError as error:
            found.warnings.append(error.cause)
    return found


def _add_stream(
    path: Path, container: InputContainer, stream: Stream, packets: Collected, open_as: OpenAs | None, found: _Found
) -> None:
    if stream.type == "video":
        video = cast("VideoStream", stream)
        rate = (open_as.rate if open_as else None) or video.average_rate or video.guessed_rate or Fraction(25)
        index, frame = proven_index(path, stream.index, packets, stream.time_base or 1 / rate, rate, open_as)
        if frame is None:
            raise MediaError(f"{path}: no picture of stream {stream.index} decodes")
        refuse_endless(path, stream.index, index.duration_s())
        facts, warnings = picture_facts(video, index, frame, open_as)
        found.pictures[stream.index] = facts, index
        found.warnings.extend(warnings)
        found.timecode = found.timecode or picture_timecode(frame)
    else:
        audio = cast("AudioStream", stream)
        end = _edited_end(container, audio)
        sound = sound_index(path, stream.index, packets, end)
        refuse_endless(path, stream.index, Fraction(sound.index.duration_samples, sound.first.sample_rate))
        found.sounds[stream.index] = sound_facts(audio, sound, packets), sound.index


def _edited_end(container: InputContainer, stream: AudioStream) -> int | None:
    """Return where a QuickTime edit list ends the sound, in ticks, None where no edit list speaks."""
    if not container.format.name.startswith("mov") or stream.duration is None or stream.start_time is None:
        return None
    return stream.start_time + stream.duration


def _refuse_short(
    path: Path, container: InputContainer, packets: dict[int, Collected], promised: dict[int, int]
) -> None:
    """Refuse a file that was cut off.

    Raises:
        MediaError: it holds fewer packets than its table promises, or ends long before its header says.
    """
    name = container.format.name
    if name.startswith("mov"):
        for number, collected in packets.items():
            if len(collected.pts) < promised[number]:
                have, of = len(collected.pts), promised[number]
                raise _cut_short(path, f"stream {number} promises {of} packets and {have} are there")
    if container.duration is None or not name.startswith(_TRUSTED_DURATIONS) or not packets:
        return
    bases = {stream.index: stream.time_base or Fraction(1) for stream in container.streams}
    ends = [
        (max(collected.pts) + collected.duration[-1]) * bases[number] - Fraction(container.start_time or 0, 1_000_000)
        for number, collected in packets.items()
        if collected.pts
    ]
    told = Fraction(container.duration, 1_000_000)
    end = max(ends, default=Fraction(0))
    if told - end > max(_SHORT_BY_S, told / 20) and not any(s.type == "subtitle" for s in container.streams):
        raise _cut_short(path, f"its header promises {float(told):.2f} s and {float(end):.2f} s are there")


def _cut_short(path: Path, why: str) -> MediaError:
    return MediaError(f"{path} is cut short: {why}", hint="copy it again from its source")


def _info(path: Path, container: InputContainer, found: _Found, open_as: OpenAs | None) -> MediaInfo:
    with media_errors(path, "read"):
        broadcast = read_broadcast_wave(path) if container.format.name == "wav" else None
    pictures = tuple(facts for facts, _ in found.pictures.values())
    sounds = tuple(facts for facts, _ in found.sounds.values())
    ends = [p.start_s + p.duration_s for p in pictures]
    ends += [s.start_s + Fraction(s.duration_samples, s.sample_rate) for s in sounds]
    starts = [p.start_s for p in pictures] + [s.start_s for s in sounds]
    is_raw = open_as is not None and open_as.raw_size is not None
    info = MediaInfo(
        kind=MediaKind.RAW if is_raw else MediaKind.CONTAINER,
        container=container.format.name,
        byte_count=path.stat().st_size,
        digest="",
        pictures=pictures,
        sounds=sounds,
        duration_s=max(ends) - min(starts),
        chapters=tuple(_chapters(container)),
        broadcast=broadcast,
        metadata=tuple(sorted((str(key), str(text)) for key, text in container.metadata.items())),
        warnings=tuple(found.warnings),
        open_as=open_as or OpenAs(),
    )
    return _named(info, container, found.timecode)


def _named(info: MediaInfo, container: InputContainer, in_picture: str) -> MediaInfo:
    """Return the facts with timecode and reel name, from the best place that has them."""
    tracks = [s.metadata for s in container.streams if s.type == "data"]
    others = [container.metadata, *(s.metadata for s in container.streams)]
    for source, places in (("timecode track", tracks), ("metadata", others)):
        for metadata in places:
            if metadata.get("timecode") and not info.start_timecode:
                info = replace(info, start_timecode=metadata["timecode"].strip(), start_timecode_from=source)
            if metadata.get("reel_name") and not info.reel_name:
                info = replace(info, reel_name=metadata["reel_name"].strip(), reel_name_from=source)
    if not info.start_timecode and in_picture[:8].strip("0:"):
        info = replace(info, start_timecode=in_picture, start_timecode_from="picture")
    return info


def _chapters(container: InputContainer) -> list[Chapter]:
    found = []
    for chapter in container.chapters():
        base = chapter["time_base"] or Fraction(1)
        title = chapter["metadata"].get("title", "")
        found.append(Chapter(title=title, start_s=chapter["start"] * base, end_s=chapter["end"] * base))
    return found
