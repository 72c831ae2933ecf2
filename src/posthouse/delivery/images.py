"""Stills and picture sequences: written from RGB pictures, then opened again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.delivery.report import Check, DeliveryReport
from posthouse.media.images import read_head, read_samples, write_image
from posthouse.signal import Chroma, Family, Matrix, Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.delivery.spec import FramesSpec, StillSpec
    from posthouse.signal import Picture, PictureFormat

    Codes = NDArray[np.uint8] | NDArray[np.uint16]

DISPLAY_GAMMA = 2.4
"""ITU-R BT.1886, Annex 1: what a reference display makes of the codes, black at 0."""


def image_format(spec: StillSpec | FramesSpec, picture: PictureFormat) -> PictureFormat:
    """Return the format pictures must be rendered to for an image: full-range RGB, 16 bits for EXR."""
    width, height = spec.size or (picture.width, picture.height)
    return replace(
        picture,
        width=width,
        height=height,
        bit_depth=16 if spec.format == "exr" else spec.bits,
        family=Family.RGB,
        chroma=Chroma.C444,
        has_alpha=False,
        range=Range.FULL,
        matrix=Matrix.RGB,
    )


def write_picture(picture: Picture, out: Path) -> None:
    """Write an RGB picture; the suffix of ``out`` names the format.

    PNG gets the codes as they are, EXR the light of a BT.1886 display as half floats, white at 1.0.

    Raises:
        MediaError: the disk refuses.
    """
    codes = cast("Codes", np.stack(picture.planes, axis=-1))
    if out.suffix == ".exr":
        write_image(out, display_light(codes), depth="half")
    else:
        write_image(out, codes)


def display_light(codes: Codes) -> NDArray[np.float32]:
    """Return (y, x, channel) linear light 0..1 of full-range codes, as a BT.1886 display shows them."""
    largest = np.iinfo(codes.dtype).max
    table = (np.arange(largest + 1) / largest) ** DISPLAY_GAMMA
    return table.astype(np.float32)[codes]


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
        ),
    )


def _all(what: str, measured: set[str] | set[int], required: str | int) -> Check:
    """Return the check that a fact is the same in all files and what was asked for."""
    found = ", ".join(sorted(map(str, measured))) or "none"
    return Check(what=what, measured=found, required=str(required), is_met=found == str(required))
