"""Levels that a text asks for with embeddings, overrides and isolates: UAX #9, P2 to P3 and X1 to X8."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEEPEST = 125  # BD2: max_depth
EMBEDDINGS = {"LRE": (0, ""), "RLE": (1, ""), "LRO": (0, "L"), "RLO": (1, "R")}
ISOLATES = {"LRI", "RLI", "FSI"}


def first_strong_level(kinds: Iterable[str], *, is_isolate: bool = False) -> int:
    """P2, P3: the direction of the first strong character outside isolates; inside one (X5c), up to its end."""
    depth = 0
    for kind in kinds:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            if is_isolate and not depth:
                break
            depth = max(0, depth - 1)
        elif not depth and kind in {"L", "R", "AL"}:
            return 0 if kind == "L" else 1
    return 0


@dataclass(slots=True, kw_only=True)
class ExplicitLevels:
    """X1 to X8: embeddings, overrides and isolates."""

    kinds: list[str]
    base: int
    stack: list[tuple[int, str, bool]] = field(default_factory=list)
    overflow_isolates: int = 0
    overflow_embeddings: int = 0
    valid_isolates: int = 0

    def applied(self) -> tuple[list[int], list[str]]:
        """Return the level of each character, and its class where an override changes it."""
        self.stack = [(self.base, "", False)]
        levels, resolved = [self.base] * len(self.kinds), list(self.kinds)
        for i, kind in enumerate(self.kinds):
            if kind in EMBEDDINGS:
                self._embed(*EMBEDDINGS[kind])
            elif kind == "PDF":
                self._end_embedding()
            elif kind not in {"BN", "B"}:
                if kind == "PDI":
                    self._end_isolate()
                levels[i], override, _ = self.stack[-1]
                resolved[i] = override or kind
                if kind in ISOLATES:
                    inside = self.kinds[i + 1 :]
                    is_rtl = first_strong_level(inside, is_isolate=True) if kind == "FSI" else int(kind == "RLI")
                    self._isolate(is_rtl)
        return levels, resolved

    def _deeper(self, parity: int) -> int:
        level = self.stack[-1][0] + 1
        return level if level % 2 == parity else level + 1

    def _embed(self, parity: int, override: str) -> None:
        level = self._deeper(parity)
        if level <= _DEEPEST and not self.overflow_isolates and not self.overflow_embeddings:
            self.stack.append((level, override, False))
        elif not self.overflow_isolates:
            self.overflow_embeddings += 1

    def _isolate(self, parity: int) -> None:
        level = self._deeper(parity)
        if level <= _DEEPEST and not self.overflow_isolates and not self.overflow_embeddings:
            self.valid_isolates += 1
            self.stack.append((level, "", True))
        else:
            self.overflow_isolates += 1

    def _end_isolate(self) -> None:
        if self.overflow_isolates:
            self.overflow_isolates -= 1
        elif self.valid_isolates:
            self.overflow_embeddings = 0
            while not self.stack[-1][2]:
                self.stack.pop()
            self.stack.pop()
            self.valid_isolates -= 1

    def _end_embedding(self) -> None:
        if self.overflow_isolates:
            return
        if self.overflow_embeddings:
            self.overflow_embeddings -= 1
        elif not self.stack[-1][2] and len(self.stack) > 1:
            self.stack.pop()
