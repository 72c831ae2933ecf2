"""The copy job: pictures that nothing touches, taken over as the packets they are in their source."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import JobContext, JobKind
from posthouse.delivery.colors import PQ
from posthouse.errors import InternalError
from posthouse.media.encoding import PictureEncoding  # noqa: TC001 - a field's type, kept at run time for job keys
from posthouse.media.splice.chunk import SourceStream, copy_run, prove_copy
from posthouse.media.splice.runs import RunFinder
from posthouse.pixels.light import measure_pq_light
from posthouse.signal import PictureLight
from posthouse.studio.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.signal import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyParams:
    """Pictures of a media, and the encoding of the chunks they are to join."""

    media: str
    stream: int
    first: int
    frames: int
    encoding: PictureEncoding


def run_copy(params: CopyParams, _inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write the packets of a run of pictures, and prove that they decode to what the source does."""
    shelf = Shelf.of(context)
    path, info = shelf.footage[params.media]
    index = shelf.library.picture_index(path, info, params.stream)
    run = RunFinder(index).run(params.first, params.first + params.frames)
    if run is None:
        raise InternalError(f"pictures from {params.first} on cannot be copied, and were planned to be")
    source = SourceStream(path=path, index=index, number=info.pictures[params.stream].stream, open_as=info.open_as)
    indices = range(run.first, run.end)

    def pictures() -> Iterator[Picture]:
        for place, picture in enumerate(shelf.pictures(params.media, indices, params.stream)):
            context.check_cancelled()
            yield picture
            context.report((place + 1) / params.frames)

    light = _light(shelf.pictures(params.media, indices, params.stream)) if _is_metered(params) else None
    copy_run(source, run, params.encoding, out, light=light)
    prove_copy(out, pictures())
    shelf.check_unchanged({params.media})


def _is_metered(params: CopyParams) -> bool:
    return params.encoding.format.transfer == PQ


def _light(pictures: Iterator[Picture]) -> PictureLight:
    return functools.reduce(PictureLight.joined, map(measure_pq_light, pictures))


WORDS = {"media": "the media's content", "first": "the source frames", "frames": "how long it is"}
COPY = JobKind(name="studio.copy", version="1", function=run_copy, suffix=".packets", words=WORDS)
