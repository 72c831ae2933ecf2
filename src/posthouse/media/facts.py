"""What is known about one media file before a single picture of it is used."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from fractions import Fraction

from posthouse.signal import PictureFormat  # noqa: TC001  # pydantic reads the annotations when the cache is opened


class MediaKind(enum.StrEnum):
    """How the pictures of a media are stored."""

    CONTAINER = "container"
    RAW = "raw"
    STILL = "still"
    SEQUENCE = "sequence"


class FieldOrder(enum.StrEnum):
    """How lines were taken: ``top`` is top field first in time, ``bottom`` bottom field first (ITU-R BT.601)."""

    PROGRESSIVE = "progressive"
    TOP = "top"
    BOTTOM = "bottom"
    UNKNOWN = "unknown"


FIELD_ORDERS = {
    1: FieldOrder.PROGRESSIVE, 2: FieldOrder.TOP, 3: FieldOrder.BOTTOM, 4: FieldOrder.BOTTOM, 5: FieldOrder.TOP,
}  # fmt: skip
"""FFmpeg's AVFieldOrder by which field is shown first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAs:
    """What a production says about a media that the file itself cannot: raw sizes, the rate of a sequence."""

    rate: Fraction | None = None
    raw_size: tuple[int, int] | None = None
    raw_pixel_format: str = "yuv420p"
    first_number: int | None = None
    is_scene_linear: bool = False
    """The floats of an image are scene light to be kept far above white, not a picture to be shown as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasteringDisplay:
    """The display a programme was mastered on (SMPTE ST 2086): chromaticities as x, y; luminance in cd/m2."""

    red: tuple[Fraction, Fraction] | None
    green: tuple[Fraction, Fraction] | None
    blue: tuple[Fraction, Fraction] | None
    white: tuple[Fraction, Fraction] | None
    minimum_nits: Fraction | None
    maximum_nits: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLight:
    """Content light levels (CTA-861.3), in cd/m2; 0 is unknown."""

    maximum_nits: int
    maximum_frame_average_nits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """One picture stream. Times count from the first picture shown; ``start_s`` places it in the file's own time."""

    stream: int
    codec: str
    profile: str
    codec_tag: str
    pixel_format: str
    coded_width: int
    coded_height: int
    format: PictureFormat
    guessed: tuple[str, ...]
    """What the file does not say and posthouse guessed, of "matrix", "range", "primaries", "transfer", "siting"."""
    sample_aspect: Fraction
    rate: Fraction
    is_vfr: bool
    frame_count: int
    start_s: Fraction
    duration_s: Fraction
    rotation_degrees: int
    """Clockwise turn, 0, 90, 180 or 270, to apply for display after ``is_mirrored``."""
    is_mirrored: bool
    """The stored picture is mirrored left to right first, then turned."""
    field_order: FieldOrder
    mastering: MasteringDisplay | None = None
    content_light: ContentLight | None = None
    language: str = ""

    @property
    def display_size(self) -> tuple[int, int]:
        """Return (width, height) in square pixels as shown: sample aspect widens, a quarter turn swaps."""
        wide = round(self.format.width * self.sample_aspect)
        return (self.format.height, wide) if self.rotation_degrees in {90, 270} else (wide, self.format.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFacts:
    """One sound stream. ``start_s`` is in the same file time as the pictures' ``start_s``; priming is cut off."""

    stream: int
    codec: str
    profile: str
    sample_rate: int
    channels: int
    layout: str
    """FFmpeg's name ("stereo", "5.1", "7.1"), or "N channels" where the file gives no layout."""
    bits: int
    """Stored bits per sample; 0 where a lossy codec stores none."""
    is_float: bool
    start_s: Fraction
    duration_samples: int
    priming_samples: int
    """Codec delay the decoder's output would begin with; never part of the sound posthouse gives."""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A named span of the file."""

    title: str
    start_s: Fraction
    end_s: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastExtension:
    """What a recorder wrote into a broadcast wave file (EBU Tech 3285 bext, iXML)."""

    time_reference_samples: int | None = None
    description: str = ""
    originator: str = ""
    originator_reference: str = ""
    date: str = ""
    time: str = ""
    ixml: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """Everything known about a media: what it is, its streams, its timecode and names."""

    kind: MediaKind
    container: str
    byte_count: int
    digest: str
    pictures: tuple[PictureFacts, ...] = ()
    sounds: tuple[SoundFacts, ...] = ()
    duration_s: Fraction = Fraction(0)
    start_timecode: str = ""
    start_timecode_from: str = ""
    """Where the timecode was found: "timecode track", "metadata", "picture" or "broadcast wave"."""
    reel_name: str = ""
    reel_name_from: str = ""
    """"timecode track", "metadata" or "file name" (nothing better was in the file)."""
    chapters: tuple[Chapter, ...] = ()
    broadcast: BroadcastExtension | None = None
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    """What a person should know: a stream that ends early, a damaged index, a guess."""
    open_as: OpenAs = field(default_factory=OpenAs)
    sequence_numbers: tuple[int, ...] = ()
    """The numbers present, ascending, of an image sequence; pictures count over the whole range, gaps included."""
