"""The bytes of a production file as text."""

from __future__ import annotations

import codecs
from pathlib import Path

from posthouse.errors import DocumentProblems, Place, ProductionError

FILE_NAME = "production.yaml"
LARGEST_BYTES = 32 << 20
_NO_TEXT = "is it a media file? media are named under media: in a production"
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def production_file(path: Path | str) -> Path:
    """Return the file a path means: a folder means its ``production.yaml``.

    Raises:
        ProductionError: there is no such file.
    """
    given = Path(path)
    try:
        file = given / FILE_NAME if given.is_dir() else given
        if file.is_file():
            return file
        others = sorted(other.name for other in file.parent.glob("*.y*ml")) if file.parent.is_dir() else []
    except (OSError, ValueError) as error:
        raise ProductionError(f"{given} cannot be opened: {error}", hint="check the path") from error
    hint = f"there is {others[0]}; name it" if others else "make one with: posthouse new NAME"
    place = "here" if str(path) in {"", "."} else f"at {file}"
    raise ProductionError(f"there is no production {place}", hint=hint)


def read_text(file: Path) -> str:
    """Return the text of a production file, without a byte order mark.

    Raises:
        ProductionError: the file cannot be read, or is too large for a text written by hand.
        DocumentProblems: the file is not UTF-8.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ProductionError(f"{file} cannot be read: {error.strerror}", hint="check its permissions") from error
    if len(content) > LARGEST_BYTES:
        raise ProductionError(f"{file} is larger than {LARGEST_BYTES >> 20} MiB; that is no production", hint=_NO_TEXT)
    return decoded_text(content, str(file))


def decoded_text(content: bytes, file: str) -> str:
    """Return UTF-8 bytes as text.

    Raises:
        DocumentProblems: they are not UTF-8; the place is the first byte that is not.
    """
    if content.startswith(_OTHER_MARKS):
        problem = ProductionError(
            "the file is UTF-16", hint="save it as UTF-8", place=Place(file=file, line=1, column=1)
        )
        raise DocumentProblems((problem,))
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        place = Place(file=file, line=before.count(b"\n") + 1, column=error.start - before.rfind(b"\n"))
        hint = _NO_TEXT if b"\0" in content else "save the file as UTF-8"
        problem = ProductionError("a byte here is not UTF-8", hint=hint, place=place)
        raise DocumentProblems((problem,)) from error
