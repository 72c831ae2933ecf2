"""The canonical form of parameters: equal values give equal bytes, different values different bytes.

Every value is a one-byte tag, then its length where that varies, then its content, so that no two values share an
encoding (``1``, ``1.0``, ``True`` and ``"1"`` are four things; so are ``("ab",)`` and ``("a", "b")``).

    None ``N``                    bool ``T`` ``F``               int ``I`` decimal        float ``D`` IEEE 754 bits
    str ``S`` UTF-8               bytes ``B``                    Fraction ``Q`` text      Enum ``E`` class, member
    tuple ``(`` count, items      list ``[`` count, items        frozenset ``{`` sorted   dict ``M`` sorted by key
    dataclass, pydantic model, NamedTuple ``R`` qualified class, count, then each field's name and value

Fields of a dataclass with ``compare=False`` and of a model with ``exclude=True`` are for people (a place in the text,
a note) and are left out; a function must not let them touch its result. A NaN has no equal and is refused; a path says
where, not what, and is refused: media goes by content digest.
"""

from __future__ import annotations

import dataclasses
import enum
import math
import struct
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from posthouse.errors import InternalError

Encoder = Callable[[Any], bytes]


def encode_canonical(value: object) -> bytes:
    """Return the canonical bytes of a value; raises InternalError for a value that has none."""
    encoder = _ENCODERS.get(type(value)) or _learn_encoder(type(value))
    return encoder(value)


def _sized(tag: bytes, content: bytes) -> bytes:
    return b"%b%d:%b" % (tag, len(content), content)


def _encode_float(value: float) -> bytes:
    if math.isnan(value):
        raise InternalError("a job parameter is not a number (NaN)")
    return b"D" + struct.pack(">d", value)


def _encode_items(tag: bytes, items: Iterable[bytes], count: int) -> bytes:
    return b"%b%d:%b" % (tag, count, b"".join(items))


def _encode_enum(value: enum.Enum) -> bytes:
    kind = type(value)
    return _sized(b"E", f"{kind.__module__}.{kind.__qualname__}.{value.name}".encode())


def _encode_mapping(value: Mapping[Any, Any]) -> bytes:
    pairs = sorted(encode_canonical(key) + encode_canonical(item) for key, item in value.items())
    return _encode_items(b"M", pairs, len(pairs))


_FIELD_NAMES: dict[type, tuple[str, ...] | None] = {}
_ENCODERS: dict[type, Encoder] = {
    type(None): lambda _: b"N",
    bool: lambda value: b"T" if value else b"F",
    int: lambda value: b"I%d;" % value,
    float: _encode_float,
    str: lambda value: _sized(b"S", value.encode("utf-8", "surrogatepass")),
    bytes: lambda value: _sized(b"B", value),
    Fraction: lambda value: b"Q%d/%d;" % (value.numerator, value.denominator),
    tuple: lambda value: _encode_items(b"(", map(encode_canonical, value), len(value)),
    list: lambda value: _encode_items(b"[", map(encode_canonical, value), len(value)),
    frozenset: lambda value: _encode_items(b"{", sorted(map(encode_canonical, value)), len(value)),
    dict: _encode_mapping,
}


def field_names(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a record class that count, or None if the class is no record."""
    if kind not in _FIELD_NAMES:
        _FIELD_NAMES[kind] = _found_field_names(kind)
    return _FIELD_NAMES[kind]


def _found_field_names(kind: type) -> tuple[str, ...] | None:
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind) if field.compare)
    model_fields = getattr(kind, "__pydantic_fields__", None)
    if isinstance(model_fields, dict):
        return tuple(name for name, field in model_fields.items() if not field.exclude)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return tuple(kind._fields)
    return None


def _record_encoder(kind: type, names: tuple[str, ...]) -> Encoder:
    head = _sized(b"R", f"{kind.__module__}.{kind.__qualname__}".encode()) + b"%d:" % len(names)
    heads = [_sized(b"S", name.encode()) for name in names]
    if not names:
        return lambda _: head
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def encode_record(value: object) -> bytes:
        parts = [head]
        for name, item in zip(heads, values_of(value), strict=True):
            parts.append(name)
            encoder = _ENCODERS.get(type(item)) or _learn_encoder(type(item))
            parts.append(encoder(item))
        return b"".join(parts)

    return encode_record


def _learn_encoder(kind: type) -> Encoder:
    """Return the encoder of a class met for the first time, and remember it: the class itself never changes."""
    encoder = _encoder_for(kind)
    _ENCODERS[kind] = encoder
    return encoder


def _encoder_for(kind: type) -> Encoder:
    if issubclass(kind, PurePath):
        raise InternalError("a job parameter is a path", hint="name media by its digest, results as inputs")
    if issubclass(kind, enum.Enum):
        return _encode_enum
    names = field_names(kind)
    if names is not None:
        return _record_encoder(kind, names)
    if issubclass(kind, Mapping):
        return _encode_mapping
    for base in (float, int, str, bytes, Fraction):
        if issubclass(kind, base):
            plain = _ENCODERS[base]
            return lambda value: plain(base(value))
    raise InternalError(f"a job parameter of type {kind.__module__}.{kind.__qualname__} has no canonical form")
