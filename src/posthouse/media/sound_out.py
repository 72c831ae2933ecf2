"""Sound on its way out: encoded for a container, or written as WAV."""

from __future__ import annotations
from typing import TYPE_CHECKING
from dataclasses import dataclass
from posthouse.signal import ChannelLayout

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundEncoding:
    """How sound becomes a stream: ``codec`` is aac, flac, pcm_s24le, pcm_s16le or another encoder of FFmpeg."""

    codec: str
    layout: ChannelLayout
    bit_rate: int | None = None
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundReport:
    """What was written: ``clipped_samples`` were beyond full scale and are cut off there."""

    samples: int
    clipped_samples: int
    payload_bytes: int
    payload_digest: str


def encode_sound(pcm: Path, encoding: SoundEncoding, out: Path) -> SoundReport:
    """Encode a ``.f32`` file to the packet file ``out``."""
    raise NotImplementedError


def write_wav(pcm: Path, out: Path, *, bits: int = 24) -> SoundReport:
    """Write a ``.f32`` file as WAV, RF64 beyond 4 GB; ``start_samples`` since midnight makes it a Broadcast WAV."""
    raise NotImplementedError
