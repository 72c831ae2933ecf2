"""What a result was made from, kept readable, so that the next build can say what changed."""

from __future__ import annotations

import dataclasses
import enum
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Self, final

from posthouse.build.canonical import encode_canonical, field_names
from posthouse.build.key import digest_bytes

_SHOWN_CHARACTERS = 80
_SHORTEST_RUN = 4


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Everything that went into one result's key, in words.

    Attributes:
        version: of the job's kind.
        environment: library versions.
        params: every leaf of the parameters by its path: ``{"grade.exposure": "-0.4"}``.
        inputs: (label, result digest) of each input, in order.
        reason: why it was built.
    """

    version: str
    environment: Mapping[str, str]
    params: Mapping[str, str]
    inputs: tuple[tuple[str, str], ...]
    reason: str

    def to_text(self) -> str:
        """Return the recipe as JSON."""
        return json.dumps([self.version, dict(self.environment), dict(self.params), self.inputs, self.reason])

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the recipe that ``to_text`` wrote."""
        version, environment, params, inputs, reason = json.loads(text)
        return cls(
            version=version,
            environment=environment,
            params=params,
            inputs=tuple((label, digest) for label, digest in inputs),
            reason=reason,
        )


def flatten_params(params: object) -> dict[str, str]:
    """Return every leaf of a canonical value by its path, in words; long ones by beginning and digest."""
    return dict(_leaves("", params))


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    names = field_names(type(value))
    if names is not None:
        children = [(name, getattr(value, name)) for name in names]
    elif isinstance(value, Mapping):
        children = sorted((str(key), item) for key, item in value.items())
    elif isinstance(value, tuple | list) and any(_is_branch(item) for item in value):
        children = [(str(number), item) for number, item in enumerate(value)]
    else:
        yield path, _leaf_text(value)
        return
    for name, item in children:
        yield from _leaves(f"{path}.{name}" if path else name, item)


def _is_branch(value: object) -> bool:
    return field_names(type(value)) is not None or isinstance(value, Mapping | tuple | list)


def _leaf_text(value: object) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes {digest_bytes(value).hex()[:12]}"
    text = _plain_text(value)
    if len(text) <= _SHOWN_CHARACTERS:
        return text
    return f"{text[:_SHOWN_CHARACTERS]}... {digest_bytes(encode_canonical(value)).hex()[:12]}"


def _run_text(values: Sequence[object]) -> str:
    """Return whole numbers in even steps as people say them, ``187-236``, or nothing for other values."""
    numbers = [value for value in values if type(value) is int]
    steps = {after - before for before, after in itertools.pairwise(numbers)}
    if len(numbers) < _SHORTEST_RUN or len(numbers) < len(values) or len(steps) > 1 or 0 in steps:
        return ""
    step = steps.pop()
    return f"{numbers[0]}-{numbers[-1]}" + ("" if abs(step) == 1 else f" by {abs(step)}")


def _plain_text(value: object) -> str:
    if isinstance(value, enum.Enum):
        return value.name.lower()
    if isinstance(value, tuple | list):
        return _run_text(value) or f"({', '.join(map(_plain_text, value))})"
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_plain_text, value)))}}}"
    return str(value) if isinstance(value, str | Fraction) else repr(value)
