"""A shot of a reference movie looked for in footage by its pictures: which file, and from which frame on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posthouse.conform.compare import Proof, compare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.conform.compare import Prints

_ASKED = 7
"""Frames of the shot that are laid over the footage first."""
_TRIED = 6
"""Places that are then compared frame by frame."""
_APART = 6
"""Frames between two places that are tried: nearer ones are one place."""
_LEAST = 0.8
"""Mean correlation of the asked frames at a place worth trying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in footage that shows the shot: its first frame there, and what the comparison says."""

    first_frame: int
    proof: Proof


def find_frames(shot: Prints, footage: Prints) -> Hit | None:
    """Return where footage shows a shot, or None; both are (frame, part) prints of one shape, at one rate."""
    room = len(footage) - len(shot) + 1
    if room < 1 or not len(shot):
        return None
    at = np.unique(np.linspace(0, len(shot) - 1, min(_ASKED, len(shot))).round().astype(int))
    alike = _normalised(shot[at]) @ _normalised(footage).T
    total = np.mean([row[frame : frame + room] for row, frame in zip(alike, at, strict=True)], axis=0)
    hits = [_hit(shot, footage, place) for place in _places(total)]
    right = [hit for hit in hits if hit.proof.is_right]
    return min(right, key=lambda hit: (hit.proof.verdict != "proven", hit.proof.difference), default=None)


def _normalised(prints: Prints) -> NDArray[np.float32]:
    centred = prints - prints.mean(axis=1, keepdims=True)
    size = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(size, 1e-6), np.float32)


def _places(total: NDArray[np.float32]) -> list[int]:
    """Return the best places, none near another."""
    found: list[int] = []
    for place in np.argsort(-total, kind="stable"):
        if total[place] < _LEAST or len(found) == _TRIED:
            break
        if all(abs(int(place) - other) >= _APART for other in found):
            found.append(int(place))
    return found


def _hit(shot: Prints, footage: Prints, place: int) -> Hit:
    """Return a place, moved by the frames the comparison finds it off."""
    proof = compare(shot, footage[place : place + len(shot)])
    moved = place + proof.offset
    if proof.offset and not proof.is_right and 0 <= moved <= len(footage) - len(shot):
        return Hit(first_frame=moved, proof=compare(shot, footage[moved : moved + len(shot)]))
    return Hit(first_frame=place, proof=proof)
