"""Every media of a production: found, probed, and told to each craft in its own words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.editorial import Raster, Source
from posthouse.errors import MediaError, PosthouseError, ProductionError
from posthouse.media.facts import FieldOrder, MediaInfo, OpenAs, PictureFacts
from posthouse.production.media_spec import FileMediaSpec, GeneratedMediaSpec, SequenceMediaSpec
from posthouse.signal import Matrix
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia
from posthouse.sound.sourcetime import SourceClock
from posthouse.timing import ConstantConform, Rate, Timecode, TimedConform

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from posthouse.media.library import MediaLibrary
    from posthouse.production.document import Document
    from posthouse.production.media_spec import MediaSpec
    from posthouse.production.production import Production
    from posthouse.signal import PictureFormat

    Complain = Callable[[str, PosthouseError], None]

PROBERS = 4
DISPLAY_TRANSFERS = frozenset(
    {
        "bt709",
        "smpte170m",
        "smpte240m",
        "bt470m",
        "bt470bg",
        "iec61966-2-1",
        "bt2020-10",
        "bt2020-12",
        "gamma22",
        "gamma28",
        "unknown",
        "unspecified",
        "reserved",
        "",
    }
)
"""Transfers a rec709 production takes as they are: all are shown on the same displays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageSource:
    """A media with pictures: what decoding, conforming and placing it takes."""

    key: str
    """Names its pictures in job parameters: the content digest, and how the file is opened where that matters."""
    stream: int
    format: PictureFormat
    raster: Raster
    conform: ConstantConform | TimedConform
    rate: Rate
    last_picture: int
    """The index of the last picture there is."""


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


def open_sources(production: Production, library: MediaLibrary, complain: Complain) -> dict[str, StudioMedia]:
    """Return every media of a production by name; what is wrong with one is told of it, and the others go on."""
    names = production.document.media
    with ThreadPoolExecutor(PROBERS) as probers:
        opened = [(name, probers.submit(_opened, name, production, library)) for name in names]
    found: dict[str, StudioMedia] = {}
    for name, future in opened:
        try:
            found[name] = future.result()
        except PosthouseError as error:
            complain(name, _placed(error, production, name))
    return found


def _placed(error: PosthouseError, production: Production, name: str) -> PosthouseError:
    if error.place is None:
        error.place = production.place_of(("media", name))
    return error


def _opened(name: str, production: Production, library: MediaLibrary) -> StudioMedia:
    spec = production.document.media[name]
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
    if isinstance(spec, SequenceMediaSpec):
        rate = spec.rate or document.format.rate
        return OpenAs(rate=rate.fraction, first_number=spec.first)
    if spec.raw is None:
        return None
    rate = spec.rate or document.format.rate
    return OpenAs(rate=rate.fraction, raw_size=spec.raw.size, raw_pixel_format=spec.raw.pixel_format)


def _with_footage(media: StudioMedia, info: MediaInfo, document: Document, library: MediaLibrary) -> StudioMedia:
    spec = media.spec
    assert media.path is not None
    stream = (spec.picture_stream if isinstance(spec, FileMediaSpec) else None) or 0
    if stream >= len(info.pictures):
        hint = f"it has {len(info.pictures)}, counted from 0"
        raise ProductionError(f"{media.path.name} has no picture stream {stream}", hint=hint)
    facts = info.pictures[stream]
    form = _tagged(facts.format, spec)
    _refuse_matrix(form, media.path)
    _refuse_hdr(form, media.path)
    conform, rate = _conform(media, facts, stream, document, library)
    is_held = facts.frame_count == 1 and info.kind == "still"
    footage = FootageSource(
        key=_key(info),
        stream=stream,
        format=form,
        raster=_raster(facts, spec),
        conform=conform,
        rate=rate,
        last_picture=facts.frame_count - 1,
    )
    editorial = Source(
        rate=rate,
        grid_frames=None if is_held else conform.grid_frames,
        start_timecode=_start(spec, info, rate),
        raster=footage.raster,
    )
    return replace(media, footage=footage, editorial=editorial)


