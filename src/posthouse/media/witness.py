"""Proof that a chunk decodes to the pictures that went in, at a small part of the cost of encoding them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import av
import numpy as np
from blake3 import blake3

from posthouse.errors import JobFailed
from posthouse.media.frames import picture_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.video.codeccontext import VideoCodecContext
    from numpy.typing import NDArray

    from posthouse.media.packets import PacketFile, StreamFacts
    from posthouse.signal import Picture

STEP = 8
"""Every 8th code value of every 8th line is compared: a part in 64, and no wrong block of 8x8 escapes."""


class Witness:
    """Remembers pictures on their way to the encoder: sampled code values, or digests of all where exact."""

    def __init__(self, *, is_exact: bool) -> None:
        self.is_exact = is_exact
        self._samples: list[NDArray[np.int32]] = []
        self._digests: list[bytes] = []
        self._like: Picture | None = None

    @property
    def pictures(self) -> int:
        """Return how many pictures were seen."""
        return len(self._samples)

    def see(self, picture: Picture) -> None:
        """Remember the next picture; its planes may change afterwards."""
        self._like = picture
        self._samples.append(_sampled(picture))
        if self.is_exact:
            self._digests.append(_digest(picture))

    def compare(self, chunk: PacketFile, *, floor_db: float) -> float:
        """Decode a chunk and return the PSNR over all sampled code values, in dB; inf where nothing differs.

        Raises:
            JobFailed: another number or order of pictures came out, one is below ``floor_db``, or one that must be
                exact is not.
        """
        square_errors: list[float] = []
        for place, picture in enumerate(self._decoded(chunk)):
            if place >= self.pictures:
                raise JobFailed(f"{self.pictures} pictures were encoded and more came out")
            if self.is_exact and _digest(picture) != self._digests[place]:
                raise JobFailed(f"picture {place} of a lossless chunk decodes to other code values")
            square_errors.append(float(np.mean(np.square(_sampled(picture) - self._samples[place]))))
            if self._psnr_db(square_errors[-1]) < floor_db:
                psnr_db = self._psnr_db(square_errors[-1])
                raise JobFailed(
                    f"picture {place} of a chunk decodes at {psnr_db:.1f} dB; at least {floor_db} is wanted"
                )
        if len(square_errors) != self.pictures:
            raise JobFailed(f"{self.pictures} pictures were encoded and {len(square_errors)} came out")
        return self._psnr_db(sum(square_errors) / len(square_errors))

    def _decoded(self, chunk: PacketFile) -> Iterator[Picture]:
        assert self._like is not None
        for place, frame in enumerate(decoded_frames(chunk)):
            if frame.pts != place or frame.format.name != chunk.stream.pixel_format:
                raise JobFailed(f"picture {place} came out as number {frame.pts}, {frame.format.name}")
            yield picture_in(frame, self._like.format)

    def _psnr_db(self, square_error: float) -> float:
        assert self._like is not None
        peak = 2**self._like.format.bit_depth - 1
        return 10 * math.log10(peak * peak / square_error) if square_error else math.inf


def decoded_frames(chunk: PacketFile) -> Iterator[av.VideoFrame]:
    """Yield a chunk's frames in the order they are shown; their pts are frames from 0."""
    context = picture_decoder(chunk.stream)
    for row, payload in zip(chunk.table, chunk.payloads(), strict=True):
        packet = av.Packet(cast("bytes", payload))
        packet.pts = int(row["pts"])
        yield from context.decode(packet)
    yield from context.decode(None)


def picture_decoder(stream: StreamFacts) -> VideoCodecContext:
    """Return a decoder for a packet file's stream, on one thread."""
    codec = av.Codec(stream.encoder, "w").canonical_name
    context = cast("VideoCodecContext", av.CodecContext.create(codec, "r"))
    context.extradata = stream.extradata or None
    context.width, context.height = stream.width, stream.height
    context.thread_count = 1
    return context


def _sampled(picture: Picture) -> NDArray[np.int32]:
    return np.concatenate([plane[::STEP, ::STEP].astype(np.int32).ravel() for plane in picture.planes])


def _digest(picture: Picture) -> bytes:
    digest = blake3()
    for plane in picture.planes:
        digest.update(np.ascontiguousarray(plane).view(np.uint8).data)
    return digest.digest()
