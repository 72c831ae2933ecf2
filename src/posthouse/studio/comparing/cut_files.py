"""A cut of another house as one side of a comparison."""

from __future__ import annotations

import dataclasses
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from posthouse.editorial.matching import FootageKey, KeyKind
from posthouse.errors import MediaError
from posthouse.interchange import MediaKind
from posthouse.interchange.formats import format_of
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.made import made_picture
from posthouse.studio.comparing.side import Side, media_keys, path_keys, said_sources
from posthouse.timing import Length, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial.anchors import Source
    from posthouse.interchange import MediaRef, Reading
    from posthouse.studio.comparing.side import Keys
    from posthouse.studio.exchange.incoming.document import Incoming
    from posthouse.timing import Rate

_FOOTAGE = frozenset({MediaKind.FILE, MediaKind.MISSING})
_OF_ONE_RATE = frozenset({"edl", "mlt", "kdenlive"})
"""Formats that count all sources in frames of the cut, and do not say what rates those have."""


def side_of_cut(path: Path, *, folder: Path, rate: Rate | None = None, timeline: str = "") -> Side:
    """Return a cut file as a side; ``folder`` is that of the production it is compared with.

    Raises:
        MediaError: there is no such file, or it cannot be read.
        ProductionError: it holds no such timeline, or nothing a production can say.
    """
    if not path.exists():
        raise MediaError(f"there is no file {path}", hint="check the path")
    return side_of_reading(format_of(path).reader(path, rate=rate), path, folder=folder, timeline=timeline)


def side_of_reading(reading: Reading, path: Path, *, folder: Path, timeline: str = "") -> Side:
    """Return what a cut file held as a side."""
    from posthouse.studio.exchange.incoming import Wishes, incoming  # late: few comparisons need it

    return side_of_incoming(incoming(reading, Wishes(folder=folder, timeline=timeline)), reading.format, path, folder)


def side_of_incoming(found: Incoming, form: str, path: Path, folder: Path) -> Side:
    """Return a cut file, read as a document, as a side; ``form`` is its format."""
    is_edl = form == "edl"
    if is_edl:
        _last_as_recorded(found)
    production = production_from_text(found.text(), folder / f"{path.name}.yaml")
    side = Side(
        name=path.name,
        production=production,
        sources=said_sources(production.document),
        keys={name: media_keys(production, name, None) for name in production.document.media},
        endless=frozenset(name for name, spec in production.document.media.items() if made_picture(spec)),
        is_cut_only=True,
        is_edl=is_edl,
        form=form,
    )
    return _with_references(side, found, says_rates=form not in _OF_ONE_RATE)


def _last_as_recorded(found: Incoming) -> None:
    """Let the shots of an EDL last as long as they are recorded: its source labels may count media of another rate."""
    for value in (line.value for line in found.cut):
        start, end = value.get("in"), value.get("out")
        if isinstance(start, str) and isinstance(end, str):
            rate = found.book.rates[str(value["from"])]
            lasting = Length.parse(end).exact_seconds(rate) - Length.parse(start).exact_seconds(rate)
            value["for"] = f"{rate.nearest_frames(lasting)}f"
            del value["out"]


def _with_references(side: Side, found: Incoming, *, says_rates: bool) -> Side:
    """Return a side whose media are known by all the cut says of them: reel, clip, id, first label."""
    references = {name: each for name, each in found.book.references.items() if name in side.keys}
    keys, sources = dict(side.keys), dict(side.sources)
    for name, reference in references.items():
        keys[name] |= frozenset() if name in side.made else _reference_keys(reference)
        sources[name] = _source(sources[name], reference, found.book.rates[name])
    return dataclasses.replace(
        side,
        keys=keys,
        sources=sources,
        bare=bare_names(references),
        rated=frozenset(name for name, each in references.items() if says_rates and each.available is not None),
        fileless=frozenset(name for name, each in references.items() if each.kind in _FOOTAGE and not each.file),
    )


def bare_names(references: Mapping[str, MediaRef]) -> dict[str, str]:
    """Return, by media of which a cut says a name and no more, that name."""
    return {
        name: reference.name
        for name, reference in references.items()
        if reference.kind in _FOOTAGE and not reference.file and not reference.reel
    }


def _source(source: Source, reference: MediaRef, rate: Rate) -> Source:
    """Return how a media counts, as the cut says."""
    given = reference.available
    start = source.start_timecode
    if start is None and reference.has_timecode and given is not None:
        start = Timecode(frame_count=given.start.__floor__(), rate=rate)
    return dataclasses.replace(source, rate=rate, start_timecode=start)


def _reference_keys(reference: MediaRef) -> Keys:
    keys: set[FootageKey] = set()
    if reference.file:
        path = PurePosixPath(unquote(urlsplit(reference.file).path if "://" in reference.file else reference.file))
        keys |= path_keys(PurePosixPath(str(path).replace("\\", "/")))
    if reference.name:
        keys.add(FootageKey(KeyKind.STEM, PurePosixPath(reference.name).stem.casefold()))
        keys.add(FootageKey(KeyKind.NAME, PurePosixPath(reference.name).stem))
    if reference.reel:
        keys.add(FootageKey(KeyKind.REEL, reference.reel.casefold()))
        keys.add(FootageKey(KeyKind.STEM, PurePosixPath(reference.reel).stem.casefold()))
    if reference.id:
        keys.add(FootageKey(KeyKind.ID, reference.id))
    return frozenset(keys)
