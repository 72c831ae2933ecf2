"""Seeded damage: what transfers, cards, editors of bytes and ill will do to a file."""

from __future__ import annotations

import random
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 20, 1 << 28)
_BOXES = (
    b"moov", b"trak", b"mdia", b"stbl", b"stsd", b"stsz", b"stsc", b"stco", b"co64", b"stts", b"ctts", b"stss", b"elst",
    b"tkhd", b"mvhd", b"mdhd", b"avcC", b"hvcC", b"av1C", b"esds", b"sdtp", b"trun", b"LIST", b"RIFF", b"fmt ", b"data",
    b"ds64", b"bext", b"strh", b"strf", b"idx1", b"COMM", b"SSND", b"IHDR", b"PLTE", b"iCCP", b"fcTL", b"fdAT",
    b"fLaC", b"OggS", b"dataWindow", b"displayWindow", b"channels", b"compression", b"tiles", b"SDPX", b"II*\0",
    b"\x1f\x43\xb6\x75", b"\x16\x54\xae\x6b", b"\x1a\x45\xdf\xa3", b"\x00\x00\x01\xb3", b"\x00\x00\x01\xba",
    b"\x06\x0e\x2b\x34", b"\xff\xd8", b"\xff\xc0", b"\xff\xc4", b"\xff\xda", b"\xff\xfb", b"wvpk", b"TTA1", b"caff",
)  # fmt: skip
"""Names beside which sizes and header fields stand."""


def damaged(whole: bytes, seed: int) -> tuple[bytes, str]:
    """Return a damaged copy and what was done to it; the same seed does the same."""
    dice = random.Random(seed)
    torn, done = bytearray(whole), []
    for _ in range(dice.choice((1, 1, 1, 2, 3, 5))):
        name = dice.choice(tuple(DAMAGES))
        if len(torn) < 16:
            break
        torn = DAMAGES[name](torn, dice)
        done.append(name)
    return bytes(torn), "+".join(done)


def _place(torn: bytearray, dice: random.Random) -> int:
    """Return a byte position: half of them in the head, where the fields that steer a reader stand."""
    end = len(torn) if dice.random() < 0.5 else min(len(torn), dice.choice((64, 256, 1024, 4096)))
    return dice.randrange(end)


def _span(torn: bytearray, dice: random.Random) -> tuple[int, int]:
    start = _place(torn, dice)
    return start, min(len(torn), start + dice.choice((1, 4, 16, 188, 512, 4096, 1 << 15)))


def _bits(torn: bytearray, dice: random.Random) -> bytearray:
    for _ in range(dice.choice((1, 2, 8, 64, 300))):
        torn[_place(torn, dice)] ^= 1 << dice.randrange(8)
    return torn


def _bytes(torn: bytearray, dice: random.Random) -> bytearray:
    start, end = _span(torn, dice)
    fill = dice.choice((None, 0, 0xFF))
    torn[start:end] = dice.randbytes(end - start) if fill is None else bytes([fill]) * (end - start)
    return torn


def _cut(torn: bytearray, dice: random.Random) -> bytearray:
    return torn[: max(8, int(len(torn) * dice.random()))]


def _removed(torn: bytearray, dice: random.Random) -> bytearray:
    start, end = _span(torn, dice)
    del torn[start:end]
    return torn


def _doubled(torn: bytearray, dice: random.Random) -> bytearray:
    start, end = _span(torn, dice)
    torn[end:end] = torn[start:end] * dice.choice((1, 1, 7))
    return torn


def _spliced(torn: bytearray, dice: random.Random) -> bytearray:
    start, end = _span(torn, dice)
    to = _place(torn, dice)
    torn[to : to + end - start] = torn[start:end]
    return torn


def _extreme_field(torn: bytearray, dice: random.Random) -> bytearray:
    kind = dice.choice((">H", "<H", ">I", "<I", ">Q", "<Q", "B"))
    size = struct.calcsize(kind)
    at = min(_place(torn, dice), len(torn) - size)
    torn[at : at + size] = struct.pack(kind, dice.choice(_EXTREMES) & ((1 << 8 * size) - 1))
    return torn


def _named_field(torn: bytearray, dice: random.Random) -> bytearray:
    """Change a number close by the name of a box, chunk or element: its size, its count, its first fields."""
    there = [name for name in _BOXES if name in torn]
    if not there:
        return _extreme_field(torn, dice)
    name = dice.choice(there)
    ends = _found(torn, name)
    at = dice.choice(ends) + dice.choice((-4, len(name), len(name) + 4, len(name) + 8, len(name) + dice.randrange(64)))
    at = max(0, min(at, len(torn) - 4))
    old = int.from_bytes(torn[at : at + 4], "big")
    new = dice.choice((*_EXTREMES, old + 1, old - 1, old * 2, old ^ (1 << dice.randrange(32))))
    torn[at : at + 4] = (new & 0xFFFFFFFF).to_bytes(4, dice.choice(("big", "big", "little")))
    return torn


def _found(torn: bytearray, name: bytes) -> list[int]:
    places: list[int] = []
    at = torn.find(name)
    while at >= 0 and len(places) < 200:
        places.append(at)
        at = torn.find(name, at + 1)
    return places


DAMAGES: dict[str, Callable[[bytearray, random.Random], bytearray]] = {
    "bits": _bits,
    "bytes": _bytes,
    "cut": _cut,
    "removed": _removed,
    "doubled": _doubled,
    "spliced": _spliced,
    "extreme": _extreme_field,
    "field": _named_field,
    "fields": lambda torn, dice: _named_field(_named_field(torn, dice), dice),
}
