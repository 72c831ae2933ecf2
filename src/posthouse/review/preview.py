"""How a programme is previewed: at which size, as which stream, and the picture job of each of its chunks."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.delivery.presets import movie_of
from posthouse.delivery.spec import WebSpec
from posthouse.errors import ProductionError
from posthouse.media.encode import stream_facts
from posthouse.media.flac import flac_facts, flac_frame_samples
from posthouse.media.fragments import header
from posthouse.review.playlists import Rendition
from posthouse.review.segments import picture_segments, sound_segments

if TYPE_CHECKING:
    from posthouse.build import Job
    from posthouse.delivery.presets import Movie
    from posthouse.review.segments import PictureSegment, SoundSegment
    from posthouse.studio.jobs import JobPlanner

LEAST_SIDE, LONGEST_SIDE = 16, 16_384
CRF = 20.0
_OPTIONS = {"g": "12", "bf": "0"}
"""A picture to start from twice a second, for stepping back; none that waits for a later one."""
_SOUND_BITS_PER_SECOND_AND_CHANNEL = 800_000


class Scale(enum.IntEnum):
    """By how much a preview is smaller than the programme."""

    HALF = 2
    QUARTER = 4


Size = Scale | tuple[int, int]


def parse_size(text: str) -> Size:
    """Return the size a text spells: ``half``, ``quarter`` or ``640x360``.

    Raises:
        ProductionError: it spells none.
    """
    if text.upper() in Scale.__members__:
        return Scale[text.upper()]
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise ProductionError(f"{text!r} is no size for a preview", hint="write half, quarter, or 640x360")
    size = int(width), int(height)
    if not all(LEAST_SIDE <= side <= LONGEST_SIDE and side % 2 == 0 for side in size):
        raise ProductionError(f"{text} is no size for a preview", hint="sides are even, from 16 to 16384 pixels")
    return size


def preview_size(programme: tuple[int, int], size: Size) -> tuple[int, int]:
    """Return (width, height) of a preview, even: its chroma has half of each."""
    if isinstance(size, tuple):
        return size
    width, height = (max(LEAST_SIDE, 2 * round(side / size / 2)) for side in programme)
    return width, height


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Everything a player is given of a programme but the pictures and the sound themselves."""

    movie: Movie
    jobs: tuple[Job, ...]
    """The picture job of each chunk, in programme order."""
    picture_segments: tuple[PictureSegment, ...]
    sound_segments: tuple[SoundSegment, ...]
    picture_header: bytes
    sound_header: bytes
    rendition: Rendition


def plan_preview(planner: JobPlanner, size: Size) -> Preview:
    """Return the preview of a programme; nothing is rendered.

    Raises:
        ProductionError: the programme is empty, or the encoder refuses the size.
    """
    form = planner.programme.scene.form
    width, height = preview_size(planner.document.format.size, size)
    spec = WebSpec(name="preview", size=(width, height), crf=CRF, preset="ultrafast", options=_OPTIONS)
    movie = movie_of(spec, planner.delivered)
    picture, sound = stream_facts(movie.picture), flac_facts(form.layout, form.sample_rate)
    rate = movie.picture.rate
    return Preview(
        movie=movie,
        jobs=planner.picture_jobs(movie),
        picture_segments=picture_segments(planner.programme.chunks, rate),
        sound_segments=sound_segments(form.programme_samples, form.sample_rate, flac_frame_samples(form.sample_rate)),
        picture_header=header(picture),
        sound_header=header(sound),
        rendition=Rendition(
            width=width,
            height=height,
            rate=rate.fraction,
            picture_codec=f"avc1.{picture.extradata[1:4].hex()}",
            sound_codec="fLaC",
            channels=form.layout.channels,
            bits_per_second=int(2 * width * height * rate.fraction)
            + _SOUND_BITS_PER_SECOND_AND_CHANNEL * form.layout.channels,
        ),
    )
