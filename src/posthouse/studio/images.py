"""Stills and sequences: a chunk's stack rendered to R'G'B' and written as images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import JobContext, JobKind
from posthouse.delivery.images import verify_images, write_picture
from posthouse.pixels import Renderer, Stack
from posthouse.pixels.dither import Dither
from posthouse.signal import Picture, PictureFormat
from posthouse.studio.picture import ChunkSupplies
from posthouse.studio.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageParams:
    """What to render, and the kind of image to write."""

    stack: Stack
    frames: int
    canvas: PictureFormat
    suffix: str
    dither: Dither = Dither.GRADIENT


def run_images(params: ImageParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write one image for each frame into a folder, numbered from 0, and read them again."""
    out.mkdir(exist_ok=True)
    picture = Picture.empty(params.canvas)
    paths = [out / f"{frame:06}.{params.suffix}" for frame in range(params.frames)]
    with _supplies(params, inputs, context) as supplies:
        renderer = Renderer(supplies.settled(params.stack), params.canvas, supplies, params.dither)
        for frame, path in enumerate(paths):
            context.check_cancelled()
            renderer.render(frame, picture)
            write_picture(picture, path)
    verify_images(paths, params.canvas, out.name).raise_failures()
    supplies.check_unchanged()


def run_still(params: ImageParams, inputs: tuple[Path, ...], out: Path, context: JobContext) -> None:
    """Write one image, and read it again."""
    picture = Picture.empty(params.canvas)
    with _supplies(params, inputs, context) as supplies:
        Renderer(supplies.settled(params.stack), params.canvas, supplies, params.dither).render(0, picture)
    written = out.with_suffix(f".{params.suffix}")
    write_picture(picture, written)
    verify_images([written], params.canvas, out.name).raise_failures()
    supplies.check_unchanged()
    written.replace(out)


def _supplies(params: ImageParams, inputs: tuple[Path, ...], context: JobContext) -> ChunkSupplies:
    return ChunkSupplies(canvas=params.canvas, shelf=Shelf.of(context), grades=inputs, frames=params.frames)


IMAGES = JobKind(name="studio.images", version="2", function=run_images)
STILL = JobKind(name="studio.still", version="2", function=run_still)
