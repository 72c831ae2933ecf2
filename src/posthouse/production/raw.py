"""Looking into a document that may be wrong anywhere: what is not as expected is passed over here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from posthouse.editorial.spec import cut_item_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Path, Plain

Mapping = dict[str, "Plain"]
ANCHORED: Final = (
    ("over",),
    ("titles",),
    ("markers",),
    ("deliver",),
    ("sound", "cues"),
    ("sound", "music"),
    ("sound", "ambience"),
)
"""The lists whose entries have anchors."""


def at(document: Plain, *steps: str) -> Plain:
    """Return the value under some keys, or None."""
    for step in steps:
        document = document.get(step) if isinstance(document, dict) else None
    return document


def text_at(item: Plain, key: str) -> str | None:
    """Return the text under a key, or None where there is none."""
    found = item.get(key) if isinstance(item, dict) else None
    return found if isinstance(found, str) and found else None


def entries(document: Plain, *steps: str) -> Iterator[tuple[Path, Mapping]]:
    """Yield (path, entry) for each entry of a list that is a mapping."""
    found = at(document, *steps)
    for index, item in enumerate(found if isinstance(found, list) else []):
        if isinstance(item, dict):
            yield (*steps, index), item


def named(document: Plain, *steps: str) -> Iterator[tuple[Path, str, Plain]]:
    """Yield (path, name, value) for each entry of a mapping."""
    found = at(document, *steps)
    for name, item in found.items() if isinstance(found, dict) else ():
        yield (*steps, name), name, item


def texts_at(path: Path, item: Plain, key: str) -> Iterator[tuple[Path, str]]:
    """Yield (path, text) for a text, or each text of a list, under a key."""
    found = item.get(key) if isinstance(item, dict) else None
    if isinstance(found, str):
        yield (*path, key), found
    for index, text in enumerate(found if isinstance(found, list) else []):
        if isinstance(text, str):
            yield (*path, key, index), text


def shots_in(document: Plain, *steps: str) -> Iterator[tuple[Path, Mapping]]:
    """Yield (path, shot) for each shot of a list of items, omitted ones too."""
    for path, item in entries(document, *steps):
        if cut_item_tag(item) == "shot":
            yield path, item


def sequence_shots(document: Plain) -> Iterator[tuple[Path, Mapping]]:
    """Yield (path, shot) for each shot of the nested sequences, omitted ones too."""
    for _, name, _ in named(document, "sequences"):
        yield from shots_in(document, "sequences", name)


def cut_shots(document: Plain) -> Iterator[tuple[Path, Mapping]]:
    """Yield (path, shot) for each shot of the cut, omitted ones too."""
    yield from shots_in(document, "cut")
