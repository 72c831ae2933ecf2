"""The nocturne's instruments, added up from sine waves.

Felt piano: partials of a stiff string, f(n) = n f0 sqrt(1 + B n^2) (H. Fletcher, "Normal vibration frequencies of a
stiff piano string", JASA 36, 1964), higher ones softer and sooner gone, two strings a few hundredths of a semitone
apart, and the thud of the felt. Pad: saw-like partials under a slow filter, in three detuned copies. Bass: a soft fifth
of partials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from posthouse.sound.score.harmony import Note

FloatArray = NDArray[np.float64]

_PIANO_SECONDS = 5.0
_STIFFNESS = 0.0004
_THUD_SIZE = 8192
_CENT = 2 ** (1 / 1200)


def note_hz(pitch: float) -> float:
    """Return the frequency of a MIDI pitch, 69 = 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def panned(mono: FloatArray, pan: float) -> FloatArray:
    """Return (2, sample) at constant power."""
    angle = (pan + 1) * np.pi / 4
    return np.stack([mono * np.cos(angle), mono * np.sin(angle)])


def felt_piano(note: Note, seconds_per_beat: float, sample_rate: int, random: np.random.Generator) -> FloatArray:
    """Return (2, sample) of one note, ringing out after it is let go."""
    time = _times(min(_PIANO_SECONDS, note.length_beats * seconds_per_beat + 1.2), sample_rate)
    base = note_hz(note.pitch)
    tone = np.zeros_like(time)
    for number in range(1, 14):
        frequency = number * base * np.sqrt(1 + _STIFFNESS * number**2)
        # Felt: each partial 3 dB or more below the last, the softer the touch the steeper.
        loud = 10 ** (-(2.8 + 5.0 * (1 - note.velocity)) * (number - 1) / 20)
        if frequency > min(9000, 0.45 * sample_rate) or loud < 1e-3:
            break
        decay = (0.55 + 0.5 * number**0.9) * (base / 262) ** 0.45
        for detune, phase in ((_CENT**0.9, 0.0), (_CENT**-0.9, 0.7)):
            tone += 0.5 * loud * _dying_sine(frequency * detune / sample_rate, decay / sample_rate, phase, len(time))
    thud = np.zeros_like(time)
    thud[:_THUD_SIZE] = _low_passed(random.standard_normal(_THUD_SIZE), 320, sample_rate)
    thud *= np.exp(-time / 0.015)
    attack = (1 - np.exp(-time / 0.003)) ** 2
    held = note.length_beats * seconds_per_beat
    damper = np.exp(-np.maximum(0, time - held) / 0.25)
    return panned(
        (tone + 0.6 * thud) * attack * damper * _closing(len(time), sample_rate) * note.velocity**1.5, note.pan
    )


def pad(note: Note, seconds_per_beat: float, sample_rate: int, random: np.random.Generator) -> FloatArray:
    """Return (2, sample) of one slow pad note, which overlaps its neighbours by its attack and release."""
    held = note.length_beats * seconds_per_beat
    time = _times(held + 2.8, sample_rate)
    envelope = _slope(time / 1.6) * _slope((held + 2.8 - time) / 2.6)
    sound = np.zeros((2, len(time)))
    for detune_cents, spread in ((-6.5, -0.5), (0.0, 0.0), (7.0, 0.5)):
        drift = 1.2 * np.sin(2 * np.pi * random.uniform(0.08, 0.2) * time + random.uniform(0, 6.28))
        phase = 2 * np.pi * np.cumsum(note_hz(note.pitch) * _CENT ** (detune_cents + drift)) / sample_rate
        phase += random.uniform(0, 6.28)
        bright = 1 + 0.35 * np.sin(2 * np.pi * random.uniform(0.05, 0.12) * time + random.uniform(0, 6.28))
        wave = _partials(phase, note_hz(note.pitch), bright)
        sound += panned(wave * envelope, float(np.clip(note.pan + spread, -0.9, 0.9)))
    return sound * (note.velocity / 3)


def bass(note: Note, seconds_per_beat: float, sample_rate: int) -> FloatArray:
    """Return (2, sample) of one bass note: three partials, soft in and out."""
    held = note.length_beats * seconds_per_beat
    time = _times(held + 0.9, sample_rate)
    turns = 2 * np.pi * note_hz(note.pitch) * time
    wave = np.sin(turns) + 0.3 * np.sin(2 * turns) + 0.1 * np.sin(3 * turns)
    envelope = _slope(time / 0.12) * _slope((held + 0.9 - time) / 0.9) * (0.45 + 0.55 * np.exp(-time / 1.1))
    return panned(wave * envelope * note.velocity, note.pan)


def _partials(phase: FloatArray, base_hz: float, bright: FloatArray) -> FloatArray:
    """Return a saw's partials through a low-pass that moves with ``bright``, around 1400 Hz."""
    angle, bright = (phase % (2 * np.pi)).astype(np.float32), bright.astype(np.float32)
    wave = np.zeros_like(angle)
    # sin(n x) = 2 cos(x) sin((n - 1) x) - sin((n - 2) x): two sines make them all.
    twice_cosine, before, sine = 2 * np.cos(angle), np.zeros_like(angle), np.sin(angle)
    darkness = 1 / (bright * bright * bright * bright)
    for number in range(1, 10):
        wave += sine / (number * (1 + np.float32((number * base_hz / 1400) ** 4) * darkness))
        before, sine = sine, twice_cosine * sine - before
    return wave.astype(np.float64)


def _dying_sine(turns_per_sample: float, decay_per_sample: float, phase: float, count: int) -> FloatArray:
    """Return exp(-d n) sin(2 pi f n + phase) for n from 0, by powers of one complex number, cheaper than sines."""
    block = 1024
    power = complex(-decay_per_sample, 2 * np.pi * turns_per_sample)
    within = np.exp(power * np.arange(block) + 1j * phase)
    starts = np.exp(power * block * np.arange(-(-count // block)))
    return np.asarray(np.outer(starts, within).imag.ravel()[:count])


def _times(seconds: float, sample_rate: int) -> FloatArray:
    return np.arange(round(seconds * sample_rate)) / sample_rate


def _slope(x: FloatArray) -> FloatArray:
    """Return a raised cosine from 0 at x <= 0 to 1 at x >= 1."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0, 1)))


def _closing(count: int, sample_rate: int) -> FloatArray:
    """Return a gain that ends at 0 over the last tenth of a second."""
    return _slope((count - np.arange(count)) / (0.1 * sample_rate))


def _low_passed(noise: FloatArray, corner_hz: float, sample_rate: int) -> FloatArray:
    spectrum = np.fft.rfft(noise)
    frequency = np.fft.rfftfreq(len(noise), 1 / sample_rate)
    shaped = np.fft.irfft(spectrum / (1 + (frequency / corner_hz) ** 4), len(noise))
    return np.asarray(shaped / np.sqrt(np.mean(shaped**2)))
