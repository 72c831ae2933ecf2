"""Streams of an output file that say on which display they were mastered and how bright they are.

Problem: FFmpeg's writers put these into MP4, MOV and MKV from a stream's coded side data, which PyAV cannot set.
Approach: PyAV can make a stream like one that was read. So a film of no pictures is written in memory, the two boxes
are put into its sample entry, and the stream FFmpeg reads from it is the template.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, cast

import av

from posthouse.errors import DeliveryError
from posthouse.media.hdr import HdrMetadata, hdr_boxes
from posthouse.media.nal import stream_like_nothing

if TYPE_CHECKING:
    from av.container import OutputContainer

SAMPLE_ENTRIES = {"hevc": b"hvc1", "h264": b"avc1", "prores": b"apch", "dnxhd": b"AVdh", "ffv1": b"FFV1"}
"""The codecs whose streams can say it, and a sample entry each is known by."""
_WRITTEN_AS = b"apch"
_VISUAL_ENTRY_BYTES = 86
"""A box's head and the fields of a visual sample entry (ISO/IEC 14496-12, 12.1.3); boxes follow."""
_WAY = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
_STSD_HEAD_BYTES = 16


def add_stream_saying(output: OutputContainer, codec: str, tag: str, hdr: HdrMetadata) -> av.VideoStream:
    """Add a picture stream that carries HDR metadata; its encoder is not opened yet.

    ``tag`` is the four letters the encoder gave, which tell ProRes profiles apart; "" where it gave none.

    Raises:
        DeliveryError: a codec whose streams cannot say it here, or a container that cannot hold the codec.
    """
    if codec not in SAMPLE_ENTRIES:
        hint = f"HDR metadata goes with {', '.join(SAMPLE_ENTRIES)}"
        raise DeliveryError(f"a stream of {codec} cannot carry HDR metadata here", hint=hint)
    with av.open(io.BytesIO(_film_saying(tag.encode() or SAMPLE_ENTRIES[codec], hdr_boxes(hdr)))) as source:
        try:
            return output.add_stream_from_template(source.streams.video[0])
        except ValueError as error:
            raise DeliveryError(f"{output.format.name} files cannot hold {codec}") from error


def _film_saying(sample_entry: bytes, boxes: bytes) -> bytes:
    """Return a MOV without pictures whose one stream is of this kind and has these boxes."""
    film = bytearray(_empty_film())
    at, end, sizes = 0, len(film), []
    for name in _WAY:
        at, end = _box_in(film, name, at, end)
        sizes.append(at)
        at += _STSD_HEAD_BYTES if name == b"stsd" else 8
    for place in (*sizes, at):
        struct.pack_into(">I", film, place, struct.unpack_from(">I", film, place)[0] + len(boxes))
    film[at + 4 : at + 8] = sample_entry
    film[at + _VISUAL_ENTRY_BYTES : at + _VISUAL_ENTRY_BYTES] = boxes
    return bytes(film)


def _empty_film() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mov", options={"movflags": "empty_moov", "fflags": "+bitexact"}) as container:
        context = stream_like_nothing(container, "prores_ks").codec_context
        context.width, context.height, context.codec_tag = 64, 64, _WRITTEN_AS.decode()
        container.start_encoding()
    return file.getvalue()


def _box_in(film: bytes | bytearray, name: bytes, at: int, end: int) -> tuple[int, int]:
    """Return where a box starts and ends."""
    while at < end:
        size, kind = cast("tuple[int, bytes]", struct.unpack_from(">I4s", film, at))
        if kind == name:
            return at, at + size
        at += size
    raise AssertionError(f"FFmpeg wrote a film without {name!r}")
