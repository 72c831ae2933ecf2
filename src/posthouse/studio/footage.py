"""The footage of a media: which stream, in what format, how its frames become pictures, and when each is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from posthouse.editorial import Raster
from posthouse.errors import ProductionError
from posthouse.media.facts import FieldOrder, OpenAs
from posthouse.media.reading import FieldReading, FilmReading, Reading, picture_count, rate_of
from posthouse.media.soft_pulldown import FILM_RATE, is_soft_pulldown
from posthouse.pixels.stack import InBetween
from posthouse.production.media_spec import AlphaMode, FileMediaSpec
from posthouse.signal import Family, Matrix
from posthouse.signal.acescct import ACESCCT
from posthouse.studio.coloring import chain_of
from posthouse.studio.interlace import AS_FRAMES, FieldPlan, plan_fields
from posthouse.timing import ConstantConform, Rate, TimedConform

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.media.facts import MediaInfo, PictureFacts
    from posthouse.media.library import MediaLibrary
    from posthouse.production.document import Document
    from posthouse.production.media_spec import MediaSpec
    from posthouse.signal import PictureFormat
    from posthouse.studio.sources import StudioMedia

SCENE_LIGHT = "linear"
"""What the document calls the light of a scene; images of it are kept by ACEScct's curve."""


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


def open_footage(media: StudioMedia, info: MediaInfo, document: Document, library: MediaLibrary) -> FootageSource:
    """Return the footage of a media that has pictures.

    Raises:
        ProductionError: it has no such stream, or pictures that cannot be used as the document has it.
    """
    spec = media.spec
    assert media.path is not None
    stream = _stream(spec, info, media.path)
    facts = info.pictures[stream]
    form = _with_alpha(_tagged(facts.format, spec), spec, media.path)
    _refuse_matrix(form, media.path)
    chain_of(document).check_source(form, media.path.name)
    fields = _fields(media, facts, stream, document, library)
    conform, rate = _conform(media, facts, stream, document, library, fields.reading)
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
    return replace(footage, by_field=_by_field(footage, media, facts, document, library))


def _stream(spec: MediaSpec, info: MediaInfo, path: Path) -> int:
    stream = (spec.picture_stream if isinstance(spec, FileMediaSpec) else None) or 0
    if stream >= len(info.pictures):
        hint = f"it has {len(info.pictures)}, counted from 0"
        raise ProductionError(f"{path.name} has no picture stream {stream}", hint=hint)
    return stream


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
    if said.get("transfer") == SCENE_LIGHT and form.transfer == ACESCCT:
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
