"""Chance that is the same on every machine: numbers scrambled from a seed, in integers and plain float arithmetic."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bits = NDArray[np.uint32]


def scrambled(numbers: Bits, salt: int) -> Bits:
    """Return 32 scrambled bits for each number (C. Wellons's "lowbias32", a mixer found by search, 2018)."""
    mixed = numbers ^ np.uint32((salt * 0x9E3779B1) & 0xFFFFFFFF)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        mixed = (mixed ^ (mixed >> np.uint32(shift))) * np.uint32(factor)
    return mixed ^ (mixed >> np.uint32(16))


def chances(numbers: Bits, salt: int) -> Floats:
    """Return an even chance, 0..1, for each number; different salts give numbers that are no kin."""
    return scrambled(numbers, salt).astype(np.float64) / 4294967296


def numbered(seed: int, count: int, salt: int) -> Bits:
    """Return ``count`` numbers to draw chances from."""
    start = (seed * 0x85EBCA77 + salt * 0xC2B2AE3D) & 0xFFFFFFFF
    return scrambled(np.arange(count, dtype=np.uint32) ^ np.uint32(start), salt)


def occasion(numbers: Bits, times: Floats) -> Bits:
    """Return fresh numbers for the n-th time each thing happens; ``times`` are whole and may be below 0."""
    return scrambled(numbers + times.astype(np.int64).astype(np.uint32) * np.uint32(0x9E3779B1), 5)


def soft_noise(places: Floats, seed: int) -> Floats:
    """Return smooth noise, 0..1, one hill or valley a unit of place; it repeats after 256 units."""
    table = chances(numbered(seed, 256, 77), 78)
    whole = np.floor(places)
    along = places - whole
    index = whole.astype(np.int64) & 255
    left, right = table[index], table[(index + 1) & 255]
    mixed: Floats = left + (right - left) * (along * along * (3 - 2 * along))
    return mixed
