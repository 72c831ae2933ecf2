"""Ids: every shot, title, cue, bed and marker of a production has one, unlike all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from posthouse.fields import FrozenDict, SpecModel
from posthouse.production.raw import cut_shots, entries, sequence_shots, text_at

if TYPE_CHECKING:
    from posthouse.production.document import Document
    from posthouse.production.tree import Path, Plain

Item = TypeVar("Item", bound=SpecModel)

_KINDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("over",), "shot", "from"),
    (("titles",), "title", ""),
    (("sound", "cues"), "cue", "play"),
    (("sound", "music"), "music", "from"),
    (("sound", "ambience"), "ambience", "from"),
    (("markers",), "marker", ""),
)
"""Where items with ids stand, the key that holds the id, and the key whose value serves where there is none."""


def written_ids(document: Plain) -> list[tuple[Path, str | None, str]]:
    """Return (path, id as written or None, name to derive one from) of everything that has an id, in order."""
    found = [(path, text_at(shot, "shot"), text_at(shot, "from") or "shot") for path, shot in cut_shots(document)]
    for place, id_key, source_key in _KINDS:
        for path, item in entries(document, *place):
            base = (text_at(item, source_key) if source_key else None) or id_key
            found.append((path, text_at(item, id_key), base))
    nested = ((path, text_at(shot, "shot"), text_at(shot, "from") or "shot") for path, shot in sequence_shots(document))
    return [*found, *nested]


def ids_by_path(document: Plain) -> dict[Path, str]:
    """Return the id of everything that has one; where none is written: the media's name, with -2, -3 for repeats.

    Omitted shots count, so that omitting a shot renames no other.
    """
    written = written_ids(document)
    taken = {name for _, name, _ in written if name}
    ids: dict[Path, str] = {}
    counts: dict[str, int] = {}
    for path, name, base in written:
        ids[path] = name or _free(base, taken, counts)
        taken.add(ids[path])
    return ids


def _free(base: str, taken: set[str], counts: dict[str, int]) -> str:
    """Return the next free name; ``counts`` keeps how far each base has come, for what is taken stays so."""
    count = counts.get(base, 1)
    name = base if count == 1 else f"{base}-{count}"
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    counts[base] = count
    return name


def with_ids(document: Document, ids: dict[Path, str]) -> Document:
    """Return the document with every id filled in."""
    sound = document.sound
    return document.model_copy(
        update={
            "cut": _named(document.cut, ("cut",), "shot", ids),
            "over": _named(document.over, ("over",), "shot", ids),
            "sequences": FrozenDict(
                {name: _named(items, ("sequences", name), "shot", ids) for name, items in document.sequences.items()}
            ),
            "titles": _named(document.titles, ("titles",), "title", ids),
            "markers": _named(document.markers, ("markers",), "marker", ids),
            "sound": sound.model_copy(
                update={
                    "cues": _named(sound.cues, ("sound", "cues"), "cue", ids),
                    "music": _named(sound.music, ("sound", "music"), "music", ids),
                    "ambience": _named(sound.ambience, ("sound", "ambience"), "ambience", ids),
                }
            ),
        }
    )


def _named(items: tuple[Item, ...], place: Path, key: str, ids: dict[Path, str]) -> tuple[Item, ...]:
    paths = ((*place, index) for index in range(len(items)))
    return tuple(
        item.model_copy(update={key: ids[path]}) if path in ids else item
        for path, item in zip(paths, items, strict=True)
    )