def _key(info: MediaInfo) -> str:
    return info.digest if info.open_as == OpenAs() else f"{info.digest} {info.open_as!r}"


def _tagged(form: PictureFormat, spec: MediaSpec) -> PictureFormat:
    """Return the format with what the document says in place of the file's own tags."""
    color = getattr(spec, "color", None)
    if color is None:
        return form
    said = {name: value for name, value in color.model_dump().items() if value is not None}
    return replace(form, **said)


def _refuse_matrix(form: PictureFormat, path: Path) -> None:
    if form.matrix in {Matrix.ICTCP, Matrix.OTHER}:
        named = "ICtCp" if form.matrix is Matrix.ICTCP else "a matrix posthouse does not work out"
        hint = "convert it to BT.2020 Y'CbCr first; if its tag is wrong, say color: {matrix: bt2020}"
        raise ProductionError(f"{path.name} is coded in {named}", hint=hint)


def _refuse_hdr(form: PictureFormat, path: Path) -> None:
    if form.transfer in DISPLAY_TRANSFERS:
        return
    raise ProductionError(
        f"{path.name} is tagged {form.transfer}, which a rec709 production cannot show as it is",
        hint="if its code values are to be taken for display-coded ones, say color: {transfer: bt709}",
    )


def _raster(facts: PictureFacts, spec: MediaSpec) -> Raster:
    turn = spec.rotate if isinstance(spec, FileMediaSpec) and spec.rotate is not None else facts.rotation_degrees
    return Raster(
        width=facts.format.width,
        height=facts.format.height,
        sample_aspect=facts.sample_aspect,
        quarter_turns=turn // 90,
        is_mirrored=facts.is_mirrored,
    )


def _conform(
    media: StudioMedia, facts: PictureFacts, stream: int, document: Document, library: MediaLibrary
) -> tuple[ConstantConform | TimedConform, Rate]:
    """Return how grid frames find their pictures: by the document's rate, the file's, or each picture's own time."""
    said = getattr(media.spec, "rate", None)
    grid = document.format.rate
    if said is not None or not facts.is_vfr:
        rate = said or Rate(facts.rate)
        return ConstantConform(source_rate=rate, grid_rate=grid, pictures=facts.frame_count), rate
    assert media.path is not None
    assert media.info is not None
    index = library.picture_index(media.path, media.info, stream)
    ticks = [int(tick) for tick in index.shown_ticks]
    conform = TimedConform(
        times_ticks=tuple(ticks[:-1]), end_ticks=ticks[-1], tick_seconds=index.tick_base, grid_rate=grid
    )
    return conform, Rate(facts.rate)


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
    source = media.editorial
    start = source.start_timecode if source else None
    clock = SourceClock(
        rate=source.rate if source else None,
        start_frame=start.frame_count if start else 0,
        is_drop_frame=start.is_drop_frame if start else False,
    )
    return FileSound.from_info(info, stream=stream, clock=clock)


def notes_about(media: Mapping[str, StudioMedia]) -> list[str]:
    """Return what a person should know of the media although it can be used: guesses, fields, variable rates."""
    notes: list[str] = []
    for name, each in media.items():
        if each.info is None:
            continue
        notes += [f"{name}: {warning}" for warning in each.info.warnings]
        for facts in each.info.pictures[:1]:
            if facts.field_order in {FieldOrder.TOP, FieldOrder.BOTTOM}:
                notes.append(f"{name}: interlaced, {facts.field_order} field first; its frames are used as they are")
            said = getattr(each.spec, "rate", None)
            if said is not None and each.heard is not None and said.fraction != facts.rate:
                notes.append(
                    f"{name}: its pictures play at {said} fps, not {facts.rate}; its sound keeps its own speed"
                )
            if facts.is_vfr:
                notes.append(f"{name}: variable frame rate, conformed by presentation time")
    return notes
