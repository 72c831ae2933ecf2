"""Names of pulls and of the versions that come back: what is the shot's, and what is the version.

Example: ``Harbour_R1_V3_tower_plate_v001`` went out, ``Harbour_R1_V3_tower_comp_v010.mov`` is version 10 of it; the V3
is the title's.
"""

from __future__ import annotations

import re

_VERSION = re.compile(r"[._-]v(\d{1,5})(?!\d)", re.IGNORECASE)
_ENDS = re.compile(r"$|[._ ]|-(?!\d)")
"""What may follow a pull's name: tower-2 is another shot than tower."""


def stem_of(name: str, shot: str) -> str:
    """Return a pull's name without its version, which stands behind the shot's, and what stands for the plate."""
    name = name.casefold()
    after = name.rfind(shot.casefold()) + len(shot) if shot.casefold() in name else 0
    found = [match for match in _VERSION.finditer(name) if match.start() >= after]
    return (name[: found[-1].start()] if found else name).removesuffix("_plate")


def version_in(names: tuple[str, ...], stem: str) -> int | None:
    """Return the version a file's name, or its folder's, says behind a pull's; None where it is no version of it."""
    for name in names:
        rest = name.casefold().removeprefix(stem)
        if len(rest) == len(name) or not _ENDS.match(rest):
            continue
        found = _VERSION.findall(rest)
        if found:
            return int(found[-1])
    return None
