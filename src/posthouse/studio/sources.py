"""Every media of a production: found, probed, and told to each craft in its own words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from posthouse.editorial import Raster, Source
from posthouse.errors import MediaError, PosthouseError, ProductionError
from posthouse.media.facts import MediaInfo, OpenAs
from posthouse.media.suffixes import STILL_SUFFIXES
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.production.media_spec import FileMediaSpec, GeneratedMediaSpec, SequenceMediaSpec
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia
from posthouse.sound.sourcetime import SourceClock
from posthouse.studio.coloring import color_notes
from posthouse.studio.dual import with_recordings
from posthouse.studio.footage import SCENE_LIGHT, FootageSource, open_footage
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from posthouse.production.document import Document
    from posthouse.production.media_spec import MediaSpec
    from posthouse.production.production import Production

    Complain = Callable[[str, PosthouseError], None]

PROBERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioMedia:
    """One media, as each craft sees it; a media may have pictures, sound, or both."""

    name: str
    spec: MediaSpec
    path: Path | None = None
    info: MediaInfo | None = None
    footage: FootageSource | None = None
    heard: HeardMedia | None = None
    editorial: Source | None = None

    @property
    def reel(self) -> str:
        """Return the reel the document says, else the file; empty where only the file's name could."""
        said = getattr(self.spec, "reel", "")
        is_named = self.info is not None and self.info.reel_name_from not in {"", "file name"}
        return str(said or (self.info.reel_name if self.info and is_named else ""))


def open_sources(production: Production, library: MediaLibrary, complain: Complain) -> dict[str, StudioMedia]:
    """Return every media of a production by name; what is wrong with one is told of it, and the others go on.

    Subclips and multicams are no media of their own: ``groups`` says what they are made of.
    """
    names = production.document.media
    with ThreadPoolExecutor(PROBERS) as probers:
        opened = [
            (name, probers.submit(_opened, name, production, library))
            for name, spec in names.items()
            if not isinstance(spec, SubclipSpec | MulticamSpec)
        ]
    found: dict[str, StudioMedia] = {}
    for name, future in opened:
        try:
            found[name] = future.result()
        except PosthouseError as error:
            complain(name, _placed(error, production, name))
    return with_recordings(found, _time_of, lambda name, error: complain(name, _placed(error, production, name)))


def _placed(error: PosthouseError, production: Production, name: str) -> PosthouseError:
    if error.place is None:
        error.place = production.place_of(("media", name))
    return error


def _opened(name: str, production: Production, library: MediaLibrary) -> StudioMedia:
    spec = production.document.media[name]
    assert not isinstance(spec, SubclipSpec | MulticamSpec), "a group is opened by its parts"
    if isinstance(spec, GeneratedMediaSpec):
        return _generated(name, spec, production.document)
    path = production.media_files()[name]
    opening = _opening(spec, production.document)
    info = library.info(path, opening)
    media = StudioMedia(name=name, spec=spec, path=path, info=info)
    if info.pictures:
        media = _with_footage(media, info, production.document, library)
    if info.sounds:
        media = replace(media, heard=_heard(spec, info, media))
    if media.footage is None and media.heard is None:
        raise MediaError(f"{path.name} has neither pictures nor sound that can be used")
    return media


def _generated(name: str, spec: GeneratedMediaSpec, document: Document) -> StudioMedia:
    rate = document.format.rate
    if not spec.has_picture:
        return StudioMedia(name=name, spec=spec, heard=GeneratedSound(spec=spec.generate))  # type: ignore[arg-type] # not a picture
    width, height = document.format.size
    editorial = Source(rate=rate, grid_frames=None, start_timecode=None, raster=Raster(width=width, height=height))
    return StudioMedia(name=name, spec=spec, editorial=editorial)


def _opening(spec: FileMediaSpec | SequenceMediaSpec, document: Document) -> OpenAs | None:
    is_scene_linear = spec.color is not None and spec.color.tags().get("transfer") == SCENE_LIGHT
    if isinstance(spec, SequenceMediaSpec):
        rate = spec.rate or document.format.rate
        return OpenAs(rate=rate.fraction, first_number=spec.first, is_scene_linear=is_scene_linear)
    if is_scene_linear and PurePath(spec.file).suffix.lower() in STILL_SUFFIXES:
        return OpenAs(is_scene_linear=True)
    if spec.raw is None:
        return None
    rate = spec.rate or document.format.rate
    return OpenAs(rate=rate.fraction, raw_size=spec.raw.size, raw_pixel_format=spec.raw.pixel_format)


def _with_footage(media: StudioMedia, info: MediaInfo, document: Document, library: MediaLibrary) -> StudioMedia:
    footage = open_footage(media, info, document, library)
    is_held = info.pictures[footage.stream].frame_count == 1 and info.kind == "still"
    editorial = Source(
        rate=footage.rate,
        grid_frames=None if is_held else footage.conform.grid_frames,
        start_timecode=_start(media.spec, info, footage.rate),
        raster=footage.raster,
    )
    return replace(media, footage=footage, editorial=editorial)


def _start(spec: MediaSpec, info: MediaInfo, rate: Rate) -> Timecode | None:
    said = getattr(spec, "start", None)
    text = str(said) if said is not None else info.start_timecode
    if not text:
        return None
    try:
        return Timecode.parse(text, rate)
    except ValueError as problem:
        if said is not None:
            raise ProductionError(f"start: {problem}") from problem
        return None


def _heard(spec: MediaSpec, info: MediaInfo, media: StudioMedia) -> HeardMedia:
    stream = (spec.sound_stream if isinstance(spec, FileMediaSpec) else None) or 0
    clock, tempo = _time_of(media)
    heard = FileSound.from_info(info, stream=stream, clock=clock, tempo=tempo)
    return replace(heard, pitch=spec.pitch) if isinstance(spec, FileMediaSpec) else heard


def _time_of(media: StudioMedia) -> tuple[SourceClock, Fraction]:
    """Return the clock a media's source times are written by, and how fast its time runs."""
    source = media.editorial
    start = source.start_timecode if source else None
    clock = SourceClock(
        rate=source.rate if source else None,
        start_frame=start.frame_count if start else 0,
        is_drop_frame=start.is_drop_frame if start else False,
    )
    return clock, Fraction(1) if media.info is None else _tempo(media.spec, media.info)


def _tempo(spec: MediaSpec, info: MediaInfo) -> Fraction:
    """Return how many times as fast as its own a media plays at the rate the document gives its pictures."""
    said: Rate | None = getattr(spec, "rate", None)
    if said is None or not info.pictures:
        return Fraction(1)
    facts = info.pictures[0]
    own = facts.frame_count / facts.duration_s if facts.is_vfr and facts.duration_s else facts.rate
    return said.fraction / own


def notes_about(media: Mapping[str, StudioMedia]) -> list[str]:
    """Return what a person should know of the media although it can be used: guesses, fields, variable rates."""
    notes: list[str] = []
    for name, each in media.items():
        if each.info is None:
            continue
        notes += [f"{name}: {warning}" for warning in each.info.warnings]
        for facts in each.info.pictures[:1]:
            if each.footage is not None and each.footage.fields.note:
                notes.append(f"{name}: {each.footage.fields.note}")
            notes += color_notes(name, each.spec, facts)
            if facts.is_vfr:
                notes.append(f"{name}: variable frame rate, conformed by presentation time")
    return notes
