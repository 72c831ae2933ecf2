"""Bits of NAL units: Exp-Golomb codes (H.264, 9.1) and the bytes that keep start codes out (H.264, 7.4.1)."""

from __future__ import annotations

import re

_NEEDS_ESCAPE = re.compile(rb"\x00\x00(?=[\x00-\x03])")


class BitReader:
    """Reads bits front to back; ``at`` is the place of the next one in ``text``, a string of 0 and 1."""

    def __init__(self, payload: bytes) -> None:
        self.text, self.at = bit_text(payload), 0

    def unsigned(self, bits: int) -> int:
        """Return the next bits as a number: u(n).

        Raises:
            ValueError: the payload ends before.
        """
        self.at += bits
        if self.at > len(self.text):
            raise ValueError("a header of the stream is cut short")
        return int(self.text[self.at - bits : self.at], 2) if bits else 0

    def golomb(self) -> int:
        """Return the next ue(v)."""
        one = self.text.find("1", self.at)
        if one < 0:
            raise ValueError("a header of the stream is cut short")
        zeros, self.at = one - self.at, one
        return self.unsigned(zeros + 1) - 1

    def signed_golomb(self) -> int:
        """Return the next se(v)."""
        code = self.golomb()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def bit_text(payload: bytes) -> str:
    """Return bytes as a string of 0 and 1."""
    return f"{int.from_bytes(payload, 'big'):0{8 * len(payload)}b}" if payload else ""


def bytes_of(text: str) -> bytes:
    """Return a string of 0 and 1, whole bytes of it, as bytes."""
    return int(text, 2).to_bytes(len(text) // 8, "big")


def golomb_text(number: int) -> str:
    """Return a number as ue(v)."""
    digits = f"{number + 1:b}"
    return "0" * (len(digits) - 1) + digits


def closed_payload(text: str) -> bytes:
    """Return bits without their trailing bits as a whole payload: a one, then zeros to the byte (H.264, 7.3.2.11)."""
    ended = text + "1"
    return bytes_of(ended + "0" * (-len(ended) % 8))


def without_trailing(text: str) -> str:
    """Return a payload's bits without the trailing ones."""
    return text[: text.rindex("1")]


def unescaped(unit: bytes) -> bytes:
    """Return a NAL unit without emulation prevention bytes."""
    return unit.replace(b"\x00\x00\x03", b"\x00\x00")


def escaped(unit: bytes) -> bytes:
    """Return a NAL unit with emulation prevention bytes where they are needed."""
    guarded = _NEEDS_ESCAPE.sub(b"\x00\x00\x03", unit)
    return guarded + b"\x03" if guarded.endswith(b"\x00\x00") else guarded
