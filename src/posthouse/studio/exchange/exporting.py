"""A film written in a format, with its sidecar and its report."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.interchange.formats import FORMATS, Format, Multicams, Nests, format_named
from posthouse.production.text import read_text
from posthouse.studio.exchange.outgoing import outgoing
from posthouse.studio.exchange.outgoing.luts import in_folder
from posthouse.studio.exchange.outgoing.recorders import OnFrames, on_frames
from posthouse.studio.exchange.report import Report
from posthouse.studio.exchange.sidecar import SUFFIX, made_sidecar
from posthouse.studio.exchange.writing import write_files

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Writing
    from posthouse.studio.exchange.outgoing.timelines import Outgoing, Resolved
    from posthouse.studio.film import Film

_TAKERS = {
    "premiere": "fcp7",
    "xml": "fcp7",
    "xmeml": "fcp7",
    "avid": "aaf",
    "resolve": "otio-resolve",
    "finalcut": "fcpxml",
    "fcpx": "fcpxml",
}
_COUNT_FRAMES = {
    "edl": OnFrames.NOTED,
    "fcp7": OnFrames.TICKS,
    "mlt": OnFrames.UNSAID,
    "kdenlive": OnFrames.UNSAID,
}
_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The files that were written, the cut first, and what became of each item."""

    files: tuple[Path, ...]
    sidecar: Path | None
    report: Report


def export(
    film: Film,
    name: str,
    *,
    to: Path | None = None,
    may_overwrite: bool = False,
    with_sidecar: bool = True,
    is_flat: bool = False,
) -> Exported:
    """Write a film in a format.

    Args:
        film: the production; its media must be there.
        name: the format's, as ``edl``, ``fcp7`` or ``otio``.
        to: the file; left out, the title beside the production.
        may_overwrite: replace files that are there.
        with_sidecar: keep what the format cannot say in a file beside it.
        is_flat: lay sequences and multicams flat, also where the format can nest.

    Raises:
        ProductionError: no such format, or one that is not written.
        MediaError: files that are there already.
        DocumentProblems: everything that is wrong with the production.
    """
    form = _writable(name)
    path = to or film.folder / f"{_file_name(film.production.document.title)}{form.suffixes[0]}"
    gone, writing = written(film, form, name=path.stem, is_flat=is_flat)
    files = _named(writing, path)
    sidecar = None
    if with_sidecar:
        text = read_text(film.production.file)
        made = made_sidecar((gone.timelines, writing), form, (text, film.production.file), path.parent)
        sidecar = path.name + SUFFIX
        files[sidecar] = made.spelled()
    paths = write_files(path.parent, files, may_overwrite=may_overwrite)
    report = Report.of(f"{path.name} ({form.title}), exported", gone.ledger, writing.ledger)
    beside = path.parent / sidecar if sidecar else None
    return Exported(files=tuple(each for each in paths if each != beside), sidecar=beside, report=report)


def written(film: Resolved, form: Format, *, name: str, is_flat: bool) -> tuple[Outgoing, Writing]:
    """Return a film as timelines, and as the files of a format; ``name`` is theirs."""
    nests, multicams = (Nests.NONE, Multicams.NONE) if is_flat else (form.nests, form.multicams)
    takes_luts, takes_keys = form.takes_luts, form.takes_keys
    gone = outgoing(film, nests=nests, multicams=multicams, takes_luts=takes_luts, takes_keys=takes_keys)
    if (way := _COUNT_FRAMES.get(form.name)) is not None:
        sample_rate = film.programme.production.document.format.sound.rate
        framed = tuple(on_frames(each, way, sample_rate, gone.ledger) for each in gone.timelines)
        gone = dataclasses.replace(gone, timelines=framed)
    gone = in_folder(gone, f"{name}_luts")
    writing = form.writer(gone.timelines, name=name)
    return gone, dataclasses.replace(writing, files={**writing.files, **gone.luts})


def plain_format(name: str) -> str:
    """Return a format's own name for one of the application that takes it: ``fcp7`` for ``Premiere``."""
    return _TAKERS.get(name.lower(), name.lower())


def writable_formats() -> tuple[Format, ...]:
    """Return the formats that can be written."""
    return tuple(form for form in FORMATS if form.can_write)


def _writable(name: str) -> Format:
    form = format_named(plain_format(name))
    names = ", ".join(each.name for each in writable_formats())
    if form is None:
        raise ProductionError(f"there is no format {name!r}", hint=f"there is {names}")
    if not form.can_write:
        raise ProductionError(f"{form.title} is read, but not written", hint=f"written are {names}")
    return form


def _named(writing: Writing, path: Path) -> dict[str, bytes]:
    """Return a writing's files, the first under the name that was asked for."""
    first, *others = writing.files.items()
    return {path.name: first[1], **dict(others)}


def _file_name(title: str) -> str:
    return title.translate(_UNSAFE).strip(" .") or "cut"
