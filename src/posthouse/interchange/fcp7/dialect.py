"""Who wrote an xmeml file, as the three mean different things by the same words.

Premiere counts a picture's place in parts of the media's size, Final Cut 7 and Resolve in parts of the sequence's;
Resolve takes the sequence for 16:9 when it writes heights. Hiero writes speed as a ratio, all others per cent.
Evidence: exports of each; Premiere's by two independent writers of it (decision record), Hiero's in the test media.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.interchange.xml_reading import Element


class Dialect(enum.StrEnum):
    """The application whose habits a file follows."""

    FINAL_CUT = "final-cut"
    PREMIERE = "premiere"
    RESOLVE = "resolve"
    HIERO = "hiero"


def dialect_of(root: Element) -> Dialect:
    """Return the dialect of a document, by marks that only one application leaves."""
    for element in root.iter("pproTicksIn", "parameter", "sequence", "in"):
        if element.tag == "pproTicksIn" or element.get("authoringApp") == "PremierePro":
            return Dialect.PREMIERE
        if element.tag == "sequence" and any(str(name).startswith("MZ.") for name in element.keys()):  # noqa: SIM118 - lxml
            return Dialect.PREMIERE
        if element.tag == "sequence" and (element.findtext("name") or "").rstrip().endswith("(Resolve)"):
            return Dialect.RESOLVE
        if element.tag == "in" and (element.text or "").strip().endswith(".0"):
            return Dialect.HIERO
    return Dialect.FINAL_CUT


def height_factor(dialect: Dialect, size: tuple[int, int] | None) -> float:
    """Return what a vertical place is multiplied by to be parts of the sequence's height."""
    if dialect is not Dialect.RESOLVE or size is None:
        return 1.0
    return size[0] * 9 / 16 / size[1]
