"""Names a person would give: of media from their files, of shots from their clips; each unlike all others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from posthouse.fields import Anchor
from posthouse.interchange.file_names import last_part

_LONGEST = 40
_OTHERS = re.compile(r"[^\w.]+|-+")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,5}$")


@dataclass(slots=True)
class Names:
    """Names that are taken."""

    taken: set[str] = field(default_factory=set)

    def free(self, wish: str, otherwise: str) -> str:
        """Return a name near a wish, and take it: with -2, -3 for repeats."""
        base = plain_name(wish) or otherwise
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}-{count}"
        self.taken.add(name)
        return name


def plain_name(wish: str) -> str:
    """Return a wish as a name that an anchor can hold: ``A003_C012 (1).mov`` is ``A003_C012_1``; empty if none is."""
    bare = _SUFFIX.sub("", last_part(wish))
    name = _OTHERS.sub("_", bare).strip("_.-")[:_LONGEST].strip("_.-")
    if not name:
        return ""
    return name if _can_be_anchored(name) else f"shot_{name}"


def _can_be_anchored(name: str) -> bool:
    """Return whether an anchor to a shot of that name means it, and YAML takes it for text: 001 and 12f are times."""
    if not any(sign.isalpha() for sign in name):
        return False
    try:
        return all(Anchor.parse(text).shot == name for text in (name, f"{name}+4f"))
    except ValueError:
        return False
