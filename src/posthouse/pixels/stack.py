"""What a run of frames shows: a small tree of sources and operations, with one value a frame where things move.

The crafts write stacks; ``render`` turns them into pictures. A stack says nothing of programme time, only of source
frames, so that the same frames in another place are the same stack. Everything here is frozen and may be hashed.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posthouse.pixels.blending import Blend, LumaKey
from posthouse.pixels.scaling import HOUSE_SCALING, Scaling

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.media.reading import Reading
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


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a placed picture lies at one moment: canvas = (xx x + xy y + x, yx x + yy y + y), and what of it is kept.

    All else is in pixels of the picture as its placement puts it on the canvas.
    """

    xx: float
    xy: float
    x: float
    yx: float
    yy: float
    y: float
    left: float
    """What lies left of this is cut off; ``top``, ``right`` and ``bottom`` alike."""
    top: float
    right: float
    bottom: float
    soft_left: float = 0.0
    """How far inside the left edge the picture is whole; the other sides alike."""
    soft_top: float = 0.0
    soft_right: float = 0.0
    soft_bottom: float = 0.0


Exposure = tuple[Pose, ...]
"""A frame's pose; or three: as its shutter opens, is half way, and closes."""


class InBetween(enum.StrEnum):
    """What is shown where a frame falls between two pictures of its source."""

    NEAREST = "nearest"  # the picture that is on in the middle of the frame, as it is
    BLEND = "blend"  # a mix of the pictures that are on while the frame lasts
    FLOW = "flow"  # a new picture, its parts moved along their way by optical flow


WHOLE_SHARE = 1 << 16
Shares = tuple[tuple[int, int], ...]
"""(picture, share) of each picture a frame shows something of; shares are in 65536ths and sum to one whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Which pictures each frame of a footage lies between; of a frame with one picture, that picture as it is."""

    shares: tuple[Shares, ...]
    engine: str = ""
    """What finds the way of things from picture to picture, with its version; none: pictures are blended."""


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
    reading: Reading | None = None
    """How the pictures that are counted come from the file's frames, where those are two fields; None: as they are."""
    scaling: Scaling = HOUSE_SCALING
    """By which filter it is brought to the canvas's samples, where they are not its own."""
    motion: tuple[Exposure, ...] = ()
    """How each frame lies over its placement; none: as placed. What moves has an alpha, so it stands under an Over."""
    between: Between | None = None
    """What frames between two pictures show; ``frames`` has the nearest of them."""

    def shown(self, frame: int) -> Shares:
        """Return what a frame of the run shows: equal where its picture is."""
        return ((self.frames[frame], WHOLE_SHARE),) if self.between is None else self.between.shares[frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """One color."""

    rgb: Rgb
    is_nothing: bool = False
    """It stands where nothing is shown: clear on a canvas with alpha, else this color."""


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
class Blended:
    """A picture over another as ``Over``, whose colors meet those under it by a mode, or that is keyed by its luma."""

    under: Stack
    above: Stack
    within: Rect
    opacities: tuple[float, ...]
    mode: Blend = Blend.NORMAL
    is_linear: bool = False
    """It is blended in linear light; keys go by coded luma all the same."""
    key: LumaKey | None = None


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


Stack = Footage | Solid | Mix | Wipe | Over | Blended | Titled | Rained
