"""FlatBuffers, as far as a network's file needs them: tables, vectors of tables, and vectors of numbers.

A table begins with the distance back to its list of fields; that list holds, from its third entry on, how far behind
the table's start each field lies, 0 for one that is not written. A table or vector in a field is a distance ahead.
Source: FlatBuffers, "FlatBuffer internals".
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

_LIST_HEAD = 4
_DISTANCE = 4


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file; fields are counted as in its schema, from 0."""

    file: bytes
    at: int

    def number(self, field: int, form: str = "<i", default: int = 0) -> int:
        """Return the number in a field, in the form ``struct`` writes; the default where it is not written."""
        place = self._place(field)
        return default if place is None else int(struct.unpack_from(form, self.file, place)[0])

    def table(self, field: int) -> Table | None:
        """Return the table in a field."""
        place = self._place(field)
        return None if place is None else _ahead(self.file, place)

    def tables(self, field: int) -> tuple[Table, ...]:
        """Return the tables of a vector."""
        first, count = self._vector(field)
        return tuple(_ahead(self.file, first + each * _DISTANCE) for each in range(count))

    def numbers(self, field: int, form: DTypeLike) -> NDArray[np.generic]:
        """Return the numbers of a vector; none where it is not written."""
        first, count = self._vector(field)
        return np.frombuffer(self.file, form, count, first)

    def _place(self, field: int) -> int | None:
        (back,) = struct.unpack_from("<i", self.file, self.at)
        fields = self.at - back
        (length,) = struct.unpack_from("<H", self.file, fields)
        entry = _LIST_HEAD + 2 * field
        if entry >= length:
            return None
        (ahead,) = struct.unpack_from("<H", self.file, fields + entry)
        return self.at + ahead if ahead else None

    def _vector(self, field: int) -> tuple[int, int]:
        """Return where the first entry of a vector lies, and how many there are."""
        place = self._place(field)
        if place is None:
            return 0, 0
        start = _ahead(self.file, place).at
        (count,) = struct.unpack_from("<I", self.file, start)
        return start + _DISTANCE, int(count)


def root_of(file: bytes) -> Table:
    """Return a file's first table."""
    return _ahead(file, 0)


def _ahead(file: bytes, place: int) -> Table:
    (distance,) = struct.unpack_from("<I", file, place)
    return Table(file, place + int(distance))
