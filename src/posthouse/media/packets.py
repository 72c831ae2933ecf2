"""Encoded streams between jobs: the packet file, one closed run of packets with all a container must know of them.

Layout: 64 bytes (magic; offset and length of the facts; offset and count of the table), the packets' bytes end to end
from byte 64, the table (one 24-byte row a packet, in decoding order), the facts as JSON. Offsets are written last: a
file whose writer died has none and is refused. Packets are stored as containers hold them: H.264 and HEVC NAL units
have length prefixes and the parameter sets are in ``extradata``, so a finished file's payload can be compared.
"""

from __future__ import annotations

import base64
import json
import mmap
import struct
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO, Self

import numpy as np
from blake3 import blake3

from posthouse.errors import MediaError
from posthouse.signal import PictureLight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

MAGIC = b"posthouse pkt 1\n"
HEADER_BYTES = 64
KEY = 1
"""Flag of a packet that decoding can start at."""
ROW = np.dtype([("pts", "<i8"), ("duration", "<i4"), ("flags", "<u4"), ("size", "<u8")])
_PLACES = struct.Struct("<QQQQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """What a container must be told of a stream. Joined streams must agree in all of it.

    ``encoder`` is FFmpeg's name of the encoder; ``ticks_per_second`` the unit of pts: frames for pictures, samples for
    sound. ``options`` are the encoder's, color tags among them. ``priming_samples`` precede the sound.
    """

    kind: str
    encoder: str
    ticks_per_second: Fraction
    extradata: bytes = b""
    codec_tag: str = ""
    width: int = 0
    height: int = 0
    pixel_format: str = ""
    sample_aspect: Fraction = Fraction(1)
    sample_rate: int = 0
    sample_format: str = ""
    layout: str = ""
    priming_samples: int = 0
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadFacts:
    """What a packet file holds.

    ``reorder_frames`` is how far decoding order may run ahead of the order pictures are shown in. ``payload_digest``
    is the BLAKE3 of all packets end to end. ``light`` is that of the pictures encoded, where measured.
    """

    packets: int
    duration_ticks: int
    payload_bytes: int
    payload_digest: str
    reorder_frames: int = 0
    light: PictureLight | None = None
    is_copied: bool = False
    """The packets were another file's already."""


class PacketWriter:
    """Writes one packet file front to back; use it in a ``with`` and call ``finish`` inside."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._file.write(MAGIC.ljust(HEADER_BYTES, b"\0"))
        self._rows: list[tuple[int, int, int, int]] = []
        self._digest, self._bytes = blake3(), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, payload: bytes | memoryview, *, pts: int, duration: int, is_key: bool) -> None:
        """Append one packet; packets come in decoding order."""
        self._file.write(payload)
        self._digest.update(payload)
        self._rows.append((pts, duration, KEY if is_key else 0, len(payload)))
        self._bytes += len(payload)

    def finish(
        self,
        facts: StreamFacts,
        *,
        reorder_frames: int = 0,
        light: PictureLight | None = None,
        is_copied: bool = False,
    ) -> PayloadFacts:
        """Write the table, the facts and where they are; return what was written."""
        table = np.array(self._rows, ROW)
        payload = PayloadFacts(
            packets=len(table),
            duration_ticks=int(table["duration"].sum(dtype=np.int64)),
            payload_bytes=self._bytes,
            payload_digest=self._digest.hexdigest(),
            reorder_frames=reorder_frames,
            light=light,
            is_copied=is_copied,
        )
        told = {name: fact for name, fact in asdict(payload).items() if name != "is_copied" or fact}
        words = b"\n".join(json.dumps(part, sort_keys=True).encode() for part in (_plain(facts), told))
        table_at = self._file.tell()
        self._file.write(table.tobytes())
        self._file.write(words)
        self._file.seek(len(MAGIC))
        self._file.write(_PLACES.pack(table_at + table.nbytes, len(words), table_at, len(table)))
        return payload


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketLabel:
    """A packet file's facts, read without its packets; two streams are of a kind when ``stream_words`` are equal."""

    stream_words: bytes
    payload: PayloadFacts
    table_at: int

    @classmethod
    def read(cls, path: Path) -> PacketLabel:
        """Return the label of a finished packet file.

        Raises:
            MediaError: not a packet file, or one that was cut short.
        """
        try:
            return cls._read(path)
        except (OSError, ValueError, TypeError) as error:
            raise MediaError(f"{path.name} is not a whole packet file: {error}") from error

    @classmethod
    def _read(cls, path: Path) -> PacketLabel:
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
            if len(head) < HEADER_BYTES or not head.startswith(MAGIC):
                raise ValueError("its first bytes are others")
            facts_at, facts_bytes, table_at, packets = _PLACES.unpack_from(head, len(MAGIC))
            file.seek(facts_at)
            words = file.read(facts_bytes + 1)
        stream_words, _, payload_words = words.partition(b"\n")
        if len(words) != facts_bytes or facts_at != table_at + packets * ROW.itemsize:
            raise ValueError("it was cut short or never finished")
        payload = _payload_of(json.loads(payload_words))
        if table_at != HEADER_BYTES + payload.payload_bytes:
            raise ValueError("its table is not where its packets end")
        return cls(stream_words=stream_words, payload=payload, table_at=table_at)

    @property
    def stream(self) -> StreamFacts:
        """Return the stream's facts."""
        return _stream_of(json.loads(self.stream_words))


class PacketFile:
    """One finished packet file, mapped into memory: ``stream``, ``payload``, ``table`` and the packets' bytes."""

    def __init__(self, path: Path) -> None:
        label = PacketLabel.read(path)
        self.path, self.payload, self.stream_words = path, label.payload, label.stream_words
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.table: NDArray[np.void] = np.frombuffer(self._map, ROW, count=label.payload.packets, offset=label.table_at)
        if int(self.table["size"].sum()) != label.payload.payload_bytes:
            raise MediaError(f"{path.name} has a table that does not fit its packets")

    @property
    def stream(self) -> StreamFacts:
        """Return the stream's facts."""
        return _stream_of(json.loads(self.stream_words))

    def payloads(self) -> Iterator[memoryview]:
        """Yield each packet's bytes in decoding order, without copying them."""
        whole, place = memoryview(self._map), HEADER_BYTES
        for size in self.table["size"].tolist():
            yield whole[place : place + size]
            place += size

    def actual_digest(self) -> str:
        """Return the BLAKE3 of the payload as it is on disk now."""
        stop = HEADER_BYTES + self.payload.payload_bytes
        return blake3(memoryview(self._map)[HEADER_BYTES:stop]).hexdigest()


def _plain(facts: StreamFacts) -> dict[str, Any]:
    fractions = {name: str(getattr(facts, name)) for name in ("ticks_per_second", "sample_aspect")}
    return asdict(facts) | fractions | {"extradata": base64.b64encode(facts.extradata).decode()}


def _payload_of(plain: dict[str, Any]) -> PayloadFacts:
    light = plain.get("light")
    return PayloadFacts(**(plain | {"light": PictureLight(**light) if light else None}))


def _stream_of(plain: dict[str, Any]) -> StreamFacts:
    exact = {name: Fraction(plain[name]) for name in ("ticks_per_second", "sample_aspect")}
    options = tuple((name, text) for name, text in plain["options"])
    return StreamFacts(**(plain | exact | {"options": options, "extradata": base64.b64decode(plain["extradata"])}))
