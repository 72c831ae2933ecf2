"""The only door to pyaaf2 for reading: a file becomes plain ``objects``, or one ``MediaError``.

Problem: pyaaf2 believes its input. A file cut short, or of other bytes, ends in any of a dozen exceptions, and counts
in it are taken at their word. Approach: everything is read here, at once, within bounds; what pyaaf2 raises is told as
one sentence. Nothing after this file calls it, so an error of ours is never told as an error of the file.
"""

from __future__ import annotations

import contextlib
import logging
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import aaf2
from aaf2.cfb import CompoundFileBinary
from aaf2.exceptions import AAFError
from aaf2.file import AAFFactory, AAFFile, AAFObjectManager
from aaf2.metadict import MetaDictionary

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator


class BrokenAafError(AAFError):  # type: ignore[misc] # pyaaf2 has no types
    """What we found wrong ourselves, in words."""


MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""The first bytes of a compound file."""
_HEADER: Final = 512
_ENTRY: Final = 128
"""Bytes of a directory entry (MS-CFB 2.6)."""
_LARGEST_INDEX: Final = 1 << 26
_HINT: Final = "it may have been cut short while it was copied: compare its size, or export it again"
_RAISED: Final = (
    AAFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What pyaaf2 1.7.1 raises over broken files."""
_LIBRARY: Final = str(Path(aaf2.__file__).parent)


class _ReadOnly(AAFFile):  # type: ignore[misc] # pyaaf2 has no types
    """pyaaf2's file over a stream of ours: its own stays open where it fails to read it (as in its ``__init__``)."""

    def __init__(self, stream: BinaryIO) -> None:
        self.mode, self.f, self.is_open = "rb", stream, True
        self.cfb = CompoundFileBinary(stream, "rb")
        self.weakref_table: list[object] = []
        self.manager, self.create = AAFObjectManager(self), AAFFactory(self)
        self.read_reference_properties()
        self.metadict = MetaDictionary(self)
        self.metadict.dir = self.cfb.find("/MetaDictionary-1")
        self.manager["/MetaDictionary-1"] = self.metadict
        self.root = self.manager.read_object("/")
        self.metadict.read_properties()


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Yield pyaaf2's file; whatever it raises becomes one ``MediaError``.

    Raises:
        MediaError: no such file, not an AAF, or one that is broken.
    """
    _check_start(path)
    try:
        _check_streams(path)
        with path.open("rb") as stream:
            yield _ReadOnly(stream)
    except _RAISED as error:
        raise MediaError(f"{path.name} is a broken AAF: {_told(error)}", hint=_HINT) from error


def _is_not_of_pyaaf2(record: logging.LogRecord) -> bool:
    return not record.pathname.startswith(_LIBRARY)


def _check_start(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(_HEADER)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    if not start:
        raise MediaError(f"{path.name} is empty", hint="export it again")
    if not start.startswith(MAGIC):
        raise MediaError(f"{path.name} is no AAF: it does not start like one", hint="is it the right file?")
    if len(start) < _HEADER:
        raise MediaError(f"{path.name} is a broken AAF: it ends in its header", hint="copy or export it again")
    sector = 1 << int.from_bytes(start[30:32], "little") if start[30] < 16 else 0
    _check_counts(path, start, sector)


def _told(error: BaseException) -> str:
    """Return what was wrong in words; most of what pyaaf2 says is of its own insides."""
    if isinstance(error, BrokenAafError):
        return str(error)
    return "its parts do not fit together"


def _check_streams(path: Path) -> None:
    """Refuse streams and indexes that claim more than the file has: pyaaf2 would take memory for all of it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        compound = CompoundFileBinary(file, "rb")
        for number in range(len(compound.dir_fat_chain) * compound.sector_size // _ENTRY):
            entry = compound.read_dir_entry(number)
            if entry.type != "stream":
                continue
            if entry.byte_size > size:
                raise BrokenAafError("it holds less than it says")
            if entry.name.endswith(" index") and entry.byte_size:
                count = int.from_bytes(entry.open("r").read(4), "little")
                if count * 4 > entry.byte_size or entry.byte_size > _LARGEST_INDEX:
                    raise BrokenAafError("a list in it is shorter than it says")


def _check_counts(path: Path, start: bytes, sector: int) -> None:
    """Refuse tables that are larger than the file: pyaaf2 would loop over them (MS-CFB 2.2)."""
    size = path.stat().st_size
    tables = [int.from_bytes(start[at : at + 4], "little") for at in (40, 44, 64, 72)]
    if sector not in {512, 4096} or any(count * sector > size for count in tables):
        raise MediaError(
            f"{path.name} is a broken AAF: its tables are larger than the file",
            hint=_HINT,
        )


logging.getLogger().addFilter(_is_not_of_pyaaf2)  # it warns on the root logger, on stderr, of what it repairs
