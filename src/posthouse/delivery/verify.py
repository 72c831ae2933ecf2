"""Proof that a movie is what was asked for: the finished file is opened again and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from posthouse.delivery.hdr import (
    hdr_in_container,
    hdr_in_stream,
    hdr_of,
    nits_beyond_display,
    spelled_light,
    spelled_mastering,
)
from posthouse.delivery.measure import (
    SoundMeasured,
    count_decoded_pictures,
    measure_file_sound,
    read_packets,
    stream_samples,
)
from posthouse.delivery.report import Check, DeliveryReport, Fact
from posthouse.errors import DeliveryError
from posthouse.media.facts import FIELD_ORDERS, FieldOrder
from posthouse.media.frames import raw_pixel_format
from posthouse.media.hdr import HdrMetadata
from posthouse.media.mux import sei_of
from posthouse.media.packets import PacketLabel
from posthouse.media.splice.join import meeting_of
from posthouse.media.tags import MATRICES, PRIMARIES, TRANSFERS, aspect
from posthouse.signal import Chroma, Family, Matrix, PictureFormat, Range

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer

    from posthouse.delivery.presets import Movie
    from posthouse.media.encoding import PictureEncoding
    from posthouse.media.splice.renumber import Numbering
    from posthouse.timing import Timecode

LOSSY_SOUND = frozenset({"aac", "libmp3lame", "libopus", "ac3", "eac3"})
LOSSY_CEILING_DBTP = 0.0
"""The room a master leaves below full scale is for the codec's overshoot (EBU R 128 s2): in it, nothing has clipped."""
METER_TOLERANCE_DB = 0.2
"""EBU Tech 3341, table 1, cases 15 to 23: a true-peak meter may read 0.2 dB high."""
_MATROSKA = "matroska,webm"
"""Matroska keeps a timecode as text only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudnessLimits:
    """What the programme's sound must measure; None where nothing is asked."""

    integrated_lufs: float | None = None
    tolerance_lu: float = 0.2
    true_peak_dbtp: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a finished movie must hold: taken from the packet files it was joined from."""

    movie: Movie
    samples: int
    chunk_frames: tuple[int, ...]
    chunk_digests: tuple[str, ...]
    sound_digest: str
    start: Timecode | None = None
    loudness: LoudnessLimits | None = None
    hdr: HdrMetadata | None = None
    numberings: tuple[Numbering | None, ...] = ()
    """New numbers of parameter sets, by chunk, where joining gave some."""
    copied: tuple[bool, ...] = ()
    """Which chunks were not encoded but copied from their source."""

    @property
    def sei(self) -> bytes:
        """Return the unit that stands before every key picture; empty where none does."""
        return sei_of(self.movie.picture.encoder, self.hdr)

    @classmethod
    def of(
        cls,
        movie: Movie,
        chunks: Sequence[Path],
        sound: Path,
        *,
        start: Timecode | None = None,
        loudness: LoudnessLimits | None = None,
    ) -> Expected:
        """Return what a movie joined from these packet files must hold."""
        whole, heard = [PacketLabel.read(chunk) for chunk in chunks], PacketLabel.read(sound)
        labels = [label.payload for label in whole]
        return cls(
            movie=movie,
            samples=heard.payload.duration_ticks - heard.stream.priming_samples,
            chunk_frames=tuple(label.packets for label in labels),
            chunk_digests=tuple(label.payload_digest for label in labels),
            sound_digest=heard.payload.payload_digest,
            start=start,
            loudness=loudness,
            hdr=hdr_of(movie, chunks),
            numberings=meeting_of(whole).numberings,
            copied=tuple(label.is_copied for label in labels),
        )


def verify_movie(
    path: Path, expected: Expected, *, sound: SoundMeasured | None = None, full: bool = False
) -> DeliveryReport:
    """Open a finished movie, measure it, and return every check; ``raise_failures`` of the report is the verdict.

    The pictures were decoded and compared when their chunks were made, so reading the packets proves them. ``sound``,
    measured from the packet file, is taken for the file's own where the packets are the same.

    Args:
        path: the finished file.
        expected: what it must hold.
        sound: what its packets are known to sound like; left out, the sound is decoded from the file.
        full: decode every picture and the sound from the file itself.

    Raises:
        DeliveryError: the file does not open or decode.
    """
    try:
        with av.open(str(path)) as container:
            checks = [*_picture_checks(container, expected), *_sound_checks(container, expected)]
        checks += _hdr_checks(path, expected)
        checks += _content_checks(path, expected, sound, full=full)
    except (av.FFmpegError, OSError, IndexError) as error:
        raise DeliveryError(f"{path.name} cannot be read again: {error}") from error
    return DeliveryReport(file=path.name, checks=tuple(checks), is_full=full)


def _picture_checks(container: InputContainer, expected: Expected) -> Iterator[Check]:
    stream, picture = container.streams.video[0], expected.movie.picture
    context, rate = stream.codec_context, picture.rate
    frames = sum(expected.chunk_frames)
    yield _same("picture codec", context.codec.canonical_name, av.Codec(picture.encoder, "w").canonical_name)
    yield _same("picture size", f"{context.width}x{context.height}", f"{picture.format.width}x{picture.format.height}")
    yield _same("pixel format", context.pix_fmt, _decoded_pixel_format(picture))
    yield _same("sample aspect", str(aspect(stream.sample_aspect_ratio)), str(picture.sample_aspect))
    yield _same("frame rate", str(stream.average_rate), str(rate))
    if picture.fields is not FieldOrder.PROGRESSIVE:
        yield _same("first field", _first_field(stream), str(picture.fields))
    yield _same("color", _color_found(stream), _color_required(picture.format))
    yield _same("first picture at", str((stream.start_time or 0) * (stream.time_base or 0)), "0", " s")
    if stream.duration is not None and stream.time_base is not None:
        yield _same("picture length", str(stream.duration * stream.time_base), str(frames / rate.fraction), " s")
    if expected.start is not None and container.format.name != _MATROSKA:
        yield _same("start timecode", _timecode_track(container), str(expected.start))


def _first_field(stream: av.VideoStream) -> str:
    """Return which field is shown first: what codec and container say together."""
    return str(FIELD_ORDERS.get(stream.codec_context.field_order, FieldOrder.UNKNOWN))


def _decoded_pixel_format(picture: PictureEncoding) -> str:
    """Return the pixels a finished file decodes to: ProRes 4444 has 12 bits to FFmpeg, whatever was encoded."""
    pixels = raw_pixel_format(picture.format)
    is_4444 = picture.encoder.startswith("prores") and picture.format.chroma is Chroma.C444
    return pixels.replace("p10", "p12") if is_4444 else pixels


def _color_found(stream: av.VideoStream) -> str:
    context = stream.codec_context
    is_rgb = (context.pix_fmt or "").startswith("gbr")
    matrix = Matrix.RGB if is_rgb else MATRICES.get(int(context.colorspace), "no matrix")
    quantised = {1: Range.NARROW, 2: Range.FULL}.get(int(context.color_range), "no range")
    primaries = PRIMARIES.get(int(context.color_primaries), "no primaries")
    return f"{primaries} {TRANSFERS.get(int(context.color_trc), 'no transfer')} {matrix} {quantised}"


def _color_required(picture: PictureFormat) -> str:
    matrix = Matrix.RGB if picture.family is Family.RGB else picture.matrix
    return f"{picture.primaries} {picture.transfer} {matrix} {picture.range}"


def _hdr_checks(path: Path, expected: Expected) -> Iterator[Check]:
    """Yield what container and stream say of mastering display and light; nothing is said unasked."""
    said, wanted = hdr_in_container(path, expected.sei), expected.hdr or HdrMetadata()
    if expected.hdr is None and said == HdrMetadata():
        return
    places = {"container": said} | ({"stream": hdr_in_stream(path)} if expected.sei else {})
    for where, found in places.items():
        mastering, light = spelled_mastering(wanted.mastering), spelled_light(wanted.content_light)
        yield _same(f"mastering display, {where}", spelled_mastering(found.mastering), mastering)
        yield _same(f"content light, {where}", spelled_light(found.content_light), light)
    beyond_nits = nits_beyond_display(wanted)
    if beyond_nits > 0:
        yield Check(what="brighter than the mastering display", measured=beyond_nits, unit=" nits")


def _timecode_track(container: InputContainer) -> str | None:
    """Return the start that the timecode track says; the picture stream repeats it only as text."""
    return next(
        (stream.metadata["timecode"] for stream in container.streams.data if "timecode" in stream.metadata), None
    )


def _sound_checks(container: InputContainer, expected: Expected) -> Iterator[Check]:
    stream, sound = container.streams.audio[0], expected.movie.sound
    context = stream.codec_context
    yield _same("sound codec", context.codec.canonical_name, av.Codec(sound.codec, "w").canonical_name)
    yield _same("sound channels", context.layout.nb_channels, sound.layout.channels)
    yield _same("sound starts at", str((stream.start_time or 0) * (stream.time_base or 0)), "0", " s")
    if stream.duration is not None:
        yield _same("sound length", stream_samples(container), expected.samples, " samples")


def _content_checks(path: Path, expected: Expected, sound: SoundMeasured | None, *, full: bool) -> Iterator[Check]:
    rate = expected.movie.picture.rate.fraction
    found = read_packets(path, expected.chunk_frames, rate, expected.sei, expected.numberings)
    frames = sum(expected.chunk_frames)
    yield _same("frames", found.frames, frames)
    yield _same("frames off their time", found.frames_off_time, 0)
    if expected.sei:
        yield _same("key pictures without SEI", found.keys_without_sei, 0)
    changed = sum(a != b for a, b in zip(found.chunk_digests, expected.chunk_digests, strict=False))
    missing = abs(len(found.chunk_digests) - len(expected.chunk_digests))
    yield _same("chunks changed by joining", changed + missing, 0)
    if any(expected.copied):
        yield Check(what="frames copied", measured=_copied_text(expected))
    yield _same("sound changed by joining", int(found.sound_digest != expected.sound_digest), 0)
    if full:
        yield _same("pictures decoded", count_decoded_pictures(path), frames)
    if sound is None or full or sound.digest != found.sound_digest:
        sound = measure_file_sound(path, found.sound_digest, expected.movie.sound.layout)
    yield _same("sound decoded", sound.samples, expected.samples, " samples")
    yield from _loudness_checks(sound, expected)


def _copied_text(expected: Expected) -> str:
    """Return what was copied from sources, and that the rest was encoded."""
    frames, chunks = sum(expected.chunk_frames), sum(expected.copied)
    copied = sum(count for count, is_copied in zip(expected.chunk_frames, expected.copied, strict=True) if is_copied)
    share = 100 * copied / frames
    return f"{copied} of {frames} ({share:.1f} %), in {chunks} chunks; the other {frames - copied} were encoded"


def _loudness_checks(sound: SoundMeasured, expected: Expected) -> Iterator[Check]:
    limits, loudness = expected.loudness or LoudnessLimits(), sound.loudness
    target, ceiling = limits.integrated_lufs, limits.true_peak_dbtp
    off = 0.0 if target is None else abs(loudness.integrated_lufs - target)
    yield Check(
        what="loudness",
        measured=loudness.integrated_lufs,
        required=target,
        is_met=target is None or round(off, 2) <= limits.tolerance_lu,
        unit=" LUFS",
    )
    if ceiling is not None and expected.movie.sound.codec in LOSSY_SOUND:
        ceiling = max(ceiling, LOSSY_CEILING_DBTP)
    yield Check(
        what="true peak, at most",
        measured=loudness.true_peak_dbtp,
        required=ceiling,
        is_met=ceiling is None or loudness.true_peak_dbtp <= ceiling + METER_TOLERANCE_DB,
        unit=" dBTP",
    )
    yield Check(what="loudness range", measured=loudness.range_lu, unit=" LU")
    yield Check(what="loudest moment (400 ms)", measured=loudness.max_momentary_lufs, unit=" LUFS")
    yield Check(what="loudest 3 s", measured=loudness.max_short_term_lufs, unit=" LUFS")


def _same(what: str, measured: Fact, required: Fact, unit: str = "") -> Check:
    return Check(what=what, measured=measured, required=required, is_met=measured == required, unit=unit)
