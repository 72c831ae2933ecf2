"""Single images as media: one picture that may be held for as long as wanted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.errors import MediaError
from posthouse.media.facts import FieldOrder, MediaInfo, MediaKind, OpenAs, PictureFacts
from posthouse.media.images import read_head, read_samples, write_image
from posthouse.media.suffixes import STILL_SUFFIXES
from posthouse.media.tags import PRIMARIES, TRANSFERS
from posthouse.signal import Chroma, Family, Matrix, Picture, PictureFormat, Range
from posthouse.signal.acescct import ACESCCT, encode_acescct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.media.images import ImageHead, Samples
    from posthouse.signal.picture import Plane

__all__ = ["STILL_SUFFIXES", "display_codes", "probe_still", "read_float_image", "read_still", "write_image"]

STILL_RATE = Fraction(24)
"""A still has no rate of its own; the production gives one."""
FLOAT_TRANSFER = "iec61966-2-1"
"""Scene-linear images become display codes by the sRGB curve: what an EXR viewer shows."""
_ORIENTATIONS = {
    1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True),
    5: (270, True), 6: (90, False), 7: (90, True), 8: (270, False),
}  # fmt: skip
"""EXIF orientation as (clockwise degrees, mirrored first), TIFF 6.0 tag 274."""


def probe_still(path: Path, open_as: OpenAs | None = None) -> MediaInfo:
    """Return the facts of an image: a media of one picture. Its digest is left to the library.

    Raises:
        MediaError: it is missing or no image.
    """
    head = read_head(path)
    rate = (open_as.rate if open_as else None) or STILL_RATE
    return MediaInfo(
        kind=MediaKind.STILL,
        container=head.file_format,
        byte_count=path.stat().st_size,
        digest="",
        pictures=(still_facts(head, rate, is_scene_linear=bool(open_as and open_as.is_scene_linear)),),
        duration_s=1 / rate,
        start_timecode=head.timecode,
        start_timecode_from="picture" if head.timecode else "",
        open_as=open_as or OpenAs(),
    )


def still_facts(
    head: ImageHead, rate: Fraction, frame_count: int = 1, *, is_scene_linear: bool = False
) -> PictureFacts:
    """Return the picture facts of images of one kind."""
    rotation_degrees, is_mirrored = _ORIENTATIONS.get(head.orientation, (0, False))
    return PictureFacts(
        stream=0,
        codec=head.file_format,
        profile=head.compression,
        codec_tag="",
        pixel_format=f"{'float' if head.is_float else 'int'}{head.bits}x{head.channels}",
        coded_width=head.width,
        coded_height=head.height,
        format=still_format(head, is_scene_linear=is_scene_linear),
        guessed=() if head.cicp else ("primaries", "transfer"),
        sample_aspect=Fraction(head.pixel_aspect).limit_denominator(1000),
        rate=rate,
        is_vfr=False,
        frame_count=frame_count,
        start_s=Fraction(0),
        duration_s=frame_count / rate,
        rotation_degrees=rotation_degrees,
        is_mirrored=is_mirrored,
        field_order=FieldOrder.PROGRESSIVE,
    )


def still_format(head: ImageHead, *, is_scene_linear: bool = False) -> PictureFormat:
    """Return the format an image's picture has: full-range RGB or grey; floats become 16 bits."""
    primaries, transfer = head.cicp[:2] if head.cicp else (0, 0)
    floats_as = ACESCCT if head.is_float and is_scene_linear else FLOAT_TRANSFER
    return PictureFormat(
        width=head.width,
        height=head.height,
        bit_depth=16 if head.is_float else max(head.bits, 8),
        family=Family.GREY if head.channels <= 2 else Family.RGB,
        chroma=Chroma.C444,
        has_alpha=head.channels in {2, 4},
        range=Range.FULL,
        matrix=Matrix.RGB,
        primaries=PRIMARIES.get(primaries, "bt709"),
        transfer=TRANSFERS.get(transfer, floats_as),
    )


