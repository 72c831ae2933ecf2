"""Exact numbers of files nobody vouches for."""

from __future__ import annotations

import re
from fractions import Fraction

_EXACT = re.compile(r"[+-]?(?:\d{1,200}(?:/\d{1,200}|\.\d{0,200})?|\.\d{1,200})", re.ASCII)


def exact_fraction(written: object) -> Fraction:
    """Return a number as it is written: 5, -0.25, 30000/1001; never one with an exponent, which may fill the memory.

    Raises:
        ValueError: it is none, or divides by nothing.
    """
    text = str(written).strip()
    if not _EXACT.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no number")
    try:
        return Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(f"{text[:40]!r} divides by nothing") from error
