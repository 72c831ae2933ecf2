"""What the document may say about the cut: shots, gaps, transitions, and shots laid over the cut.

A shot names its media and two of ``in``, ``out`` (exclusive) and ``for``; ``in`` left out is the media's first frame,
``out`` left out its end. In and out are source timecode where the media has a start timecode, else they count from 0.
``in`` is always the earliest source frame, ``out`` the end of the latest: a reversed shot plays from out back to in.
``for`` is a length of the programme, whatever the speed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Generic, Self

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator
from typing_extensions import TypeVar

from posthouse.editorial.align import Align, AlignField
from posthouse.editorial.layer_spec import BlendField, BlendSpec, KeySpec
from posthouse.editorial.light import Light
from posthouse.editorial.motion_spec import (
    AnimatedPart,
    AnimatedRotation,
    AnimatedScale,
    AnimatedSpot,
    CropSpec,
    shown_scale,
)
from posthouse.editorial.scaling_spec import ScalingField
from posthouse.fields import Anchor, ColorField, Fraction01, LengthField, Name, Percent, SpecModel
from posthouse.pixels.stack import InBetween
from posthouse.timing import Ease as SpeedEase

if TYPE_CHECKING:
    from posthouse.timing import Length

FASTEST = 100  # times; beyond it a shot is a blur of single frames
ShotSound_co = TypeVar("ShotSound_co", covariant=True, default=object)


class Fit(enum.StrEnum):
    """How a picture of another size or aspect meets the frame."""

    FIT = "fit"  # all of it, with black bars
    FILL = "fill"  # the whole frame, the rest cut off; ``pan`` says which part stays
    STRETCH = "stretch"  # the whole frame, out of proportion


class WipePattern(enum.StrEnum):
    """Wipes; SMPTE 258M codes where the pattern has one (standards sheet 3.3)."""

    BAR_LEFT_TO_RIGHT = "bar-left-to-right"  # 1
    BAR_RIGHT_TO_LEFT = "bar-right-to-left"
    BAR_TOP_TO_BOTTOM = "bar-top-to-bottom"  # 2
    BAR_BOTTOM_TO_TOP = "bar-bottom-to-top"
    BARN_DOOR_VERTICAL = "barn-door-vertical"  # 21
    BARN_DOOR_HORIZONTAL = "barn-door-horizontal"  # 22
    DIAGONAL_TOP_LEFT = "diagonal-top-left"  # 41
    DIAGONAL_TOP_RIGHT = "diagonal-top-right"  # 42
    BOX_TOP_LEFT = "box-top-left"  # 3
    BOX_TOP_RIGHT = "box-top-right"  # 4
    BOX_BOTTOM_RIGHT = "box-bottom-right"  # 5
    BOX_BOTTOM_LEFT = "box-bottom-left"  # 6
    DIAMOND = "diamond"  # 48
    IRIS_RECTANGLE = "iris-rectangle"  # 101
    IRIS_CIRCLE = "iris-circle"
    CLOCK = "clock"  # 201


def _usable_speed(speed: Fraction) -> Fraction:
    if speed == 0:
        raise ValueError("a speed of 0% stands still: write freeze: true, with for: and the frame as in:")
    if not Fraction(1, FASTEST) <= abs(speed) <= FASTEST:
        raise ValueError(
            f"{float(speed * 100):g}% is out of range; a speed is 1% to {FASTEST}00%, or -1% to -{FASTEST}00%"
        )
    return speed


def _usable_key_speed(speed: Fraction) -> Fraction:
    return speed if speed == 0 else _usable_speed(speed)


def _lasting(length: Length) -> Length:
    if length.is_zero:
        raise ValueError("this lasts 0 frames; give it a length of at least 1f, or take it out")
    return length


def _lengthened(written: object) -> object:
    """Return ``12f`` as ``{length: 12f}``."""
    return written if isinstance(written, Mapping | SpecModel) else {"length": written}


Duration = Annotated[LengthField, AfterValidator(_lasting)]
"""A length that is not nothing."""
Point = tuple[Fraction01, Fraction01]
"""(across, down) from the top left corner, each 0..1."""


class SpeedKeySpec(SpecModel):
    """The speed at one moment of the source: ``{at: 00:00:05:00, to: 25%, ease: smooth}``."""

    at: LengthField
    """The source frame at which it has this speed; it counts as ``in`` does."""
    to: Annotated[Percent, AfterValidator(_usable_key_speed)]
    """The speed there; 0% stands still, below 0% the source runs backwards."""
    ease: SpeedEase = SpeedEase.LINEAR
    """How the speed gets here from the keyframe before: evenly, smoothly, or not before it is there (hold)."""
    length: Duration | None = Field(default=None, alias="for")
    """How long it stands still here, at 0%."""


def _way_of_speed(written: object) -> str:
    """Return which spelling of a speed is meant, so that a problem is told of that one only."""
    return "ramp" if isinstance(written, list | tuple) else "constant"


SpeedField = Annotated[
    Annotated[Percent, AfterValidator(_usable_speed), Tag("constant")]
    | Annotated[tuple[SpeedKeySpec, ...], Field(min_length=1), Tag("ramp")],
    Discriminator(_way_of_speed),
]
"""One speed, or a ramp: keyframes in the order they are played."""


class _Clip(SpecModel, Generic[ShotSound_co]):
    """One use of a media range; what shots of the cut and shots over it share."""

    shot: Name | None = None
    """The shot's id, by which titles, cues, grades and effects find it; left out, it is the media's name."""
    media: Name = Field(alias="from")
    """The media, or the sequence, it is taken from."""
    angle: Name | None = None
    """Of a multicam media, the angle that is seen; left out, its first."""
    in_point: LengthField | None = Field(default=None, alias="in")
    """The first source frame; left out, the media's first."""
    out_point: LengthField | None = Field(default=None, alias="out")
    """The source frame after the last; left out, the media's end."""
    length: Duration | None = Field(default=None, alias="for")
    """How long it lasts in the programme."""
    speed: SpeedField = Fraction(1)
    """50% is half speed, -100% plays backwards: exactly the same frames in the opposite order. Or a ramp: keyframes in
    the order they are played, at source frames, so that a trim changes nothing of it."""
    frames: InBetween | None = None
    """What is shown between two pictures of the source, where rates or speeds differ: the nearest, a blend, or a new
    one by optical flow. Left out, what the media says, which is the nearest unless it says otherwise."""
    freeze: bool = False
    """Hold the frame at ``in`` for as long as ``for`` says."""
    fit: Fit = Fit.FIT
    """How a picture of another size or aspect meets the frame."""
    pan: Point = (0.5, 0.5)
    """Which part stays when ``fit: fill`` cuts off the rest: [0, 0.5] keeps the left edge, [1, 0.5] the right."""
    scaling: ScalingField | None = None
    """The filter it is scaled by; left out, the format's."""
    position: AnimatedSpot = (0.5, 0.5)
    """Where its anchor stands, in parts of the frame; this and all that follow are one value, a sweep or keyframes."""
    scale: Annotated[AnimatedScale, AfterValidator(shown_scale)] = (1.0, 1.0)
    """Its size as a part of the size it has when it is fitted: one number, or [across, down]."""
    rotation: AnimatedRotation = 0.0
    """Degrees clockwise about its anchor."""
    anchor: AnimatedSpot = (0.5, 0.5)
    """The point of the fitted picture that stands at ``position``, and about which it is scaled and turned."""
    crop: CropSpec | None = None
    """What is cut off at its sides."""
    opacity: AnimatedPart = 1.0
    shutter: Annotated[float, Field(ge=0, le=720)] = 0.0
    """Blurs what moves as a camera's shutter of so many degrees would: 180 is usual, 0 is sharp."""
    omit: bool = False
    """Keep the shot in the text but out of the programme."""
    sound: ShotSound_co | None = None
    """The sound the shot brings."""

    @property
    def id(self) -> str:
        """Return the shot's id; a document that was read has one for every shot."""
        assert self.shot is not None, "ids are given when the document is read"
        return self.shot

    @model_validator(mode="after")
    def _range_is_one(self) -> Self:
        if self.freeze:
            return self._checked_freeze()
        if None not in {self.in_point, self.out_point, self.length}:
            raise ValueError("in, out and for are too much together: say two of the three")
        if self.in_point and self.out_point and _is_not_before(self.in_point, self.out_point):
            raise ValueError(f"out ({self.out_point}) must be later than in ({self.in_point})")
        return self

    def _checked_freeze(self) -> Self:
        if self.length is None or self.out_point is not None:
            raise ValueError("a freeze holds one frame: say which as in:, and how long as for:, without out:")
        if self.speed != 1:
            raise ValueError("a freeze has no speed: drop speed: or freeze:")
        return self