def read_still(path: Path, info: MediaInfo) -> Picture:
    """Return an image as RGB or grey planes, straight alpha; integers stay exact.

    Floats (EXR, HDR) are taken as display light and coded by the sRGB curve, clipped at white; those that the document
    says are scene light (``OpenAs.is_scene_linear``) by a curve that keeps them up to 222.

    Raises:
        MediaError: it is damaged, or not of the size and depth ``info`` says.
    """
    head, samples = read_samples(path)
    expected = info.pictures[0].format
    if still_format(head, is_scene_linear=info.open_as.is_scene_linear) != expected:
        raise MediaError(
            f"{path} is {head.width}x{head.height} with {head.channels} channels of {head.bits} bits, unlike the first",
            hint="all images of a sequence must be of one size and depth",
        )
    codes = display_codes(_unmultiplied(samples), expected.transfer) if head.is_float else samples
    planes = tuple(cast("Plane", codes[:, :, channel]) for channel in range(codes.shape[2]))
    return Picture(format=expected, planes=planes)


def still_pictures(path: Path, info: MediaInfo, indices: Sequence[int]) -> Iterator[Picture]:
    """Yield the image once per index, whatever the index: a still may be held for any time."""
    picture = read_still(path, info)
    for _ in indices:
        yield picture


def read_float_image(path: Path) -> tuple[NDArray[np.float32], MediaInfo]:
    """Return (y, x, channel) float32 and the facts: floats as stored (EXR: scene-linear, multiplied by alpha), integers
    divided by their largest code.

    Raises:
        MediaError: it is missing, damaged or no image.
    """
    head, samples = read_samples(path)
    if not head.is_float:
        samples = samples.astype(np.float32) / np.float32((1 << max(head.bits, 8)) - 1)
    return samples.astype(np.float32, copy=False), probe_still(path)


def display_codes(linear: NDArray[np.float32], transfer: str = FLOAT_TRANSFER) -> NDArray[np.uint16]:
    """Return light as 16-bit display codes, clipped to 0..1; a fourth (or second) channel, alpha, is only scaled.

    Args:
        linear: (y, x, channel) display light, white at 1; not-a-number becomes black.
        transfer: "iec61966-2-1" (IEC 61966-2-1 sRGB), "acescct" (scene light, not clipped at 1), or any other, coded by
            BT.1886's inverse, power 1/2.4.
    """
    if transfer == ACESCCT:
        return _scene_codes(linear)
    # In float64: float32 powers differ from processor to processor, and a code value must not.
    light = np.clip(np.nan_to_num(linear.astype(np.float64), nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    if transfer == "iec61966-2-1":
        coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    else:
        coded = light ** (1 / 2.4)
    if linear.shape[2] in {2, 4}:
        coded[:, :, -1] = light[:, :, -1]
    return np.rint(coded * 65535.0).astype(np.uint16)


def _scene_codes(linear: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return scene light as 16-bit codes of ACEScct's curve, of which 0..1 hold -0.007 to 222; alpha is only scaled."""
    light = np.nan_to_num(linear.astype(np.float64), nan=0.0, posinf=65504.0, neginf=0.0)
    coded = encode_acescct(light)
    if linear.shape[2] in {2, 4}:
        coded[:, :, -1] = light[:, :, -1]
    return np.rint(np.clip(coded, 0.0, 1.0) * 65535.0).astype(np.uint16)


def _unmultiplied(samples: Samples) -> NDArray[np.float32]:
    """Return colors divided by alpha where there is any (EXR stores them multiplied)."""
    pixels = samples.astype(np.float32, copy=False)
    if pixels.shape[2] not in {2, 4}:
        return pixels
    alpha = pixels[:, :, -1:]
    colors = np.divide(pixels[:, :, :-1], alpha, out=pixels[:, :, :-1].copy(), where=alpha > 0)
    return np.concatenate([colors, alpha], axis=2)
