"""Encoded sound decoded again, as a player hears it: priming cut off at the front, padding at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import av
import numpy as np

from posthouse.errors import MediaError
from posthouse.media.packets import PacketFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from av.audio.codeccontext import AudioCodecContext

    from posthouse.signal import Sound

_FULL_SCALES = {"s16": 2.0**15, "s16p": 2.0**15, "s32": 2.0**31, "s32p": 2.0**31, "flt": 1.0, "fltp": 1.0}


def decoded_sound(packets: Path) -> Iterator[Sound]:
    """Yield a sound packet file's samples, in order, as (channel, sample) float32 blocks.

    Raises:
        MediaError: the packets do not decode.
    """
    file = PacketFile(packets)
    stream = file.stream
    context = cast("AudioCodecContext", av.CodecContext.create(av.Codec(stream.encoder, "w").canonical_name, "r"))
    context.extradata = stream.extradata or None
    context.sample_rate, context.layout, context.thread_count = stream.sample_rate, stream.layout, 1
    samples = file.payload.duration_ticks - stream.priming_samples
    try:
        yield from cut_sound(_decoded(file, context), skip=stream.priming_samples, samples=samples)
    except av.FFmpegError as error:
        raise MediaError(f"{stream.encoder} sound does not decode: {error}") from error


def _decoded(file: PacketFile, context: AudioCodecContext) -> Iterator[av.AudioFrame]:
    for row, payload in zip(file.table, file.payloads(), strict=True):
        packet = av.Packet(cast("bytes", payload))
        packet.pts = int(row["pts"])
        yield from context.decode(packet)
    yield from context.decode(None)


def cut_sound(frames: Iterable[av.AudioFrame], *, skip: int, samples: int) -> Iterator[Sound]:
    """Yield the frames' samples from ``skip`` on, ``samples`` of them at most; what is behind is still decoded."""
    place = -skip
    for frame in frames:
        sound = frame_sound(frame)
        inside = sound[:, max(0, -place) : max(0, samples - place)]
        place += sound.shape[1]
        if inside.shape[1]:
            yield inside


def frame_sound(frame: av.AudioFrame) -> Sound:
    """Return a frame's samples as (channel, sample) float32, full scale 1.0."""
    values = frame.to_ndarray()
    if not frame.format.is_planar:
        values = values.reshape(-1, frame.layout.nb_channels).T
    scaled = values if values.dtype == np.float32 else values / _FULL_SCALES[frame.format.name]
    return np.ascontiguousarray(scaled, dtype=np.float32)