class ShotSpec(_Clip[ShotSound_co]):
    """A shot of the cut. Shots lie end to end in the order of the list."""


class OverSpec(_Clip[ShotSound_co]):
    """A shot over the cut, placed by an anchor; later ones lie above earlier ones. Silent unless it says ``sound``."""

    at: Anchor
    """Where its first frame lies: an anchor to a shot of the cut, or programme time."""
    track: Name | None = None
    """The picture track it lies on, for `tracks` to mute or solo; left out, V2. What lies above what is the list's."""
    blend: BlendField = BlendSpec()
    """How its colors meet those under it: normal, add, screen, multiply, overlay, and the others of W3C Compositing."""
    key: KeySpec | None = None
    """What of it is clear, by its own picture."""
    fade_in: LengthField | None = None
    fade_out: LengthField | None = None


class GapSpec(SpecModel):
    """Black and silence."""

    gap: Duration


class DissolveSpec(SpecModel):
    """A mix from one shot to the next, over handles of both."""

    length: Duration
    light: Light = Light.DISPLAY
    align: AlignField = Align.CENTER


class DipSpec(SpecModel):
    """Out to a color and in from it: half the length before the cut, half after it; needs no handles."""

    length: Duration
    color: ColorField = (0.0, 0.0, 0.0, 1.0)


