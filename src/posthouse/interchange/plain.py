"""The neutral timeline as plain JSON and back, exactly: fractions and rates as text, ranges as two numbers.

What is as it is by default is left out, so that a file stays short and a person can read it. OTIO keeps its metadata
this way, and sidecars their clips.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeVar

from posthouse.interchange.numbers import exact_fraction
from posthouse.timing import FrameRange, Rate

T = TypeVar("T")


def plain(value: object) -> Any:
    """Return a value of the neutral timeline as JSON knows it."""
    match value:
        case enum.Enum():
            return str(value)
        case None | bool() | int() | float() | str():
            return value
        case Fraction() | Rate():
            return str(value)
        case FrameRange():
            return [value.start_frame, value.end_frame]
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
    assert dataclasses.is_dataclass(value), f"{type(value).__name__} is no part of the neutral timeline"
    named = ((each.name, getattr(value, each.name), _default(each)) for each in dataclasses.fields(value))
    return {name: plain(item) for name, item, default in named if item != default}


def unplain(kind: type[T], written: object) -> T:
    """Return what ``plain`` made JSON of.

    Raises:
        ValueError: it is not of that kind.
    """
    try:
        return typing.cast("T", _made(kind, written))
    except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError) as problem:
        raise ValueError(f"this is no {kind.__name__}: {problem}") from problem


def _default(each: dataclasses.Field[Any]) -> object:
    if each.default_factory is not dataclasses.MISSING:
        return each.default_factory()
    return each.default


def _made(kind: Any, written: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return None if written is None else _made(next(each for each in inner if each is not types.NoneType), written)
    if origin is tuple:
        kinds = [inner[0]] * len(written) if inner[-1] is Ellipsis else inner
        return tuple(_made(each, item) for each, item in zip(kinds, written, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _made(inner[1], item) for key, item in written.items()}
    if kind is object or kind is Any:
        return written
    return _made_plainly(kind, written)


def _made_plainly(kind: Any, written: Any) -> Any:
    if kind is FrameRange:
        return FrameRange(*written)
    if kind is Rate:
        return Rate(exact_fraction(written))
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast("type", kind))
        return kind(**{name: _made(hints[name], item) for name, item in written.items()})  # type: ignore[operator] # a class
    if kind is bool and not isinstance(written, bool):
        raise TypeError(f"{written!r} is neither true nor false")
    return exact_fraction(written) if kind is Fraction else kind(written)


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    import posthouse.interchange.timeline as words  # its names are hints that are not there at run time

    return typing.get_type_hints(kind, vars(words) | {"FrameRange": FrameRange, "Rate": Rate})
