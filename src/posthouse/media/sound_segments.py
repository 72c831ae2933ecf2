"""Sound decoded by the segment: each afresh from a few packets before it, so that a sample depends on no reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.errors import MediaError
from posthouse.media.border import media_errors
from posthouse.media.demux import StreamPackets
from posthouse.media.sound_index import decoded_packets

if TYPE_CHECKING:
    from pathlib import Path

    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream

    from posthouse.media.facts import SoundFacts
    from posthouse.media.index import SoundIndex
    from posthouse.signal import Sound

SEGMENT_SAMPLES = 1 << 18
_FULL_SCALE = {"u8": 1 << 7, "s16": 1 << 15, "s32": 1 << 31, "s64": 1 << 63}


class SoundSegments:
    """One sound stream, open in this process. One thread at a time."""

    def __init__(self, path: Path, facts: SoundFacts, index: SoundIndex) -> None:
        self._path, self._facts, self._index = path, facts, index
        self._packets = StreamPackets(path, index.packets, facts.stream)

    def close(self) -> None:
        """Close the file."""
        self._packets.close()

    def decoded(self, start: int) -> Sound:
        """Return (channel, sample) float32 of the segment from a sample on.

        Raises:
            MediaError: a packet there is damaged.
        """
        count = min(SEGMENT_SAMPLES, self._index.duration_samples - start)
        sound = np.zeros((self._facts.channels, count), np.float32)
        first = self._index.packet_at(start)
        # the first segment is entered at the start: only there does the file say how much priming to skip
        self._packets.go_to(max(0, first - self._index.preroll_packets) if start else 0)
        cast("AudioStream", self._packets.stream).codec_context.flush_buffers()
        with media_errors(self._path, "decoded"):
            for ordinal, frames in decoded_packets(self._packets):
                at = int(self._index.sample_at[ordinal]) - start
                if at >= count:
                    break
                if ordinal >= first or start == 0:
                    self._place(sound, at if start else max(at, 0), frames, ordinal)
        return sound

    def _place(self, sound: Sound, at: int, frames: list[AudioFrame] | None, ordinal: int) -> None:
        if frames is None:
            second = float(self._index.sample_at[ordinal] / self._facts.sample_rate)
            raise MediaError(
                f"{self._path}: the sound of stream {self._facts.stream} is damaged at {second:.3f} s",
                hint="copy the file again from its source, or cut around it",
            )
        for frame in frames:
            samples = frame_samples(frame)
            if samples.shape[0] != self._facts.channels or frame.sample_rate != self._facts.sample_rate:
                cause = f"{self._path}: the sound changes to {samples.shape[0]} channels inside the file"
                raise MediaError(cause, hint="split the file where its format changes")
            if not np.isfinite(samples).all():
                second = float(self._index.sample_at[ordinal] / self._facts.sample_rate)
                raise MediaError(
                    f"{self._path}: near {second:.3f} s the sound holds values that are no numbers",
                    hint="export it again, or cut around it",
                )
            skipped = max(0, -at)
            part = samples[:, skipped : max(skipped, sound.shape[1] - at)]
            sound[:, at + skipped : at + skipped + part.shape[1]] = part
            at += samples.shape[1]


def frame_samples(frame: AudioFrame) -> Sound:
    """Return a decoded frame as (channel, sample) float32; integers divided by their full scale."""
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    kind = frame.format.name.removesuffix("p")
    if kind in _FULL_SCALE:
        centre = 128.0 if kind == "u8" else 0.0
        samples = (samples.astype(np.float64) - centre) / _FULL_SCALE[kind]
    return samples.astype(np.float32, copy=False)
