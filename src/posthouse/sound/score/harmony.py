"""The nocturne's notes: chords that lead into one another, and a sparse melody over them.

Four-bar phrases in natural minor, the last turning by its raised leading tone. Notes are MIDI numbers, 69 = A4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_TONICS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# Semitones above the tonic: i(add9), VI(maj7), III, iv(add9), v7, VII(sus), ii half-diminished, V7.
_CHORDS = {
    "i": (0, 7, 14, 15),
    "VI": (-4, 3, 7, 12),
    "III": (3, 10, 14, 19),
    "iv": (5, 12, 15, 19),
    "v": (-5, 7, 10, 14),
    "VII": (-2, 5, 10, 15),
    "ii": (2, 8, 12, 17),
    "V": (-5, 5, 11, 14),
}
_PHRASES = (("i", "VI", "III", "VII"), ("i", "iv", "VI", "v"), ("VI", "III", "iv", "i"), ("iv", "ii", "V", "i"))
_SCALE = (0, 2, 3, 5, 7, 8, 10)
_LOWEST_TONIC, _MELODY_LOW, _MELODY_HIGH = 45, 69, 86


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note: when it starts, how long it is held, its pitch, how hard it is played (0..1), where it sits."""

    start_beats: float
    length_beats: float
    pitch: float
    velocity: float
    pan: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The notes of each instrument."""

    pad: tuple[Note, ...]
    bass: tuple[Note, ...]
    piano: tuple[Note, ...]


def compose(key: str, bars: int, seed: int) -> Piece:
    """Return a piece of ``bars`` bars of four beats in a minor key."""
    random = np.random.Generator(np.random.Philox(key=[seed, 77]))
    tonic = _tonic(key)
    names = [name for phrase in range(bars // 4) for name in _phrase(random, phrase, bars // 4)]
    chords = [tuple(tonic + step for step in _CHORDS[name]) for name in names]
    return Piece(
        pad=tuple(note for bar, chord in enumerate(chords) for note in _pad_notes(random, bar, chord)),
        bass=tuple(_bass_note(bar, chord) for bar, chord in enumerate(chords)),
        piano=tuple(note for bar, chord in enumerate(chords) for note in _piano_bar(random, bar, chord, tonic)),
    )


def _tonic(key: str) -> int:
    """Return the tonic as MIDI, between A2 and G#3."""
    letter, sign = key[0], key[1:2]
    pitch = _TONICS[letter] + {"#": 1, "b": -1}.get(sign, 0)
    return _LOWEST_TONIC + (pitch - _LOWEST_TONIC) % 12


def _phrase(random: np.random.Generator, number: int, count: int) -> tuple[str, ...]:
    """Return a phrase's chords: the first and last are set, what is between is drawn."""
    if number == count - 1:
        return _PHRASES[3]
    return _PHRASES[0] if number == 0 else _PHRASES[int(random.integers(0, 3))]


def _pad_notes(random: np.random.Generator, bar: int, chord: tuple[int, ...]) -> list[Note]:
    pans = (-0.15, 0.5, -0.55, 0.25)
    return [
        Note(start_beats=bar * 4.0, length_beats=4.0, pitch=pitch, velocity=float(random.uniform(0.55, 0.75)), pan=pan)
        for pitch, pan in zip(chord, pans, strict=True)
    ]


def _bass_note(bar: int, chord: tuple[int, ...]) -> Note:
    return Note(start_beats=bar * 4.0, length_beats=3.6, pitch=chord[0] - 12, velocity=0.7, pan=0.0)


def _piano_bar(random: np.random.Generator, bar: int, chord: tuple[int, ...], tonic: int) -> list[Note]:
    """Return one bar of the piano: a broken chord on quiet beats, and now and then a melody note above it."""
    notes = []
    order = random.permutation(4)
    for place, beat in enumerate((0.0, 1.5, 2.0, 3.0)):
        if random.random() < (0.9 if place == 0 else 0.6):
            notes.append(_played(random, bar * 4 + beat, chord[int(order[place])] + 12, 0.42))
    if bar % 4 and random.random() < 0.8:
        ladder = [tonic + 12 * octave + step for octave in range(1, 4) for step in _SCALE]
        singable = [p for p in ladder if _MELODY_LOW <= p <= _MELODY_HIGH and min(abs(p - c) % 12 for c in chord) != 1]
        at = bar * 4 + float(random.choice([0.5, 1.0, 2.5]))
        high = singable[int(random.integers(len(singable) // 4, len(singable)))]
        notes.append(_played(random, at, high, 0.58))
        if random.random() < 0.5:
            lower = [p for p in singable if high - 5 <= p < high]
            notes.append(_played(random, at + 1.0, lower[-1] if lower else high, 0.46))
    return notes


def _played(random: np.random.Generator, beat: float, pitch: float, velocity: float) -> Note:
    """Return a note as a hand plays it: never quite on the beat, never twice the same."""
    return Note(
        start_beats=beat + 0.02 + float(random.normal(0, 0.008)),
        length_beats=float(random.uniform(2.0, 3.5)),
        pitch=pitch,
        velocity=float(np.clip(velocity + random.normal(0, 0.07), 0.2, 0.85)),
        pan=float(np.clip((pitch - 70) / 40 + random.normal(0, 0.05), -0.6, 0.6)),
    )
