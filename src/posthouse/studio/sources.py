"""Every media of a production: found, probed, and told to each craft in its own words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from posthouse.editorial import Raster, Source
from posthouse.errors import MediaError, PosthouseError, ProductionError
from posthouse.media.facts import FieldOrder, MediaInfo, OpenAs, PictureFacts
from posthouse.media.reading import FieldReading, FilmReading, Reading, picture_count, rate_of
from posthouse.media.soft_pulldown import FILM_RATE, is_soft_pulldown
from posthouse.media.suffixes import STILL_SUFFIXES
from posthouse.pixels.stack import InBetween
from posthouse.production.media_spec import AlphaMode, FileMediaSpec, GeneratedMediaSpec, SequenceMediaSpec
from posthouse.signal import Family, Matrix
from posthouse.sound.heard import FileSound, GeneratedSound, HeardMedia
from posthouse.sound.sourcetime import SourceClock
from posthouse.studio.coloring import chain_of, color_notes
from posthouse.studio.interlace import AS_FRAMES, FieldPlan, plan_fields
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
SCENE_LIGHT, SCENE_TRANSFER = "linear", "acescct"
"""What the document calls the light of a scene, and the curve that images of it are kept by."""


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
    fields: FieldPlan = AS_FRAMES
    """How the frames become the pictures that are counted."""
    by_field: FootageSource | None = None
    """The same with a picture for every field, for interlaced deliverables; None where a frame is one picture."""
    in_between: InBetween = InBetween.NEAREST
    """What is shown between two pictures, where a shot does not say."""


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
    spec = media.spec
    assert media.path is not None
    stream = (spec.picture_stream if isinstance(spec, FileMediaSpec) else None) or 0
    if stream >= len(info.pictures):
        hint = f"it has {len(info.pictures)}, counted from 0"
        raise ProductionError(f"{media.path.name} has no picture stream {stream}", hint=hint)
    facts = info.pictures[stream]
    form = _with_alpha(_tagged(facts.format, spec), spec, media.path)
    _refuse_matrix(form, media.path)
    chain_of(document).check_source(form, media.path.name)
    fields = _fields(media, facts, stream, document, library)
    conform, rate = _conform(media, facts, stream, document, library, fields.reading)
    is_held = facts.frame_count == 1 and info.kind == "still"
    footage = FootageSource(
        key=_key(info),
        stream=stream,
        format=form,
        raster=_raster(facts, spec),
        conform=conform,
        rate=rate,
        last_picture=picture_count(fields.reading, facts.frame_count) - 1,
        fields=fields,
        in_between=getattr(spec, "frames", None) or InBetween.NEAREST,
    )
    footage = replace(footage, by_field=_by_field(footage, media, facts, document, library))
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
    said = color.tags()
    if form.family is Family.RGB:
        said.pop("matrix", None)
    if said.get("transfer") == SCENE_LIGHT and form.transfer == SCENE_TRANSFER:
        del said["transfer"]  # the floats were kept by a curve that is undone where they are converted
    return replace(form, **said)


def _with_alpha(form: PictureFormat, spec: MediaSpec, path: Path) -> PictureFormat:
    """Return the format with what the document says of its alpha."""
    said = getattr(spec, "alpha", None)
    if said is None:
        return form
    if not form.has_alpha:
        raise ProductionError(f"{path.name} has no alpha", hint="take alpha: out")
    if said is AlphaMode.IGNORE:
        return replace(form, has_alpha=False)
    return replace(form, is_multiplied=said is AlphaMode.PREMULTIPLIED)


def _refuse_matrix(form: PictureFormat, path: Path) -> None:
    if form.matrix in {Matrix.ICTCP, Matrix.OTHER}:
        named = "ICtCp" if form.matrix is Matrix.ICTCP else "a matrix posthouse does not work out"
        hint = "convert it to BT.2020 Y'CbCr first; if its tag is wrong, say color: {matrix: bt2020}"
        raise ProductionError(f"{path.name} is coded in {named}", hint=hint)


def _raster(facts: PictureFacts, spec: MediaSpec) -> Raster:
    turn = spec.rotate if isinstance(spec, FileMediaSpec) and spec.rotate is not None else facts.rotation_degrees
    return Raster(
        width=facts.format.width,
        height=facts.format.height,
        sample_aspect=facts.sample_aspect,
        quarter_turns=turn // 90,
        is_mirrored=facts.is_mirrored,
    )


def _fields(
    media: StudioMedia, facts: PictureFacts, stream: int, document: Document, library: MediaLibrary
) -> FieldPlan:
    assert media.path is not None
    assert media.info is not None
    path, info = media.path, media.info
    spec = media.spec.fields if isinstance(media.spec, FileMediaSpec) else None
    if facts.is_vfr and is_soft_pulldown(library.picture_index(path, info, stream)):
        return FieldPlan(note=f"pulldown by flags only: its pictures are taken at {Rate(FILM_RATE)}")
    return plan_fields(spec, facts, document.format.rate.fraction, lambda: library.field_story(path, info, stream))


def _by_field(
    footage: FootageSource, media: StudioMedia, facts: PictureFacts, document: Document, library: MediaLibrary
) -> FootageSource | None:
    plan = footage.fields
    if plan.take not in {"auto", "keep"} or plan.order is FieldOrder.PROGRESSIVE:
        return None
    reading = FieldReading(order=plan.order, is_double=True)
    conform, _ = _conform(media, facts, footage.stream, document, library, reading)
    last = picture_count(reading, facts.frame_count) - 1
    return replace(footage, conform=conform, last_picture=last, fields=replace(plan, reading=reading))


def _conform(
    media: StudioMedia,
    facts: PictureFacts,
    stream: int,
    document: Document,
    library: MediaLibrary,
    reading: Reading | None,
) -> tuple[ConstantConform | TimedConform, Rate]:
    """Return how grid frames find their pictures: by the document's rate, the file's, or each picture's own time.

    The rate returned is that of the file's frames, which its timecode counts, whatever pictures are made of them.
    """
    said = getattr(media.spec, "rate", None)
    grid = document.format.rate
    assert media.path is not None
    assert media.info is not None
    index = library.picture_index(media.path, media.info, stream) if facts.is_vfr and said is None else None
    if index is None or is_soft_pulldown(index) or isinstance(reading, FilmReading):
        rate = said or Rate(FILM_RATE if index is not None and is_soft_pulldown(index) else facts.rate)
        pictures = picture_count(reading, facts.frame_count)
        shown_at = Rate(rate_of(reading, rate.fraction))
        return ConstantConform(source_rate=shown_at, grid_rate=grid, pictures=pictures), rate
    steps = picture_count(reading, 1)
    ticks = [int(tick) * steps for tick in index.shown_ticks]
    if steps > 1:
        between = [(tick + after) // steps for tick, after in pairwise(ticks)]
        ticks = [*(each for pair in zip(ticks, between, strict=False) for each in pair), ticks[-1]]
    conform = TimedConform(
        times_ticks=tuple(ticks[:-1]), end_ticks=ticks[-1], tick_seconds=index.tick_base / steps, grid_rate=grid
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
    heard = FileSound.from_info(info, stream=stream, clock=clock, tempo=_tempo(spec, info))
    return replace(heard, pitch=spec.pitch) if isinstance(spec, FileMediaSpec) else heard


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
