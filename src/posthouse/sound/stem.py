"""The job that sums clips into one stem."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.build.registry import JobKind
from posthouse.media.pcm import BLOCK_SAMPLES, PcmWriter
from posthouse.sound.fades import fade_gain
from posthouse.sound.layout import apply_matrix, pan_matrix
from posthouse.sound.source import ChunkedSource, LoopedSource, SoundSource, SourceRun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from posthouse.build.context import JobContext
    from posthouse.signal import ChannelLayout, Sound
    from posthouse.sound.clip import SoundClip


@dataclass(frozen=True, slots=True, kw_only=True)
class StemParams:
    """One stem: its clips, and the inputs they are cut from."""

    stem: str
    clips: tuple[SoundClip, ...]
    sources: tuple[SourceRun, ...]
    programme_samples: int
    sample_rate: int
    layout: ChannelLayout


def stem_blocks(
    clips: Sequence[SoundClip],
    sources: Sequence[SoundSource],
    *,
    programme_samples: int,
    layout: ChannelLayout,
    block_samples: int = BLOCK_SAMPLES,
) -> Iterator[Sound]:
    """Yield the sum of the clips over the programme, (channel, sample) float32; the same bits in blocks of any size."""
    heard = [_HeardClip(clip, sources[clip.source], layout) for clip in clips]
    sounding: defaultdict[int, list[_HeardClip]] = defaultdict(list)
    for clip in heard:
        for number in clip.blocks(block_samples):
            sounding[number].append(clip)
    for number, start in enumerate(range(0, programme_samples, block_samples)):
        stop = min(start + block_samples, programme_samples)
        block = np.zeros((layout.channels, stop - start), np.float32)
        for clip in sounding.pop(number, ()):
            clip.add_to(block, start)
        yield block


def render_stem(params: StemParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write one stem as a sound file between jobs, as long as the programme."""
    channels = params.layout.channels
    sources = [ChunkedSource(run, inputs, channels=channels) for run in params.sources]
    with PcmWriter(out, channels=channels, sample_rate=params.sample_rate) as writer:
        for block in stem_blocks(
            params.clips, sources, programme_samples=params.programme_samples, layout=params.layout
        ):
            context.check_cancelled()
            writer.write(block)


STEM = JobKind(name="sound.stem", version="1", function=render_stem, suffix=".f32")


class _HeardClip:
    """A clip ready to be added to blocks of the programme."""

    def __init__(self, clip: SoundClip, source: SoundSource, layout: ChannelLayout) -> None:
        self._clip = clip
        self._source = LoopedSource(source, clip.loop) if clip.loop else source
        self._matrix = pan_matrix(layout, clip.pan)
        self._gain = np.float32(math.pow(10, clip.gain_db / 20))

    def blocks(self, block_samples: int) -> range:
        """Return the numbers of the blocks it sounds in."""
        return range(max(0, self._clip.start_samples // block_samples), -(-self._clip.end_samples // block_samples))

    def add_to(self, block: Sound, start_samples: int) -> None:
        """Add what the clip sounds within a block that starts at ``start_samples`` of the programme."""
        clip = self._clip
        low = max(start_samples, clip.start_samples)
        high = min(start_samples + block.shape[1], clip.end_samples)
        if low >= high:
            return
        shift = clip.source_start_samples - clip.start_samples
        sound = apply_matrix(self._matrix, self._source.read(low + shift, high + shift))
        if clip.gain_db:
            sound *= self._gain
        # Fades are short: only their own samples are worked on.
        opened = np.arange(low, min(high, clip.start_samples + clip.fade_in.samples))
        sound[:, : len(opened)] *= fade_gain(clip.fade_in, opened - clip.start_samples)
        closed = np.arange(max(low, clip.end_samples - clip.fade_out.samples), high)
        sound[:, sound.shape[1] - len(closed) :] *= fade_gain(clip.fade_out, clip.end_samples - 1 - closed)
        block[:, low - start_samples : high - start_samples] += sound
