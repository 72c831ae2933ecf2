"""The base of every spec, and mappings that cannot change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from posthouse.fields.names import Name

K = TypeVar("K")
V = TypeVar("V")


class SpecModel(BaseModel):
    """A part of the document: unknown fields refused, frozen, hashable. ``meanings.py`` reads words under fields."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=True,  # models are built with the document they are part of, not once each: half the import time
        frozen=True,
        populate_by_name=True,
        allow_inf_nan=False,
        serialize_by_alias=True,
    )


class FrozenDict(dict[K, V]):
    """A mapping that cannot change and can be hashed when its values can."""

    def __hash__(self) -> int:  # type: ignore[override] # dict has none; this one is frozen
        return hash(frozenset(self.items()))

    def _refuse(self, *_arguments: object, **_named: object) -> NoReturn:
        raise TypeError("a FrozenDict cannot change")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = __ior__ = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[K, V]], tuple[dict[K, V]]]:
        return type(self), (dict(self),)


NamedMap = Annotated[Mapping[Name, V], AfterValidator(FrozenDict)]
"""``NamedMap[LookSpec]``: name to spec, frozen."""
