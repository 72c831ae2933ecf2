"""What a run of frames shows: a small tree of sources and operations, with one value a frame where things move.

The crafts write stacks; ``render`` turns them into pictures. A stack says nothing of programme time, only of source
frames, so that the same frames in another place are the same stack. Everything here is frozen and may be hashed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.signal import PictureFormat

Rgb = tuple[float, float, float]
"""Display-coded R'G'B', 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A rectangle in pixels, from the top left; edges may lie between pixels."""

    left: Fraction
    top: Fraction
    width: Fraction
    height: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Which part of a source goes where: ``source`` in source pixels (upright), ``canvas`` in canvas pixels."""

    source: Rect
    canvas: Rect
    quarter_turns: int = 0
    """Quarter turns clockwise that set the decoded picture upright, after mirroring."""
    is_mirrored: bool = False
    """The decoded picture is mirrored left to right first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """Frames of one media: a picture index for each frame of the run."""

    media: str
    """Content digest."""
    stream: int
    frames: tuple[int, ...]
    format: PictureFormat
    placement: Placement
    grade: int | None = None
    """Which of the job's inputs is the baked grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """One color."""

    rgb: Rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """``above`` over ``under`` by a weight a frame."""

    under: Stack
    above: Stack
    weights: tuple[float, ...]
    is_linear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """``above`` uncovered along a ramp: ``positions`` 0..1 a frame, ``softness`` the width of the edge, 0..1."""

    under: Stack
    above: Stack
    pattern: str
    softness: float
    positions: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A picture over another within a rectangle of the canvas, with one opacity a frame."""

    under: Stack
    above: Stack
    within: Rect
    opacities: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A title over a picture; ``title`` is the titles craft's own, its frames counted from ``first_frame``."""

    under: Stack
    title: Any
    first_frame: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rained:
    """Rain over a picture. ``seconds`` is the time of each frame in the rain's own, footage-anchored clock."""

    under: Stack
    rain: Any
    seconds: tuple[float, ...]


Stack = Footage | Solid | Mix | Wipe | Over | Titled | Rained
