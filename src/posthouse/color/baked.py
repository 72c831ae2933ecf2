"""A baked grade: one 3D LUT, its shaper, and how far it is from the truth; or the grade itself, to be worked out."""

from __future__ import annotations

import dataclasses
import json
import mmap
from typing import TYPE_CHECKING, final

import numpy as np

from posthouse.color.grade_file import grade_from_json, grade_to_json
from posthouse.color.lattice import node_places
from posthouse.color.tetrahedral import sample_tetrahedral
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.color.grade import Grade
    from posthouse.color.operation import Rgb

_MAGIC = b"posthouse grade\n"
_ALIGNMENT = 64


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BakedGrade:
    """A grade as the pixel kernel takes it: display-coded R'G'B' in, display-coded R'G'B' out, neither clipped.

    A code v becomes the place t = (v - shaper_low) / (shaper_high - shaper_low), clamped to 0..1; with a shaper,
    t = shaper[t * (m - 1)], linearly interpolated; the LUT is read tetrahedrally at node t * (n - 1) of each axis.

    Attributes:
        lut: (n, n, n, 3) float32 R'G'B', indexed [blue][green][red].
        shaper_low, shaper_high: the domain, below sub-black and above super-white of a narrow-range signal.
        shaper: (m,) float32, rising from 0 to 1, or None: even nodes. One for all three channels.
        error_code10: the worst distance from the exact grade found, in 10-bit narrow codes (1/876), for R'G'B' in
            0..1, each result held to what a 10-bit signal can carry.
        most_error_code10: what 999 of 1000 of the fixed samples keep.
        mean_error_code10: the mean of the same.
    """

    lut: NDArray[np.float32]
    shaper_low: float
    shaper_high: float
    shaper: NDArray[np.float32] | None = None
    error_code10: float = 0.0
    most_error_code10: float = 0.0
    mean_error_code10: float = 0.0

    @property
    def size(self) -> int:
        """Return the number of nodes on each axis."""
        return int(self.lut.shape[0])


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExactGrade:
    """A grade that is worked out at every pixel: the document asks for it, or for a budget no LUT keeps.

    Attributes:
        grade: its files named by digest.
        is_asked: whether the document asks for it; then no LUT was tried.
        size, is_shaped, error_code10, most_error_code10, mean_error_code10: of the best LUT that was tried.
    """

    grade: Grade
    is_asked: bool = False
    size: int = 0
    is_shaped: bool = False
    error_code10: float = 0.0
    most_error_code10: float = 0.0
    mean_error_code10: float = 0.0


def apply_baked(baked: BakedGrade, rgb: Rgb) -> Rgb:
    """Return (…, 3) R'G'B' through the LUT, as the kernel does it, in float64."""
    flat = np.asarray(rgb, np.float64).reshape(-1, 3)
    nodes = node_places(baked.size, (baked.shaper_low, baked.shaper_high), baked.shaper, flat)
    return sample_tetrahedral(baked.lut, nodes).reshape(np.shape(rgb))


def write_baked(path: Path, baked: BakedGrade | ExactGrade | None) -> None:
    """Write a baked grade, or that it is the identity: a line of JSON, then the arrays, each 64-byte aligned."""
    facts: dict[str, object] = {"identity": baked is None}
    arrays: list[NDArray[np.float32]] = []
    if isinstance(baked, ExactGrade):
        facts |= {name: getattr(baked, name) for name in _EXACT} | {"exact": grade_to_json(baked.grade)}
    elif baked is not None:
        arrays = [baked.lut] if baked.shaper is None else [baked.lut, baked.shaper]
        facts |= {name: getattr(baked, name) for name in _NUMBERS}
        facts |= {"size": baked.size, "shaper_size": 0 if baked.shaper is None else baked.shaper.size}
    header = _MAGIC + json.dumps(facts, sort_keys=True).encode() + b"\n"
    with path.open("wb") as file:
        file.write(header + b" " * (-len(header) % _ALIGNMENT))
        for array in arrays:
            content = np.ascontiguousarray(array, "<f4").tobytes()
            file.write(content + b"\0" * (-len(content) % _ALIGNMENT))


_ERRORS = ("error_code10", "most_error_code10", "mean_error_code10")
_NUMBERS = ("shaper_low", "shaper_high", *_ERRORS)
_EXACT = ("is_asked", "size", "is_shaped", *_ERRORS)


def read_baked(path: Path) -> BakedGrade | ExactGrade | None:
    """Return a baked grade, its arrays mapped from the file and read-only; None if it is the identity.

    Raises:
        MediaError: the file is not one ``write_baked`` wrote, or is cut short.
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise MediaError(f"{path} is not a baked grade")
    end = mapped.find(b"\n", len(_MAGIC)) + 1
    facts = json.loads(mapped[len(_MAGIC) : end])
    if facts["identity"]:
        return None
    if "exact" in facts:
        return ExactGrade(grade=grade_from_json(facts["exact"]), **{name: facts[name] for name in _EXACT})
    n, m = facts["size"], facts["shaper_size"]
    lut_at = end + -end % _ALIGNMENT
    shaper_at = lut_at + n**3 * 12 + -(n**3 * 12) % _ALIGNMENT
    if len(mapped) < shaper_at + m * 4:
        raise MediaError(f"{path} is cut short")
    lut = np.frombuffer(mapped, "<f4", n**3 * 3, lut_at).reshape(n, n, n, 3)
    shaper = np.frombuffer(mapped, "<f4", m, shaper_at) if m else None
    return BakedGrade(lut=lut, shaper=shaper, **{name: facts[name] for name in _NUMBERS})
