"""Prints of real clips, and of a small, graded, re-coded copy of each with a burn-in, as an editor would hand over."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np

from posthouse.media.library import MediaLibrary
from posthouse.media.pool import DecoderPool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.conform.compare import Prints

ACROSS, DOWN = 32, 18
MOST_FRAMES = 400


def lumas(path: Path, work: Path) -> Iterator[Any]:
    """Yield (y, x) uint8 luma of each picture of a clip, 320 x 180."""
    library = MediaLibrary(work)
    info = library.info(path)
    count = min(MOST_FRAMES, info.pictures[0].frame_count)
    with library, DecoderPool(library=library) as pool:
        for picture in pool.pictures(path, info, range(count)):
            yield cv2.resize(picture.planes[0], (320, 180), interpolation=cv2.INTER_AREA)


def printed(pictures: Iterator[Any]) -> Prints:
    """Return the prints of some lumas."""
    small = [cv2.resize(p, (ACROSS, DOWN), interpolation=cv2.INTER_AREA).reshape(-1) for p in pictures]
    return np.asarray(np.stack(small) / 255, np.float32)


def copied(pictures: list[Any], *, crf: int) -> Iterator[Any]:
    """Yield pictures graded, with a bar burnt in, coded by x264 and decoded again."""
    held = io.BytesIO()
    with av.open(held, "w", format="matroska") as out:
        stream: Any = out.add_stream("libx264", rate=24, options={"crf": str(crf), "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "gray"
        stream.pix_fmt = "yuv420p"
        for picture in pictures:
            graded = np.clip(((picture / 255.0) ** 0.9 * 1.12 - 0.03), 0, 1) * 255
            graded[160:176, 100:220] = 16
            frame = av.VideoFrame.from_ndarray(graded.astype(np.uint8), format="gray").reformat(format="yuv420p")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    held.seek(0)
    with av.open(held, "r") as again:
        for decoded in again.decode(video=0):
            yield decoded.to_ndarray(format="gray")
