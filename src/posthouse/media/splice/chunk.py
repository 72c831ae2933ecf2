"""A run of packets of a file as a packet file that joins encoded chunks, proven by decoding it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from posthouse.errors import JobFailed, MediaError
from posthouse.media.demux import StreamPackets
from posthouse.media.encode import stream_facts
from posthouse.media.entry import nal_length_bytes
from posthouse.media.frames import picture_in
from posthouse.media.index import SPLICE
from posthouse.media.nal import NAL_ENCODERS, length_prefixed
from posthouse.media.packets import PacketFile, PacketWriter
from posthouse.media.splice.h264_header import read_sequence_header, retagged
from posthouse.media.splice.parameter_sets import ParameterSets, SetKind, joined_record, kind_of
from posthouse.media.splice.renumber import units_of
from posthouse.media.splice.runs import packets_of_run
from posthouse.media.witness import decoded_frames

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from posthouse.media.encoding import PictureEncoding
    from posthouse.media.facts import OpenAs
    from posthouse.media.index import PictureIndex
    from posthouse.media.packets import PayloadFacts, StreamFacts
    from posthouse.media.splice.runs import Run
    from posthouse.signal import Picture, PictureLight

_HEVC_SLICES = range(32)
_HEVC_CLEAN_ACCESS, _HEVC_BROKEN_LINK = 21, 18
"""CRA_NUT and BLA_N_LP (H.265, table 7-1): a clean access picture behind another stream is a broken link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStream:
    """Where a run is taken from."""

    path: Path
    index: PictureIndex
    number: int
    """The stream's, in the file."""
    open_as: OpenAs | None = None


def copied_facts(encoding: PictureEncoding, extradata: bytes) -> StreamFacts:
    """Return what a copied chunk says of its stream: as encoded ones do, with the source's own parameter sets.

    H.264 sets are given the color tags of the encoding, so that they do not change where streams meet.
    """
    facts = stream_facts(encoding)
    codec = NAL_ENCODERS.get(encoding.encoder)
    if codec is None:
        return facts
    size = encoding.format.width, encoding.format.height
    sets = ParameterSets.of(codec, extradata, size)
    if codec == "h264":
        own = next(ParameterSets.of(codec, facts.extradata, size).of_kind(SetKind.SEQUENCE))
        tags = read_sequence_header(own).tags
        units = (retagged(unit, tags) if kind_of(codec, unit) is SetKind.SEQUENCE else unit for unit in sets.units)
        sets = replace(sets, units=tuple(units))
    return replace(facts, extradata=joined_record([sets]))


def copy_run(
    source: SourceStream,
    run: Run,
    encoding: PictureEncoding,
    out: Path,
    *,
    light: PictureLight | None = None,
) -> PayloadFacts:
    """Write a run's packets as the packet file ``out``; return what it holds. ``prove_copy`` proves it.

    Args:
        source: the file; never written to.
        run: the pictures.
        encoding: how the chunks around are encoded.
        out: where; overwritten.
        light: how bright the pictures are, where that is measured.

    Raises:
        MediaError: the file changed, or its parameter sets change on the way.
    """
    packets = StreamPackets(source.path, source.index.packets, source.number, source.open_as)
    try:
        extradata = packets.stream.codec_context.extradata or b""
        boxer = _Boxer.of(encoding, extradata, source.path)
        with PacketWriter(out) as writer:
            reorder_frames = 0
            for place, (ordinal, picture) in enumerate(packets_of_run(source.index, run)):
                packets.go_to(ordinal)
                packet = packets.next_packet()
                assert packet is not None
                payload = boxer.boxed(memoryview(packet), is_first=place == 0)
                is_key = bool(source.index.packets.flags[ordinal] & SPLICE)
                writer.write(payload, pts=picture - run.first, duration=1, is_key=is_key)
                reorder_frames = max(reorder_frames, place - (picture - run.first))
            facts = copied_facts(encoding, extradata)
            return writer.finish(facts, reorder_frames=reorder_frames, light=light, is_copied=True)
    finally:
        packets.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boxer:
    """Brings a source's packets into the form of packet files: length-prefixed units, parameter sets apart."""

    codec: str | None
    length_bytes: int
    known: frozenset[bytes]
    path: Path

    @classmethod
    def of(cls, encoding: PictureEncoding, extradata: bytes, path: Path) -> _Boxer:
        codec = NAL_ENCODERS.get(encoding.encoder)
        if codec is None:
            return cls(codec=None, length_bytes=0, known=frozenset(), path=path)
        sets = ParameterSets.of(codec, extradata, (encoding.format.width, encoding.format.height))
        length_bytes = nal_length_bytes(codec, extradata)
        return cls(codec=codec, length_bytes=length_bytes, known=frozenset(sets.units), path=path)

    def boxed(self, payload: memoryview, *, is_first: bool) -> bytes | memoryview:
        if self.codec is None:
            return payload
        whole: bytes | memoryview = payload if self.length_bytes else length_prefixed(bytes(payload))
        parts = []
        for unit in units_of(whole, self.length_bytes or 4):
            if kind_of(self.codec, unit) is not None:
                self._check_known(bytes(unit))
                continue
            new = _broken_link(unit) if is_first and self.codec == "hevc" else unit
            parts += [len(new).to_bytes(4, "big"), new]
        return b"".join(parts)

    def _check_known(self, unit: bytes) -> None:
        if unit not in self.known:
            hint = "deliver it without copy: its pictures are then encoded anew"
            raise MediaError(f"{self.path} changes its parameter sets on the way, so it cannot be copied", hint=hint)


def _broken_link(unit: memoryview) -> bytes | memoryview:
    """Return a clean access picture's slice as a broken link's: its order count begins anew (H.265, 8.3.1)."""
    kind = unit[0] >> 1 & 0x3F
    if kind != _HEVC_CLEAN_ACCESS:
        return unit
    return b"".join((bytes(((unit[0] & 0x81) | _HEVC_BROKEN_LINK << 1,)), unit[1:]))


def prove_copy(chunk: Path, pictures: Iterable[Picture]) -> None:
    """Decode a copied chunk alone and compare it with the source's pictures.

    Raises:
        JobFailed: it does not decode to the very same code values.
    """
    for place, (frame, picture) in enumerate(zip_longest(decoded_frames(PacketFile(chunk)), pictures)):
        is_same = frame is not None and picture is not None and frame.pts == place
        if not is_same or not _are_equal(picture_in(frame, picture.format), picture):
            hint = "deliver it without copy: its pictures are then encoded anew"
            raise JobFailed(f"picture {place} of a copied run does not decode as it does in its source; {hint}")


def _are_equal(one: Picture, other: Picture) -> bool:
    return len(one.planes) == len(other.planes) and all(
        np.array_equal(mine, its) for mine, its in zip(one.planes, other.planes, strict=True)
    )
