"""Which media of one cut is which media of another, by what each says of itself."""

from __future__ import annotations

import enum
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, assert_never

if TYPE_CHECKING:
    from collections.abc import Mapping


class KeyKind(enum.IntEnum):
    """What a media can be known by, the surest first."""

    DIGEST = 1  # the content itself
    ID = 2  # an identity a format gives: mob id, asset id
    PATH = 3  # where it lies
    FILE = 4  # its file name
    STEM = 5  # its file name without suffix, or the name of the clip
    NAME = 6  # what the production calls it
    REEL = 7  # its tape or camera roll

    @property
    def words(self) -> str:
        """Return how a person says it."""
        match self:
            case KeyKind.DIGEST:
                return "the same content"
            case KeyKind.ID:
                return "the same identity"
            case KeyKind.PATH:
                return "the same path"
            case KeyKind.FILE:
                return "the same file name"
            case KeyKind.STEM:
                return "the same clip name"
            case KeyKind.NAME:
                return "the same name"
            case KeyKind.REEL:
                return "the same reel"
            case _:
                assert_never(self)


class FootageKey(NamedTuple):
    """One thing a media is known by; texts are compared as they are."""

    kind: KeyKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageLink:
    """The old media a new one is, how that is known, and others it could be as well."""

    old: str
    kind: KeyKind
    rivals: tuple[str, ...] = ()


def link_footage(
    old: Mapping[str, frozenset[FootageKey]], new: Mapping[str, frozenset[FootageKey]]
) -> dict[str, FootageLink]:
    """Return, by the name of a new media, the old one it is: by the surest key both have.

    Media whose content is known on both sides and differs are not the same, whatever they are called.
    """
    known: dict[FootageKey, list[str]] = defaultdict(list)
    for name, keys in old.items():
        for key in keys:
            known[key].append(name)
    found: dict[str, FootageLink] = {}
    for name, keys in new.items():
        for key in sorted(keys):
            fitting = [each for each in known.get(key, ()) if not _differ(old[each], keys)]
            if fitting:
                best = name if name in fitting else fitting[0]
                rivals = tuple(each for each in fitting if each != best and key.kind is not KeyKind.DIGEST)
                found[name] = FootageLink(old=best, kind=key.kind, rivals=rivals)
                break
    return found


def _differ(one: frozenset[FootageKey], other: frozenset[FootageKey]) -> bool:
    """Return whether the content of both is known, and is not the same."""
    digests = [{key.text for key in keys if key.kind is KeyKind.DIGEST} for keys in (one, other)]
    return all(digests) and not digests[0] & digests[1]
