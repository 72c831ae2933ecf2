"""The programme's sound encoded for a movie: whole, or (AAC) in pieces, so that a change costs only its own seconds.

Slices are cut from the finished sound by a job each: one whose samples stayed the same ends the wave there, and its
piece is not encoded again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import Job, JobContext, JobKind
from posthouse.media.pcm import BLOCK_SAMPLES, PcmReader, PcmWriter
from posthouse.media.sound_out import SoundEncoding, encode_sound
from posthouse.media.sound_pieces import SoundPiece, encode_piece, join_pieces, sound_pieces

if TYPE_CHECKING:
    from pathlib import Path

JOINABLE = frozenset({"aac"})
"""Codecs that are encoded in pieces: the others are fast enough, or keep a digest of the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceParams:
    """Which samples of a sound file."""

    start_samples: int
    stop_samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceParams:
    """One piece and how it is encoded."""

    encoding: SoundEncoding
    piece: SoundPiece


def encoded_sound_job(encoding: SoundEncoding, final: Job, programme_samples: int, *, label: str) -> Job:
    """Return the job that encodes a programme's finished sound."""
    pieces = sound_pieces(programme_samples) if encoding.codec in JOINABLE else ()
    if len(pieces) < 2:
        return SOUND.job(encoding, inputs=(final,), label=label, craft="delivery", size=programme_samples)
    encoded = [_piece_job(encoding, piece, final, f"{label} {number}") for number, piece in enumerate(pieces, 1)]
    return JOINED.job(encoding, inputs=(final, *encoded), label=label, craft="delivery", size=programme_samples)


def _piece_job(encoding: SoundEncoding, piece: SoundPiece, final: Job, label: str) -> Job:
    cut = SliceParams(start_samples=piece.start_samples, stop_samples=piece.stop_samples)
    samples = cut.stop_samples - cut.start_samples
    # Slices are named by their place alone: what several movies encode is cut once.
    called = f"sound from {cut.start_samples}"
    sliced = SLICE.job(cut, inputs=(final,), label=called, craft="delivery", size=samples)
    params = PieceParams(encoding=encoding, piece=piece)
    return PIECE.job(params, inputs=(sliced,), label=label, craft="delivery", size=samples)


def _run_sound(encoding: SoundEncoding, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    encode_sound(inputs[0], encoding, out)


def _run_slice(params: SliceParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    with (
        PcmReader(inputs[0]) as whole,
        PcmWriter(out, channels=whole.channels, sample_rate=whole.sample_rate) as part,
    ):
        for start in range(params.start_samples, params.stop_samples, BLOCK_SAMPLES):
            context.check_cancelled()
            part.write(whole.read(start, min(start + BLOCK_SAMPLES, params.stop_samples)))


def _run_piece(params: PieceParams, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    encode_piece(inputs[0], params.encoding, params.piece, out)


def _run_joined(encoding: SoundEncoding, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    whole, *pieces = inputs
    join_pieces(pieces, whole, encoding, out)


SOUND = JobKind(name="delivery.sound", version="2", function=_run_sound, suffix=".packets")
SLICE = JobKind(name="delivery.sound_slice", version="1", function=_run_slice, suffix=".f32")
PIECE = JobKind(name="delivery.sound_piece", version="1", function=_run_piece, suffix=".packets")
JOINED = JobKind(name="delivery.sound_joined", version="1", function=_run_joined, suffix=".packets")
JOB_KINDS = (SOUND, SLICE, PIECE, JOINED)
