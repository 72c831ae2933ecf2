"""Text files of other houses: read whole, bounded, in whatever letters they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 16 * 2**20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_of(path: Path, *, title: str) -> str:
    """Return a file's text: UTF-8 or UTF-16 by its mark, else UTF-8 where it is that, else Windows Latin-1.

    Raises:
        MediaError: the file is missing, empty, too large, or no text; ``title`` is what it should have been.
    """
    return decoded(bytes_of(path, title=title), name=path.name, title=title)


def bytes_of(path: Path, *, title: str, largest: int = LARGEST_BYTES, hint: str = "is it the right file?") -> bytes:
    """Return a file's bytes; raises MediaError where it is missing, empty or too large."""
    try:
        size = path.stat().st_size
        if size > largest:
            cause = f"{path.name} has {size // 2**20} MiB, too much for {title}"
            raise MediaError(cause, hint=f"none has more than {largest // 2**20} MiB: {hint}")
        content = path.read_bytes()
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    if not content.strip():
        raise MediaError(f"{path.name} is empty", hint="export it again")
    return content


def decoded(content: bytes, *, name: str, title: str) -> str:
    """Return bytes as text; raises MediaError where they are no text."""
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if encoding is None and b"\0" in content.split(b"\x1a", 1)[0]:
        raise MediaError(f"{name} is no text, so not {title}", hint="is it the right file?")
    for each in (encoding,) if encoding else ("utf-8", "cp1252"):
        try:
            return content.decode(each)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1" if encoding is None else encoding, errors="replace")
