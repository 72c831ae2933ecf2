"""Which entry of one version of a list is which of another: by id, or by what it says and what stands beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial.spec import cut_item_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.production.merging.order import Key
    from posthouse.production.tree import Path, Plain

ID_FIELDS = {
    ("cut",): "shot",
    ("over",): "shot",
    ("titles",): "title",
    ("markers",): "marker",
    ("sound", "cues"): "cue",
    ("sound", "music"): "music",
    ("sound", "ambience"): "ambience",
    ("deliver",): "name",
    ("effects",): "shot",
}
"""The lists whose entries are known by an id, and the field that holds it."""
ORDERED = ("cut", "over", "sequences")
"""Lists in which the order of two entries is a creative decision."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of one version: its id where it has one, what kind it is, what it says, its named neighbours."""

    index: int
    name: str | None
    kind: str
    says: str
    before: str | None
    after: str | None


def id_field(path: Path) -> str | None:
    """Return the field by which the entries of a list are known, or None where a list is one value."""
    if len(path) == 2 and path[0] == "sequences":
        return "shot"
    return ID_FIELDS.get(tuple(str(step) for step in path))


def keyed(path: Path, versions: Sequence[Sequence[Plain]]) -> list[list[Key]]:
    """Return the key of each entry of (base, ours, theirs); the same entry has the same key in all."""
    base = _entries(path, versions[0])
    base_keys = _distinct([("id", entry.name) if entry.name else ("nameless", str(entry.index)) for entry in base])
    return [base_keys, *(_keys_of(_entries(path, version), base, base_keys) for version in versions[1:])]


def _entries(path: Path, items: Sequence[Plain]) -> list[_Entry]:
    names = [_name(path, item) for item in items]
    return [
        _Entry(
            index,
            names[index],
            _kind(item),
            json.dumps(item, sort_keys=True, default=str),
            next((name for name in reversed(names[:index]) if name), None),
            next((name for name in names[index + 1 :] if name), None),
        )
        for index, item in enumerate(items)
    ]


def _name(path: Path, item: Plain) -> str | None:
    """Return what an entry is known by: its id; an effect by its shot and kind; a deliverable by its name or preset."""
    if not isinstance(item, dict):
        return str(item)
    name = item.get(id_field(path) or "")
    if path == ("effects",):
        return f"{name}: {', '.join(sorted(item.keys() - {'shot'}))}"
    if path == ("deliver",) and not name:
        name = item.get("as")
    return name if isinstance(name, str) and name else None


def _kind(item: Plain) -> str:
    if not isinstance(item, dict):
        return "text"
    tag = cut_item_tag(item)
    return f"shot of {item.get('from')}" if tag == "shot" else tag


def _keys_of(side: list[_Entry], base: list[_Entry], base_keys: list[Key]) -> list[Key]:
    """Return the keys of a side's entries: those of the base's they are, else keys of what they say and where."""
    found = _keys_of_named(side, base, base_keys)
    left = [entry for entry in base if not entry.name]
    for is_match in _PASSES:
        for entry in side:
            twin = None if entry.index in found else next((b for b in left if is_match(entry, b)), None)
            if twin is not None:
                found[entry.index] = base_keys[twin.index]
                left.remove(twin)
    for entry in side:
        found.setdefault(entry.index, ("new", entry.kind, entry.says, entry.before or "", entry.after or ""))
    return _distinct([found[entry.index] for entry in side])


def _keys_of_named(side: list[_Entry], base: list[_Entry], base_keys: list[Key]) -> dict[int, Key]:
    """Return the keys of the entries with names; of several with one name, those that say the same are the same."""
    twins: dict[str, list[_Entry]] = {}
    for entry in base:
        twins.setdefault(entry.name or "", []).append(entry)
    found: dict[int, Key] = {}
    for is_match in (_PASSES[-1], lambda _a, _b: True):
        for entry in side:
            left = twins.get(entry.name or "", []) if entry.name and entry.index not in found else []
            if twin := next((twin for twin in left if is_match(entry, twin)), None):
                found[entry.index] = base_keys[twin.index]
                left.remove(twin)
    return {entry.index: found.get(entry.index, ("id", entry.name)) for entry in side if entry.name}


def _distinct(keys: Sequence[Key]) -> list[Key]:
    """Return the keys, repeats numbered: a list may say the same thing twice."""
    seen: dict[Key, int] = {}
    found = []
    for key in keys:
        seen[key] = count = seen.get(key, 0) + 1
        found.append(key if count == 1 else (*key, str(count)))
    return found


_PASSES: tuple[Callable[[_Entry, _Entry], bool], ...] = (
    lambda a, b: a.says == b.says and a.after == b.after and a.before == b.before,
    lambda a, b: a.says == b.says and a.after == b.after,
    lambda a, b: a.says == b.says and a.before == b.before,
    lambda a, b: a.kind == b.kind and a.after == b.after and a.before == b.before,
    lambda a, b: a.kind == b.kind and a.after == b.after,
    lambda a, b: a.kind == b.kind and a.before == b.before,
    lambda a, b: a.says == b.says,
)
"""How sure it is that two nameless entries (a gap, a dissolve, a shot without an id) are the same, surest first."""
