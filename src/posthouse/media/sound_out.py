"""Sound encoded for a container, as a packet file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast, final

import av

from posthouse.errors import JobFailed, ProductionError
from posthouse.media.encoders import ENCODER_FLAGS
from posthouse.media.packets import PacketWriter, PayloadFacts, StreamFacts
from posthouse.media.pcm import PcmReader
from posthouse.media.quantise import pcm_bytes
from posthouse.signal import ChannelLayout  # noqa: TC001 - a field's type, kept at run time for job keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.audio.codeccontext import AudioCodecContext

PCM_BITS = {"pcm_s16le": 16, "pcm_s24le": 24}
_PCM_FORMATS = {"pcm_s16le": "s16", "pcm_s24le": "s32"}
_SAMPLE_FORMATS = {"flac": "s32"}
"""Encoders that do not take planar float."""
_BLOCK_SECONDS = 0.5
HOUSE_OPTIONS = {
    # Measured on rock music and on voices at 192, 256 and 384 kb/s: the fast coder without noise substitution and
    # intensity stereo has the best signal-to-noise ratio of all settings (28.1 against 24.9 dB at 256 kb/s), the best
    # worst band, and takes a third of the time. Noise substitution is random, too, and random bytes are not ours.
    "aac": {"aac_coder": "fast", "aac_pns": "0", "aac_is": "0"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundEncoding:
    """How sound becomes a stream: ``codec`` is aac, flac, pcm_s24le, pcm_s16le or another encoder of FFmpeg."""

    codec: str
    layout: ChannelLayout
    bit_rate: int | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundReport:
    """What was written; ``clipped_samples`` were beyond full scale and are cut off there."""

    samples: int
    clipped_samples: int
    payload_bytes: int
    payload_digest: str


def encode_sound(pcm: Path, encoding: SoundEncoding, out: Path) -> SoundReport:
    """Encode a ``.f32`` file to the packet file ``out``.

    Raises:
        ProductionError: there is no such encoder, or it refuses its settings.
        JobFailed: the sound is empty or has other channels than the encoding.
    """
    with PcmReader(pcm) as reader, PacketWriter(out) as writer:
        if reader.channels != encoding.layout.channels or not reader.samples:
            came = f"{reader.samples} samples of {reader.channels} channels"
            raise JobFailed(f"{came} came to be encoded as {encoding.layout}")
        write = _write_pcm if encoding.codec in PCM_BITS else _write_encoded
        written, clipped = write(reader, encoding, writer)
    return SoundReport(
        samples=reader.samples,
        clipped_samples=clipped,
        payload_bytes=written.payload_bytes,
        payload_digest=written.payload_digest,
    )


def _write_pcm(reader: PcmReader, encoding: SoundEncoding, writer: PacketWriter) -> tuple[PayloadFacts, int]:
    clipped, place, step = 0, 0, int(reader.sample_rate * _BLOCK_SECONDS)
    for sound in reader.blocks(step):
        payload, beyond = pcm_bytes(sound, PCM_BITS[encoding.codec], place)
        writer.write(payload, pts=place, duration=sound.shape[1], is_key=True)
        clipped, place = clipped + beyond, place + sound.shape[1]
    facts = StreamFacts(
        kind="sound",
        encoder=encoding.codec,
        ticks_per_second=Fraction(reader.sample_rate),
        sample_rate=reader.sample_rate,
        sample_format=_PCM_FORMATS[encoding.codec],
        layout=encoding.layout,
    )
    return writer.finish(facts), clipped


@final
class EncodedPackets:
    """The packets of one encode of a sound file, and what a container must know of them once they were all taken."""

    def __init__(self, reader: PcmReader, encoding: SoundEncoding) -> None:
        self._reader, self._encoding = reader, encoding
        self._context = open_sound_encoder(encoding, reader.sample_rate)
        self._extradata, self._priming = self._context.extradata or b"", 0

    def packets(self) -> Iterator[av.Packet[av.AudioStream]]:
        """Yield the packets with sound in them.

        Raises:
            JobFailed: the encoder failed.
        """
        try:
            for packet in _encoded(self._reader, self._context):
                if packet.has_sidedata("new_extradata"):
                    self._extradata = bytes(packet.get_sidedata("new_extradata"))  # FLAC's, with its length and MD5
                if not packet.size:
                    continue
                if packet.pts is None or packet.duration is None:
                    raise JobFailed("the encoder gave sound without a time")
                self._priming = max(self._priming, -packet.pts)
                yield packet
        except av.FFmpegError as error:
            raise JobFailed(f"{self._encoding.codec} failed: {error}") from error

    def facts(self) -> StreamFacts:
        """Return what a container must know of the stream."""
        return StreamFacts(
            kind="sound",
            encoder=self._encoding.codec,
            ticks_per_second=Fraction(self._reader.sample_rate),
            extradata=self._extradata,
            sample_rate=self._reader.sample_rate,
            sample_format=self._context.format.name,
            layout=self._encoding.layout,
            priming_samples=self._priming,
            options=tuple(sorted(sound_options(self._encoding).items())),
        )


def _write_encoded(reader: PcmReader, encoding: SoundEncoding, writer: PacketWriter) -> tuple[PayloadFacts, int]:
    encoded = EncodedPackets(reader, encoding)
    for packet in encoded.packets():
        assert packet.pts is not None
        assert packet.duration is not None
        writer.write(memoryview(packet), pts=packet.pts, duration=packet.duration, is_key=True)
    return writer.finish(encoded.facts()), 0


def _encoded(reader: PcmReader, context: AudioCodecContext) -> Iterator[av.Packet[av.AudioStream]]:
    place = 0
    for sound in reader.blocks(int(reader.sample_rate * _BLOCK_SECONDS)):
        frame = av.AudioFrame.from_ndarray(sound, format="fltp", layout=context.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = reader.sample_rate, place, Fraction(1, reader.sample_rate)
        place += sound.shape[1]
        yield from context.encode(frame)
    yield from context.encode(None)


def open_sound_encoder(encoding: SoundEncoding, sample_rate: int) -> AudioCodecContext:
    """Return an opened encoder of sound.

    Raises:
        ProductionError: there is no such encoder, an option it does not know, or settings it refuses.
    """
    try:
        context = cast("AudioCodecContext", av.CodecContext.create(encoding.codec, "w"))
    except ValueError as error:
        raise ProductionError(
            f"there is no encoder {encoding.codec!r}", hint="for sound: aac, flac, pcm_s24le, pcm_s16le"
        ) from error
    if context.type != "audio":
        raise ProductionError(f"{encoding.codec!r} is an encoder of {context.type}, not of sound")
    context.sample_rate, context.layout = sample_rate, str(encoding.layout)
    context.format = _SAMPLE_FORMATS.get(encoding.codec, "fltp")
    context.thread_count = 1
    context.flags |= ENCODER_FLAGS
    context.options = sound_options(encoding)
    try:
        context.open()
    except av.FFmpegError as error:
        raise ProductionError(f"{encoding.codec} refuses {encoding.layout} sound at {sample_rate} Hz so set") from error
    if context.options:
        raise ProductionError(f"{encoding.codec} has no option {', '.join(map(repr, context.options))}")
    return context


def sound_options(encoding: SoundEncoding) -> dict[str, str]:
    """Return the house's options and the author's as FFmpeg takes them; the author's win."""
    bit_rate = {"b": str(encoding.bit_rate)} if encoding.bit_rate else {}
    return HOUSE_OPTIONS.get(encoding.codec, {}) | bit_rate | dict(encoding.options)
