"""Stills and picture sequences: written from RGB pictures, then opened again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.delivery.colors import colored, is_hdr
from posthouse.delivery.image_color import exr_metadata, image_light, png_metadata, said_color, wanted_color
from posthouse.delivery.report import Check, DeliveryReport
from posthouse.errors import ProductionError
from posthouse.media.images import read_head, read_samples, write_image
from posthouse.signal import Chroma, Family, Matrix, Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.delivery.spec import FramesSpec, StillSpec
    from posthouse.signal import Picture, PictureFormat

    Codes = NDArray[np.uint8] | NDArray[np.uint16]
HDR_BITS = 10


def image_format(spec: StillSpec | FramesSpec, picture: PictureFormat) -> PictureFormat:
    """Return the format pictures must be rendered to for an image: full-range RGB, 16 bits for EXR.

    Raises:
        ProductionError: HDR codes in 8 bits (BT.2100-2, table 9).
    """
    width, height = spec.size or (picture.width, picture.height)
    wanted, bits = colored(picture, spec.color), 16 if spec.format == "exr" else spec.bits
    if is_hdr(wanted) and bits < HDR_BITS:
        hint = "write bits: 16, or color: rec709"
        raise ProductionError(f"{spec.format} of {bits} bits is too coarse for HDR", hint=hint)
    return replace(
        wanted,
        width=width,
        height=height,
        bit_depth=bits,
        family=Family.RGB,
        chroma=Chroma.C444,
        has_alpha=False,
        range=Range.FULL,
        matrix=Matrix.RGB,
    )


def write_picture(picture: Picture, out: Path) -> None:
    """Write an RGB picture; the suffix of ``out`` names the format.

    PNG gets the codes as they are, EXR their light as half floats; both say their color where it is not BT.709.

    Raises:
        MediaError: the disk refuses.
    """
    codes = cast("Codes", np.stack(picture.planes, axis=-1))
    if out.suffix == ".exr":
        write_image(out, image_light(codes, picture.format), depth="half", metadata=exr_metadata(picture.format))
    else:
        write_image(out, codes, metadata=png_metadata(picture.format))


def sequence_path(folder: Path, name: str, number: int, suffix: str) -> Path:
    """Return the place of one picture of a sequence: ``NAME.1001.png``."""
    return folder / f"{name}.{number:04}.{suffix}"


def verify_images(paths: Sequence[Path], wanted: PictureFormat, name: str) -> DeliveryReport:
    """Decode every image again and return the checks: all there, their size, their depth.

    Raises:
        MediaError: one does not decode.
    """
    present = [path for path in paths if path.exists()]
    heads = [read_head(path) for path in present]
    for path in present:
        read_samples(path)
    sizes = {f"{head.width}x{head.height}" for head in heads}
    depths = {head.bits for head in heads}
    return DeliveryReport(
        file=name,
        is_full=True,
        checks=(
            _all("images", {len(present)}, len(paths)),
            _all("size", sizes, f"{wanted.width}x{wanted.height}"),
            _all("bits", depths, wanted.bit_depth),
            _all(
                "color",
                {said_color(path, head) for path, head in zip(present, heads, strict=True)},
                wanted_color(wanted, paths[0]),
            ),
        ),
    )


def _all(what: str, measured: set[str] | set[int], required: str | int) -> Check:
    """Return the check that a fact is the same in all files and what was asked for."""
    found = ", ".join(sorted(map(str, measured))) or "none"
    return Check(what=what, measured=found, required=str(required), is_met=found == str(required))
