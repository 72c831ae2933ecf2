"""Premiere's own projects: refused, with the way out that keeps most.

A ``.prproj`` is compressed XML of Premiere's objects, which change from version to version and have no published form;
Premiere itself writes Final Cut Pro XML, which posthouse reads with speeds, levels and markers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.timing import Rate

_GZIP = b"\x1f\x8b"
_HINT = "in Premiere: select the sequence, File > Export > Final Cut Pro XML, and import that"


def read(path: Path, *, rate: Rate | None = None) -> NoReturn:  # noqa: ARG001 - as every reader
    """Refuse a Premiere project.

    Raises:
        MediaError: always.
    """
    try:
        with path.open("rb") as opened:
            head = opened.read(512)
    except OSError as error:
        raise MediaError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    is_project = head.startswith(_GZIP) or b"<PremiereData" in head
    what = "is Premiere's own project, whose form is not published" if is_project else "is no Premiere project"
    raise MediaError(f"{path.name} {what}", hint=_HINT if is_project else "is it the right file?")
