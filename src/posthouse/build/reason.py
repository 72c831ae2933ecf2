"""Why a job must run: what it would be made from, against what it was last made from."""

from __future__ import annotations

import dataclasses
import enum
from types import MappingProxyType
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.build.recipe import Recipe

_NAMED = 3
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


@final
class Cause(enum.Enum):
    """Why a job has to run."""

    NEVER_BUILT = "never built"
    PARAMETERS = "parameters changed"
    INPUT = "an input changed"
    VERSION = "version changed"
    ENVIRONMENT = "library versions changed"
    MISSING = "result missing from the store"
    CORRUPT = "result corrupt"


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a job is dirty: the first cause, and one line for people that names what changed, from what to what."""

    cause: Cause
    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def plain(cls, cause: Cause) -> Reason:
        """Return a reason with nothing more to say."""
        return cls(cause=cause, text=cause.value)


def compare_recipes(last: Recipe | None, now: Recipe, words: Mapping[str, str] = _NO_WORDS) -> Reason:
    """Return why ``now`` must be made, given what the same slot was last made from.

    ``words`` are what the kind of job calls its parameters, by the last part of their path.
    """
    if last is None:
        return Reason.plain(Cause.NEVER_BUILT)
    changes = [
        (Cause.VERSION, [] if last.version == now.version else [f"version {last.version} became {now.version}"]),
        (Cause.ENVIRONMENT, _changed_values(last.environment, now.environment)),
        (Cause.PARAMETERS, _changed_values(last.params, now.params, words)),
        (Cause.INPUT, _changed_inputs(last.inputs, now.inputs)),
    ]
    found = [(cause, texts) for cause, texts in changes if texts]
    if not found:
        return Reason.plain(Cause.MISSING)
    return Reason(cause=found[0][0], text="; ".join(_shortened(texts) for _, texts in found))


def _changed_values(last: Mapping[str, str], now: Mapping[str, str], words: Mapping[str, str] = _NO_WORDS) -> list[str]:
    """Return what changed, each thing once; what ``words`` calls by an empty word only where nothing else did."""
    names = [name for name in (*now, *(n for n in last if n not in now)) if last.get(name) != now.get(name)]
    called = {name: words.get(name.rsplit(".", 1)[-1], name or "parameter") for name in names}
    spoken = [name for name in names if called[name]] or names
    return list(
        dict.fromkeys(
            f"{called[name] or name} changed from {last.get(name, 'nothing')} to {now.get(name, 'nothing')}"
            for name in spoken
        )
    )


def _changed_inputs(last: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> list[str]:
    before, after = dict(last), dict(now)
    changed = [f"input {label} changed" for label in after if label in before and before[label] != after[label]]
    changed += [f"input {label} is new" for label in after if label not in before]
    changed += [f"input {label} is gone" for label in before if label not in after]
    if not changed and last != now:
        changed.append("inputs are in another order")
    return changed


def _shortened(texts: list[str]) -> str:
    more = len(texts) - _NAMED
    return ", ".join(texts[:_NAMED]) + (f" and {more} more" if more > 0 else "")
