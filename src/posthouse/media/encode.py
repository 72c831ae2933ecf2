"""Picture chunks: a run of pictures becomes a packet file that joins any other of its kind without re-encoding."""

from __future__ import annotations
from typing import TYPE_CHECKING
from dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from posthouse.media.encoders import PictureEncoding
    from posthouse.media.frames import FramePool
    from posthouse.signal import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkReport:
    """What a chunk holds; ``psnr_db`` is what decoding it gave against the pictures that went in."""

    frames: int
    payload_bytes: int
    payload_digest: str
    psnr_db: float


def encode_chunk(
    pictures: Iterable[Picture], encoding: PictureEncoding, out: Path, *, pool: FramePool | None = None
) -> ChunkReport:
    """Encode pictures to the packet file ``out``, decode it again and compare."""
    raise NotImplementedError
