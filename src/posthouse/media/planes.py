"""An FFmpeg frame as a Picture: each plane is a view on the frame's memory, or its codes moved into place.

No code value is changed on the way: what lies high in a word is moved down, bytes are put in this machine's order, and
colors of fewer than 8 bits are widened to the whole scale. ``layouts`` says where everything lies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from posthouse.errors import MediaError
from posthouse.media.layouts import Layout, Lies, layout_of
from posthouse.signal import Picture

if TYPE_CHECKING:
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane

    from posthouse.signal import PictureFormat
    from posthouse.signal.picture import Plane

Codes = NDArray[Any]


def picture_of(frame: VideoFrame, picture_format: PictureFormat) -> Picture:
    """Return a Picture of a frame's codes; it keeps the frame's memory alive.

    Raises:
        MediaError: the frame's size or layout is not the stream's.
    """
    layout = layout_of(frame.format.name)
    is_same_size = (frame.width, frame.height) == (picture_format.width, picture_format.height)
    if not is_same_size or not _is_laid_out(layout, picture_format):
        raise MediaError(
            f"the picture changes to {frame.width}x{frame.height} {frame.format.name} inside the file",
            hint="split the file where its format changes",
        )
    if layout.is_palette:
        return Picture(format=picture_format, planes=_palette_planes(frame))
    raw = [_lines(plane, layout) for plane in frame.planes]
    shapes = picture_format.plane_shapes()
    planes = (_codes(raw[lies.plane], lies, shape, layout) for lies, shape in zip(layout.lies, shapes, strict=True))
    if layout.luma_items:
        _, *chroma = planes
        return Picture(format=picture_format, planes=(_grouped(raw[0], layout, shapes[0]), *chroma))
    return Picture(format=picture_format, planes=tuple(planes))


def _is_laid_out(layout: Layout, form: PictureFormat) -> bool:
    """Return whether pictures of a format can be laid out so."""
    ours = layout.family, layout.bit_depth, layout.chroma, layout.has_alpha
    return ours == (form.family, form.bit_depth, form.chroma, form.has_alpha)


def _lines(plane: VideoPlane, layout: Layout) -> Codes:
    """Return (line, item) the items of a plane, padding and all."""
    kind = np.dtype(layout.item)
    lines = np.frombuffer(cast("bytes", plane), kind).reshape(-1, abs(plane.line_size) // kind.itemsize)
    return lines[::-1] if plane.line_size < 0 else lines


def _codes(raw: Codes, lies: Lies, shape: tuple[int, int], layout: Layout) -> Plane:
    height, width = shape
    if layout.is_bits:
        return _from_bits(raw[:height], lies, width, is_inverted=layout.is_inverted)
    codes = raw[:height, lies.first :: lies.step][:, :width]
    kind = np.uint8 if layout.bit_depth == 8 else np.uint16
    is_whole = raw.dtype.itemsize == np.dtype(kind).itemsize and lies.bits in {8 * raw.dtype.itemsize, layout.bit_depth}
    if lies.shift or not is_whole:
        codes = (codes >> lies.shift) & ((1 << lies.bits) - 1)
    return cast("Plane", _widened(codes, lies.bits, layout.bit_depth).astype(kind, copy=False))


def _widened(codes: Codes, bits: int, bit_depth: int) -> Codes:
    """Return codes of fewer bits stretched over the whole scale, nearest: only screens' formats under 8 bits."""
    if bits == bit_depth:
        return codes
    top, most = (1 << bits) - 1, (1 << bit_depth) - 1
    return (codes.astype(np.uint32) * most + top // 2) // top


def _from_bits(raw: Codes, lies: Lies, width: int, *, is_inverted: bool) -> Plane:
    """Return pixels of a few bits, the first in a byte's highest bits."""
    count = 8 // lies.step
    shifts = np.arange(count - 1, -1, -1, dtype=np.uint8) * np.uint8(lies.step) + np.uint8(lies.shift)
    apart = (raw[:, :, np.newaxis] >> shifts) & np.uint8((1 << lies.bits) - 1)
    codes = _widened(apart.reshape(raw.shape[0], -1)[:, :width], lies.bits, 8).astype(np.uint8)
    return 255 - codes if is_inverted else codes


def _grouped(raw: Codes, layout: Layout, shape: tuple[int, int]) -> Plane:
    """Return luma that lies at uneven steps, group by group."""
    height, width = shape
    step = layout.lies[0].step
    groups = raw[:height, : raw.shape[1] // step * step].reshape(height, -1, step)
    return cast("Plane", groups[:, :, layout.luma_items].reshape(height, -1)[:, :width])


def _palette_planes(frame: VideoFrame) -> tuple[Plane, ...]:
    """Return R, G, B and alpha of a picture of indices into a palette of 32-bit ARGB words."""
    indices = np.frombuffer(cast("bytes", frame.planes[0]), np.uint8).reshape(-1, abs(frame.planes[0].line_size))
    colors = np.frombuffer(cast("bytes", frame.planes[1]), np.uint32)[:256]
    shown = colors[indices[: frame.height, : frame.width]]
    return tuple(((shown >> shift) & 255).astype(np.uint8) for shift in (16, 8, 0, 24))
