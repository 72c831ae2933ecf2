"""Sound to FLAC frames, any part of a programme at a time, such that the parts join to one unbroken stream.

FLAC's frames stand alone: no priming, no overlap, no loss. So a part encoded on its own decodes to exactly its own
samples, and parts join without a trace. All that ties a frame to its stream is its number (RFC 9639, 9.1.5), which an
encoder started in the middle counts from 0: it is put right here, and with it both checksums (9.1.8, 9.3).

The checksum of the whole frame need not be taken again: CRCs are linear, so it changes by the change of the header's
checksum, advanced over as many zero bytes as follow.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import av
import numpy as np

from posthouse.errors import JobFailed
from posthouse.media.encoders import ENCODER_FLAGS
from posthouse.media.packets import StreamFacts
from posthouse.media.quantise import pcm_bytes

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext

    from posthouse.signal import ChannelLayout, Sound

_BITS = 16
_OPTIONS = (("compression_level", "5"),)
_NUMBER_AT = 4
"""The frame's number stands behind sync code, block size, sample rate, channels and depth (RFC 9639, 9.1)."""


def flac_facts(layout: ChannelLayout, sample_rate: int) -> StreamFacts:
    """Return what a container must know of the stream."""
    context = _opened(str(layout), sample_rate)
    return StreamFacts(
        kind="sound",
        encoder="flac",
        ticks_per_second=Fraction(sample_rate),
        extradata=context.extradata or b"",
        sample_rate=sample_rate,
        sample_format="s16",
        layout=str(layout),
        options=_OPTIONS,
    )


@lru_cache(maxsize=8)
def flac_frame_samples(sample_rate: int) -> int:
    """Return how many samples a FLAC frame has at a sample rate; only the programme's last one has fewer."""
    return _opened("stereo", sample_rate).frame_size


def flac_frames(sound: Sound, layout: ChannelLayout, sample_rate: int, *, first_frame: int) -> list[tuple[bytes, int]]:
    """Return a part of a programme as FLAC frames, each with its length in samples.

    Args:
        sound: (channel, sample) float32; 16 bits of it are kept, with the house's dither.
        layout: what the channels are.
        sample_rate: in Hz.
        first_frame: the number of the part's first frame; the part begins at that many frames' samples.
    """
    if not sound.shape[1]:
        return []
    context = _opened(str(layout), sample_rate)
    step = context.frame_size
    pcm, _ = pcm_bytes(sound, _BITS, first_frame * step)
    frame = av.AudioFrame.from_ndarray(
        np.frombuffer(pcm, "<i2").reshape(1, -1), format="s16", layout=context.layout.name
    )
    frame.sample_rate, frame.pts, frame.time_base = sample_rate, 0, Fraction(1, sample_rate)
    packets = [bytes(packet) for part in (frame, None) for packet in context.encode(part) if packet.size]
    left, frames = sound.shape[1], []
    for place, packet in enumerate(packets):
        frames.append((renumbered(packet, first_frame + place), min(left, step)))
        left -= step
    if left > 0 or left <= -step:
        raise JobFailed(f"{sound.shape[1]} samples became {len(frames)} FLAC frames")
    return frames


def renumbered(frame: bytes, number: int) -> bytes:
    """Return a FLAC frame with another number, its checksums right."""
    body_at = _NUMBER_AT + _coded_length(frame[_NUMBER_AT]) + _extra_bytes(frame[2])
    before, after = frame[:_NUMBER_AT], frame[body_at - _extra_bytes(frame[2]) : body_at]
    header = before + coded_number(number) + after
    header += bytes([_crc(header, 0x07, 8)])
    body = frame[body_at + 1 : -2]
    change = _crc(frame[: body_at + 1], 0x8005, 16) ^ _crc(header, 0x8005, 16)
    checksum = int.from_bytes(frame[-2:], "big") ^ _advanced(change, len(body))
    return header + body + checksum.to_bytes(2, "big")


def coded_number(number: int) -> bytes:
    """Return a frame's number as FLAC writes it, the way of UTF-8 (RFC 9639, 9.1.5)."""
    if number < 0x80:
        return bytes([number])
    length = next(count for count in range(2, 8) if number < 1 << (5 * count + 1))
    tail = [0x80 | number >> 6 * place & 0x3F for place in reversed(range(length - 1))]
    return bytes([(0xFF00 >> length) & 0xFF | number >> 6 * (length - 1), *tail])


def _coded_length(first: int) -> int:
    """Return how many bytes a coded number has, by its first."""
    return next((count for count in range(2, 8) if first >> (7 - count) == (1 << count) - 1 << 1), 1)


def _extra_bytes(third: int) -> int:
    """Return how many bytes of block size and sample rate stand behind the number (RFC 9639, 9.1.6 and 9.1.7)."""
    return {6: 1, 7: 2}.get(third >> 4, 0) + {12: 1, 13: 2, 14: 2}.get(third & 15, 0)


def _crc(content: bytes, polynomial: int, bits: int) -> int:
    table, mask, crc = _crc_table(polynomial, bits), (1 << bits) - 1, 0
    for octet in content:
        crc = (crc << 8 & mask) ^ table[crc >> (bits - 8) ^ octet]
    return crc


@lru_cache(maxsize=2)
def _crc_table(polynomial: int, bits: int) -> tuple[int, ...]:
    top, mask, table = 1 << (bits - 1), (1 << bits) - 1, []
    for octet in range(256):
        crc = octet << (bits - 8)
        for _ in range(8):
            crc = (crc << 1 ^ polynomial if crc & top else crc << 1) & mask
        table.append(crc)
    return tuple(table)


def _advanced(crc: int, zero_bytes: int) -> int:
    """Return a 16-bit checksum's state after so many zero bytes: times x**(8 n), modulo FLAC's polynomial."""
    power, square, count = 1, 2, 8 * zero_bytes
    while count:
        power = _product(power, square) if count & 1 else power
        square, count = _product(square, square), count >> 1
    return _product(crc, power)


def _product(one: int, other: int) -> int:
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ 0x18005 if one & 0x8000 else one << 1
        other >>= 1
    return product


def _opened(layout: str, sample_rate: int) -> AudioCodecContext:
    context = av.CodecContext.create("flac", "w")
    context.sample_rate, context.layout, context.format = sample_rate, layout, "s16"
    context.thread_count = 1
    context.flags |= ENCODER_FLAGS
    context.options = dict(_OPTIONS)
    context.open()
    return context
