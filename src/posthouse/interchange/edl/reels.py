"""Reel names a list may carry: short enough, unlike each other, the same in every list of a production."""

from __future__ import annotations

import hashlib
import re
import string
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARK = 3
"""Characters at a shortened name's end that tell it from others cut to the same letters."""
_DIGITS = string.digits + string.ascii_uppercase
_SPECIAL = frozenset({"BL", "BLK", "BLACK", "AX", "BARS"})


def reels_of(names: Iterable[str], longest: int) -> Mapping[str, str]:
    """Return a reel for each name: its letters where they fit, else cut and marked by a digest of the whole name.

    A mark depends on its own name alone, so a reel is the same in every list, whatever stands beside it.
    """
    return {name: _reel(name, longest) for name in names}


def _reel(name: str, longest: int) -> str:
    bare = re.sub(r"[^A-Z0-9]" if longest == 8 else r"\s", "" if longest == 8 else "_", _ascii(name, longest))
    is_whole = bare == name and len(bare) <= longest and bare.upper() not in _SPECIAL
    if is_whole:
        return bare
    digest = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
    mark = "".join(_DIGITS[digest // len(_DIGITS) ** at % len(_DIGITS)] for at in range(_MARK))
    return f"{bare[: longest - _MARK]}{mark}"


def _ascii(name: str, longest: int) -> str:
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    return plain.upper() if longest == 8 else plain
