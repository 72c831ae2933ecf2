"""The production document: the crafts' specs, assembled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from posthouse.color.spec import ColorSpec
from posthouse.color.working import ProgrammeColor
from posthouse.delivery.mastering import Mastering
from posthouse.delivery.spec import DeliverableSpec
from posthouse.editorial.marker_spec import MarkerSpec
from posthouse.editorial.scaling_spec import ScalingField, ScalingSpec
from posthouse.editorial.spec import DipItem, DissolveItem, GapSpec, OverSpec, ShotSpec, WipeItem, cut_item_tag
from posthouse.editorial.track_spec import TrackSpec
from posthouse.effects.spec import EffectUse
from posthouse.fields import FrozenDict, NamedMap, RateField, SpecModel
from posthouse.mastering.spec import MasterSpec
from posthouse.mix.spec import MixSpec
from posthouse.pixels.dither import Dither
from posthouse.production.media_spec import LARGEST_SIDE, MediaSpec, StartTimecode
from posthouse.signal import ChannelLayout
from posthouse.sound.spec import ShotSoundSpec, SoundSpec
from posthouse.titles.spec import TitleSpec

if TYPE_CHECKING:
    from posthouse.timing import Rate

VERSION = 1


def _even(side: int) -> int:
    if side % 2:
        raise ValueError(f"{side} is odd; 4:2:0 pictures have an even width and height: write {side + 1} or {side - 1}")
    return side


def _no_truth(written: object) -> object:
    return str(written) if isinstance(written, bool | float) else written  # in Python, true equals 1


def _layout_text(written: object) -> object:
    return f"{written:g}" if isinstance(written, float) else written  # 5.1 without quotes is a number in YAML


def _usable_rate(rate: Rate) -> Rate:
    if not 1 <= rate.fraction <= 240:
        raise ValueError(f"a programme at {rate} frames per second is out of range; write 1 to 240, as 24 or 29.97")
    return rate


Side = Annotated[int, Field(ge=16, le=LARGEST_SIDE), AfterValidator(_even)]


class ProgrammeSoundSpec(SpecModel):
    """The sound of the programme."""

    rate: Literal[44100, 48000, 96000] = 48000
    """Samples per second."""
    layout: Annotated[ChannelLayout, BeforeValidator(_layout_text)] = ChannelLayout.STEREO


class FormatSpec(SpecModel):
    """What the programme is: its frame, its rate, its color, its sound."""

    size: tuple[Side, Side]
    """Width and height in pixels."""
    rate: Annotated[RateField, AfterValidator(_usable_rate)]
    """Frames per second, exact."""
    start: StartTimecode | None = None
    """The timecode of the first frame, as "10:00:00:00": written into movies, and where programme times count from."""
    color: ProgrammeColor = ProgrammeColor.REC709
    mastering: Mastering | None = None
    """The display the programme was graded on, as p3-d65-1000nits: its PQ deliverables say it."""
    scaling: ScalingField = ScalingSpec()
    """The filter pictures of another size are scaled by; a shot may say its own."""
    dither: Dither = Dither.GRADIENT
    """How codes between two whole ones are rounded: gradient, blue-noise, error-diffusion, none."""
    sound: ProgrammeSoundSpec = ProgrammeSoundSpec()


class Shot(ShotSpec[ShotSoundSpec]):
    """A shot of the cut: ``{shot: opening, from: pier, in: 00:00:04:10, for: 72f}``. Shots lie end to end, in order.

    Two of ``in``, ``out`` and ``for`` say which part of the media is used; ``in`` left out is its first frame, ``out``
    left out its end. ``in`` and ``out`` are source timecode where the media has a start timecode, else counted from 0.
    """


class Over(OverSpec[ShotSoundSpec]):
    """A shot over the cut, placed by an anchor; later ones lie above earlier ones. Silent unless it says ``sound``."""


Transition = DissolveItem | DipItem | WipeItem
CutItem = Annotated[
    Annotated[Shot, Tag("shot")]
    | Annotated[GapSpec, Tag("gap")]
    | Annotated[DissolveItem, Tag("dissolve")]
    | Annotated[DipItem, Tag("dip")]
    | Annotated[WipeItem, Tag("wipe")],
    Discriminator(cut_item_tag),
]
"""One entry of ``cut:``."""


Sequence = Annotated[tuple[CutItem, ...], Field(min_length=1)]
"""A sequence: the same items as ``cut:``."""


class Document(SpecModel):
    """A production: what is made, of what, and how it is delivered."""

    posthouse: Annotated[Literal[1], BeforeValidator(_no_truth)]
    """The version of the document."""
    title: Annotated[str, Field(min_length=1, max_length=1000)]
    """The programme's title."""
    format: FormatSpec
    media: NamedMap[MediaSpec] = Field(default_factory=FrozenDict)
    """Every source by name: a path, or a mapping."""
    sequences: NamedMap[Sequence] = Field(default_factory=FrozenDict)
    """Nested sequences by name: the same items as the cut. A shot `from` one plays it; it is cut like footage."""
    cut: Annotated[tuple[CutItem, ...], Field(min_length=1)]
    """The picture edit: shots, gaps and transitions in order."""
    over: tuple[Over, ...] = ()
    """Shots over the cut, placed by anchors."""
    titles: tuple[TitleSpec, ...] = ()
    color: ColorSpec = ColorSpec()
    effects: tuple[EffectUse, ...] = ()
    sound: SoundSpec = SoundSpec()
    tracks: NamedMap[TrackSpec] = Field(default_factory=FrozenDict)
    """Tracks muted or soloed, by name: picture or V1 is the cut, dialogue, music and effects are the stems."""
    markers: tuple[MarkerSpec, ...] = ()
    """Notes tied to places of the programme; a recut moves them."""
    mix: MixSpec = MixSpec()
    master: MasterSpec | None = None
    deliver: tuple[DeliverableSpec, ...] = ()
    """What is made of it: finished files and packages."""

    @property
    def shots(self) -> tuple[Shot, ...]:
        """Return the shots of the cut that are in the programme."""
        return tuple(item for item in self.cut if isinstance(item, Shot) and not item.omit)
