"""Fragmented MP4 (CMAF): one header for a stream, and fragments that join in any order they are asked for.

A fragment is a ``moof`` and an ``mdat`` box (ISO/IEC 14496-12, 8.8.4 and 8.1.1); its ``tfdt`` (8.8.12) places it on the
programme's own clock, in whole ticks, so that fragments made apart, in any order, on any day, join without a seam.
The header is FFmpeg's: it knows how every codec wants to be described. Fragments are a page of integers, and ours.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import av

from posthouse.errors import InternalError
from posthouse.media.mux_streams import add_picture_stream, add_sound_stream
from posthouse.media.packets import KEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from posthouse.media.packets import PacketFile, StreamFacts

LEAST_TICKS_PER_SECOND = 10_000
_TRACK = 1
_SYNC_SAMPLE, _OTHER_SAMPLE = 0x02000000, 0x01010000
"""Sample flags (8.8.3.1): depends on no other; depends on others and is no sync sample."""
_DEFAULT_BASE_IS_MOOF = 0x020000
_TRUN_FLAGS = 0x000001 | 0x000100 | 0x000200 | 0x000400
"""Data offset, and for each sample its duration, size and flags (8.8.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One packet of a fragment; times in ticks of its stream. It is shown when it is decoded."""

    payload: bytes | memoryview
    duration_ticks: int
    is_key: bool = True


def ticks_per_second(rate: Fraction) -> int:
    """Return the smallest useful time scale in which every frame of a rate lasts a whole number of ticks."""
    return rate.numerator * -(-LEAST_TICKS_PER_SECOND // rate.numerator)


def frame_ticks(rate: Fraction) -> int:
    """Return how long a frame lasts in ``ticks_per_second``."""
    return int(ticks_per_second(rate) / rate)


def header(facts: StreamFacts) -> bytes:
    """Return the header (``ftyp`` and ``moov``) of a stream; every fragment of the stream is read behind it."""
    is_picture = facts.kind == "picture"
    scale = ticks_per_second(facts.ticks_per_second) if is_picture else facts.sample_rate
    options = {
        "fflags": "+bitexact",
        "movflags": "empty_moov+default_base_moof+cmaf+write_colr",
        "video_track_timescale": str(scale),
        "movie_timescale": str(scale),
    }
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options=options) as output:
        if is_picture:
            add_picture_stream(output, facts, None)
        else:
            add_sound_stream(output, facts)
        output.start_encoding()
        return file.getvalue()


def fragment(samples: Sequence[Sample], *, number: int, decoded_at_ticks: int) -> bytes:
    """Return a fragment whose first sample is decoded at a tick of the programme; ``number`` counts from 1."""
    count = _full(b"mfhd", 0, 0, struct.pack(">I", number))
    place = _full(b"tfhd", 0, _DEFAULT_BASE_IS_MOOF, struct.pack(">I", _TRACK)) + _clock(decoded_at_ticks)
    length = 8 + len(count) + 8 + len(place) + _run_length(samples)
    head = _box(b"moof", count, _box(b"traf", place, _run(samples, data_at=length + 8)))
    assert len(head) == length
    size = sum(len(sample.payload) for sample in samples)
    return b"".join((head, struct.pack(">I4s", 8 + size, b"mdat"), *(sample.payload for sample in samples)))


def picture_samples(packets: PacketFile) -> list[Sample]:
    """Return the samples of a picture packet file, in ticks of its rate.

    Raises:
        InternalError: pictures are decoded in another order than they are shown: there would be none to begin with.
    """
    lasts = frame_ticks(packets.stream.ticks_per_second)
    if packets.payload.reorder_frames:
        raise InternalError(f"{packets.path.name} has pictures out of order, and becomes no fragment")
    rows = zip(packets.table["flags"].tolist(), packets.payloads(), strict=True)
    return [Sample(payload=payload, duration_ticks=lasts, is_key=bool(flags & KEY)) for flags, payload in rows]


def _clock(at_ticks: int) -> bytes:
    return _full(b"tfdt", 1, 0, struct.pack(">Q", at_ticks))


def _run_length(samples: Sequence[Sample]) -> int:
    return 20 + 12 * len(samples)


def _run(samples: Sequence[Sample], *, data_at: int) -> bytes:
    rows = b"".join(
        struct.pack(
            ">III",
            sample.duration_ticks,
            len(sample.payload),
            _SYNC_SAMPLE if sample.is_key else _OTHER_SAMPLE,
        )
        for sample in samples
    )
    return _full(b"trun", 0, _TRUN_FLAGS, struct.pack(">Ii", len(samples), data_at), rows)


def _full(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags), *parts)


def _box(kind: bytes, *parts: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)
