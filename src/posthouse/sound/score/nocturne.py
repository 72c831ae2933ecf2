"""A nocturne: pads, a felt piano and a bass in a hall, composed by rule and seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from posthouse.sound.score.harmony import Piece, compose
from posthouse.sound.score.room import TAIL_SECONDS, reverberated
from posthouse.sound.score.voices import bass, felt_piano, pad

if TYPE_CHECKING:
    from posthouse.signal import Sound
    from posthouse.sound.spec import ScoreSpec

FloatArray = NDArray[np.float64]

_PEAK = 10 ** (-6 / 20)
_BEATS_PER_BAR = 4
_PAD_GAIN, _PIANO_GAIN, _BASS_GAIN = 0.36, 1.7, 0.26
_PAD_WET, _PIANO_WET, _BASS_WET = 0.5, 0.55, 0.08


def nocturne_samples(spec: ScoreSpec, sample_rate: int) -> int:
    """Return the length of the piece: its bars and the hall's tail."""
    return round((spec.bars * _BEATS_PER_BAR * 60 / spec.tempo + TAIL_SECONDS) * sample_rate)


def render_nocturne(spec: ScoreSpec, sample_rate: int) -> Sound:
    """Return (2, sample) float32 of the whole piece, its peak at -6 dBFS."""
    piece = compose(spec.key, spec.bars, spec.seed)
    dry, sent = _played(piece, spec, sample_rate)
    mixed = dry + reverberated(sent, sample_rate)
    mixed = _gentle_highs(mixed, sample_rate) * _ends(mixed.shape[1], sample_rate)
    return np.asarray(mixed * (_PEAK / np.abs(mixed).max()), np.float32)


def _played(piece: Piece, spec: ScoreSpec, sample_rate: int) -> tuple[FloatArray, FloatArray]:
    """Return (2, sample) of all instruments, and of what they send to the hall."""
    beat_s, count = 60 / spec.tempo, nocturne_samples(spec, sample_rate)
    random = np.random.Generator(np.random.Philox(key=[spec.seed, 78]))
    dry, sent = np.zeros((2, count)), np.zeros((2, count))
    sounded = [
        *((note, pad(note, beat_s, sample_rate, random), _PAD_GAIN, _PAD_WET) for note in piece.pad),
        *((note, bass(note, beat_s, sample_rate), _BASS_GAIN, _BASS_WET) for note in piece.bass),
        *((note, felt_piano(note, beat_s, sample_rate, random), _PIANO_GAIN, _PIANO_WET) for note in piece.piano),
    ]
    for note, sound, gain, wet in sounded:
        start = max(0, round(note.start_beats * beat_s * sample_rate))
        heard = sound[:, : max(0, count - start)] * gain
        dry[:, start : start + heard.shape[1]] += heard
        sent[:, start : start + heard.shape[1]] += heard * wet
    return dry, sent


def _gentle_highs(sound: FloatArray, sample_rate: int) -> FloatArray:
    """Return the sound through a soft low-pass at 7 kHz and without what is below 25 Hz."""
    size = 1 << (sound.shape[1] + sample_rate).bit_length()
    frequency = np.fft.rfftfreq(size, 1 / sample_rate)
    gain = 1 / np.sqrt(1 + (frequency / 7000) ** 4) / np.sqrt(1 + (25 / np.maximum(frequency, 0.01)) ** 4)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[:, : sound.shape[1]])


def _ends(count: int, sample_rate: int) -> FloatArray:
    """Return a gain that opens in 10 ms and closes with the hall's last second."""
    at = np.arange(count)
    opening = np.clip(at / (0.01 * sample_rate), 0, 1)
    return np.asarray(opening * (0.5 - 0.5 * np.cos(np.pi * np.clip((count - at) / sample_rate, 0, 1))))
