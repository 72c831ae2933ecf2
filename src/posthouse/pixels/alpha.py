"""Colors times alpha: what a filter must see, so that what is clear bleeds into nothing.

A clear pixel still holds some color, often a loud one. Filtered as it is, it shows as a fringe around the picture;
multiplied by alpha first (T. Porter and T. Duff, "Compositing digital images", SIGGRAPH 1984), it has none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from posthouse.pixels.sites import DOWN_TAPS, Step, grid_of
from posthouse.signal import Family, Picture, PictureFormat, Range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from posthouse.signal.picture import Plane

WHOLE = 65535
_MIDDLE = 32768
_FAINT = 1 / 4096
"""Filtered alpha below this is none."""


def premultiplied(picture: Picture) -> Picture:
    """Return a picture with alpha as 16-bit codes times alpha; one without, or already so, as it is."""
    form = picture.format
    if not form.has_alpha or form.is_multiplied:
        return picture
    *colors, alpha = picture.planes
    cover = alpha.astype(np.float32) * np.float32(1 / ((1 << form.bit_depth) - 1))
    small = _at_chroma(cover, form)
    planes: list[NDArray[np.uint16]] = []
    for index, plane in enumerate(colors):
        is_chroma = form.family is Family.YUV and index in {1, 2}
        zero = np.float32(_MIDDLE if is_chroma else _black(form))
        codes = plane.astype(np.float32) * np.float32(_factor(form)) + np.float32(_addend(form, is_chroma=is_chroma))
        planes.append(_rounded(zero + (codes - zero) * (small if is_chroma else cover)))
    planes.append(_rounded(cover * np.float32(WHOLE)))
    return Picture(
        format=replace(form, bit_depth=16, is_multiplied=True),
        planes=tuple(cast("Plane", plane) for plane in planes),
    )


def without_alpha(picture: Picture, form: PictureFormat) -> Picture:
    """Return a picture as a format that differs in tags, and may leave its alpha out."""
    return Picture(format=form, planes=picture.planes[: len(form.plane_shapes())])


def _factor(form: PictureFormat) -> float:
    """Return what widens codes to 16 bits of the same range."""
    return WHOLE / ((1 << form.bit_depth) - 1) if form.range is Range.FULL else float(1 << (16 - form.bit_depth))


def _addend(form: PictureFormat, *, is_chroma: bool) -> float:
    """Return what keeps the middle of chroma in the middle."""
    return _MIDDLE - _factor(form) * (1 << (form.bit_depth - 1)) if is_chroma else 0.0


def _black(form: PictureFormat) -> float:
    return 4096.0 if form.range is Range.NARROW else 0.0


def signed_planes(
    picture: Picture,
) -> tuple[list[tuple[NDArray[np.float32], NDArray[np.float32]]], NDArray[np.float32]]:
    """Return each color plane of a multiplied picture with 0 for none, beside its alpha; and alpha itself, 0..1."""
    form = picture.format
    *colors, alpha = picture.planes
    cover = alpha.astype(np.float32) * np.float32(1 / ((1 << form.bit_depth) - 1))
    small = _at_chroma(cover, form)
    pairs = []
    for index, plane in enumerate(colors):
        is_chroma = form.family is Family.YUV and index in {1, 2}
        added = np.float32(_addend(form, is_chroma=is_chroma) - zero_code(form, index))
        pairs.append((plane.astype(np.float32) * np.float32(_factor(form)) + added, small if is_chroma else cover))
    return pairs, cover


def kept_within(color: NDArray[np.float32], cover: NDArray[np.float32], zero: float) -> NDArray[np.uint16]:
    """Return a filtered color as 16-bit codes, its overshoots cut as those of its alpha are: neither rings alone."""
    part = np.where(cover > _FAINT, np.clip(cover, 0, 1) / np.maximum(cover, np.float32(_FAINT)), np.float32(0))
    return _rounded(color * part + np.float32(zero))


def zero_code(form: PictureFormat, plane: int) -> float:
    """Return the 16-bit code of no color in a plane."""
    return _MIDDLE if form.family is Family.YUV and plane in {1, 2} else _black(form)


def _rounded(codes: NDArray[np.float32]) -> NDArray[np.uint16]:
    whole: NDArray[np.uint16] = np.clip(np.floor(codes + np.float32(0.5)), 0, WHOLE).astype(np.uint16)
    return whole


def _at_chroma(cover: NDArray[np.float32], form: PictureFormat) -> NDArray[np.float32]:
    """Return alpha at the picture's own chroma sites."""
    if form.family is not Family.YUV:
        return cover
    grid = grid_of(form.chroma, form.siting)
    return _lowered(_lowered(cover, grid.down).T, grid.across).T


def _lowered(plane: NDArray[np.float32], step: Step) -> NDArray[np.float32]:
    if step is Step.EVERY:
        return plane
    last, even = plane.shape[0] - 1, np.arange(0, plane.shape[0], 2)
    lowered = np.zeros((even.size, plane.shape[1]), np.float32)
    for offset, weight in DOWN_TAPS[step]:
        lowered += plane[np.clip(even + offset, 0, last)] * np.float32(weight)
    return lowered