class WipeSpec(SpecModel):
    """The next shot uncovered along a pattern."""

    length: Duration
    pattern: WipePattern = WipePattern.BAR_LEFT_TO_RIGHT
    softness: Fraction01 = 0.0
    """The width of the edge as a part of the way: 0 is hard, 0.1 soft."""
    align: AlignField = Align.CENTER


class DissolveItem(SpecModel):
    """``dissolve: 12f`` or ``dissolve: {length: 12f, light: linear}``. It never changes the programme's length."""

    dissolve: Annotated[DissolveSpec, BeforeValidator(_lengthened, json_schema_input_type=LengthField | DissolveSpec)]


class DipItem(SpecModel):
    """``dip: 24f`` or ``dip: {length: 24f, color: white}``."""

    dip: Annotated[DipSpec, BeforeValidator(_lengthened, json_schema_input_type=LengthField | DipSpec)]


class WipeItem(SpecModel):
    """``wipe: {length: 12f, pattern: clock, softness: 0.05}``."""

    wipe: Annotated[WipeSpec, BeforeValidator(_lengthened, json_schema_input_type=LengthField | WipeSpec)]


TransitionItem = DissolveItem | DipItem | WipeItem
TRANSITIONS = ("dissolve", "dip", "wipe")
_MODELS: dict[type, str] = {GapSpec: "gap", DissolveItem: "dissolve", DipItem: "dip", WipeItem: "wipe"}


def cut_item_tag(item: object) -> str:
    """Return which kind of item of the cut a mapping is, by the key that names it; shots by default."""
    if isinstance(item, Mapping):
        return next((key for key in (*TRANSITIONS, "gap") if key in item), "shot")
    return _MODELS.get(type(item), "shot")


CutItem = ShotSpec[object] | GapSpec | TransitionItem
"""One entry of ``cut:``; the document says what a shot's sound may be."""


def _is_not_before(first: Length, second: Length) -> bool:
    """Return whether two lengths of the same unit are in the wrong order; other pairs are compared with a rate."""
    if first.unit is not second.unit:
        return False
    return (first.seconds, first.frames) >= (second.seconds, second.frames)
