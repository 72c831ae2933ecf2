"""WAV of any length: RIFF up to 4 GB, RF64 beyond (EBU Tech 3306); a Broadcast WAV where it starts at a time of day.

The header is the same size in both: a ``JUNK`` chunk keeps the place that ``ds64`` needs (EBU Tech 3306, clause 3.5).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from posthouse.errors import JobFailed
from posthouse.media.pcm import PcmReader
from posthouse.media.quantise import pcm_bytes
from posthouse.media.sound_out import SoundReport

if TYPE_CHECKING:
    from pathlib import Path

from blake3 import blake3

LONGEST_RIFF_BYTES = 2**32 - 1
_PCM, _EXTENSIBLE = 1, 0xFFFE
_PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")
_SPEAKERS = {1: 0x4, 2: 0x3, 6: 0x3F}
"""Speaker masks (Microsoft WAVEFORMATEXTENSIBLE): centre; left, right; L R C LFE Lb Rb, the order of ``5.1``."""
_BEXT = struct.Struct("<256s32s32s10s8sQH64s5h180s")
_BLOCK_SAMPLES = 1 << 16


def write_wav(
    pcm: Path, out: Path, *, bits: int = 24, start_samples: int | None = None, description: str = ""
) -> SoundReport:
    """Write a ``.f32`` file as integer WAV, block by block.

    Args:
        pcm: the sound.
        out: where; overwritten.
        bits: 24 or 16.
        start_samples: where the first sample lies, in samples since midnight; makes the file a Broadcast WAV
            (EBU Tech 3285 v2) whose TimeReference that is. No date and no loudness is written into it.
        description: what the file holds, up to 256 letters; only in a Broadcast WAV.

    Raises:
        JobFailed: 0 samples.
    """
    digest, clipped = blake3(), 0
    with PcmReader(pcm) as reader, out.open("wb") as file:
        if not reader.samples:
            raise JobFailed("a WAV needs at least one sample")
        audio_bytes = reader.samples * reader.channels * (bits // 8)
        bext = b"" if start_samples is None else _chunk(b"bext", _bext(start_samples, description))
        file.write(wav_header(reader, bits, bext))
        for block, sound in enumerate(reader.blocks(_BLOCK_SAMPLES)):
            payload, beyond = pcm_bytes(sound, bits, block * _BLOCK_SAMPLES)
            file.write(payload)
            digest.update(payload)
            clipped += beyond
        file.write(b"\0" * (audio_bytes % 2))
    return SoundReport(
        samples=reader.samples,
        clipped_samples=clipped,
        payload_bytes=audio_bytes,
        payload_digest=digest.hexdigest(),
    )


def wav_header(sound: PcmReader, bits: int, bext: bytes = b"") -> bytes:
    """Return everything before the samples, RF64 where the file is longer than RIFF can say."""
    audio_bytes = sound.samples * sound.channels * (bits // 8)
    inside = b"WAVE" + _chunk(b"JUNK", bytes(28)) + bext + _chunk(b"fmt ", _format(sound, bits))
    riff_bytes = len(inside) + 8 + audio_bytes + audio_bytes % 2
    if riff_bytes <= LONGEST_RIFF_BYTES:
        return b"RIFF" + struct.pack("<I", riff_bytes) + inside + b"data" + struct.pack("<I", audio_bytes)
    ds64 = _chunk(b"ds64", struct.pack("<QQQI", riff_bytes, audio_bytes, sound.samples, 0))
    inside = b"WAVE" + ds64 + inside[len(b"WAVE") + len(ds64) :]
    return b"RF64" + b"\xff" * 4 + inside + b"data" + b"\xff" * 4


def _format(sound: PcmReader, bits: int) -> bytes:
    frame_bytes = sound.channels * (bits // 8)
    facts = (sound.channels, sound.sample_rate, sound.sample_rate * frame_bytes, frame_bytes, bits)
    if sound.channels <= 2:
        return struct.pack("<HHIIHH", _PCM, *facts)
    extension = struct.pack("<HHI", 22, bits, _SPEAKERS.get(sound.channels, 0)) + _PCM_GUID
    return struct.pack("<HHIIHH", _EXTENSIBLE, *facts) + extension


def _bext(start_samples: int, description: str) -> bytes:
    """Return a version 2 bext chunk; 0x7FFF says that a loudness was not measured (EBU Tech 3285 v2, 2.4)."""
    unmeasured = (0x7FFF,) * 5
    texts = (description.encode("ascii", "replace"), b"posthouse", b"", b"", b"")
    return _BEXT.pack(*texts, start_samples, 2, b"", *unmeasured, b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
