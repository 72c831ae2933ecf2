"""From where pydantic says a problem is to where it stands in the document.

Problem: pydantic's location ``("cut", 1, "dissolve", "dissolve", "lenth")`` mixes keys of the document with names of
union branches, and says neither which model refused nor what it allows.
Approach: walk the types along the location, the document beside them. A step that names a branch picks a type; a step
that names a field moves in both. Short spellings (``dissolve: 12f`` for ``{length: 12f}``) have no inner place, so the
path stays at the short value.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, Tag

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from posthouse.production.tree import Path, Plain

_KEY = "[key]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in the document, and the model around it."""

    path: Path
    model: type[BaseModel] | None
    """The last model on the way: the one that refused an unknown field or misses one."""
    is_key: bool = False
    is_possible: bool = True
    """Whether the union branch that complains is one the value could be meant as."""

    def field(self) -> FieldInfo | None:
        """Return the field the path ends at, where its model has it."""
        return _field(self.model, self.path[-1]) if self.model and self.path else None


def located(root: type[BaseModel], location: Sequence[str | int], document: Plain) -> Location:
    """Return where in the document a pydantic location lies."""
    walk = _Walk(root, document)
    for step in location:
        walk.step(step)
    return Location(path=tuple(walk.path), model=walk.model, is_key=walk.is_key, is_possible=walk.is_possible)


def field_names(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names a model's fields have in the document."""
    return tuple(info.alias or name for name, info in model.model_fields.items())


class _Walk:
    """The state between two steps: what is expected here, what stands here."""

    def __init__(self, root: type[BaseModel], document: Plain) -> None:
        self.hint: object = root
        self.here: Plain = document
        self.path: list[str | int] = []
        self.model: type[BaseModel] | None = root
        self.is_key = False
        self.is_possible = True

    def step(self, step: str | int) -> None:
        """Take one step of the location."""
        if step == _KEY:
            self.is_key = True
            return
        hint = _bare(self.hint)
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            self.model = hint
            info = _field(hint, step)
            self.hint = info.annotation if info else None
            self._move(step)
        elif (branches := _branches(hint)) is not None:
            self._choose(branches, step)
        else:
            self.hint = _inner(hint, step)
            self._move(step)

    def _move(self, step: str | int) -> None:
        match self.here, step:
            case dict() as mapping, str():
                self.path.append(step)
                self.here = mapping.get(step)
            case list() as entries, int():
                if step < len(entries):
                    self.path.append(step)
                    self.here = entries[step]

    def _choose(self, branches: tuple[object, ...], label: str | int) -> None:
        chosen = next((branch for branch in branches if label in _labels(branch)), None)
        is_tagged = chosen is not None and _tag(chosen) is not None
        if not is_tagged:
            self.is_possible &= _could_be(chosen, self.here)
        self.hint = chosen
        bare = _bare(chosen)
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            self.model = bare


def _bare(hint: object) -> object:
    """Return a type without Annotated and without None."""
    while typing.get_origin(hint) is Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(inner) == 1:
            return _bare(inner[0])
    return hint


def _branches(hint: object) -> tuple[object, ...] | None:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return tuple(part for part in typing.get_args(hint) if part is not type(None))
    return None


def _tag(branch: object) -> str | None:
    return next((part.tag for part in typing.get_args(branch)[1:] if isinstance(part, Tag)), None)


def _labels(branch: object) -> set[object]:
    """Return what pydantic may call a branch of a union."""
    bare = _bare(branch)
    return {_tag(branch), getattr(bare, "__name__", None)} - {None}


def _could_be(branch: object, here: Plain) -> bool:
    """Return whether a value was meant as an untagged branch: mappings as models, all else as the rest."""
    bare = _bare(branch)
    is_model = isinstance(bare, type) and issubclass(bare, BaseModel)
    return is_model == isinstance(here, Mapping)


def _inner(hint: object, step: str | int) -> object:
    """Return the type of an entry of a list or mapping."""
    parts = [part for part in typing.get_args(hint) if part is not Ellipsis]
    if not parts:
        return None
    if isinstance(step, int):
        return parts[min(step, len(parts) - 1)]
    return parts[-1]


def _field(model: type[BaseModel], step: str | int) -> FieldInfo | None:
    for name, info in model.model_fields.items():
        if step == (info.alias or name):
            return info
    return None
