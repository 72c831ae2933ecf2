"""The one border to OpenImageIO: images read and written whole, as (y, x, channel) arrays."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import numpy as np
import OpenImageIO as oiio  # noqa: N813  # its own documentation calls it so
from numpy.typing import NDArray

from posthouse.errors import MediaError
from posthouse.media.border import check_file
from posthouse.media.jpeg_base import base_image_file
from posthouse.media.limits import MAX_PIXELS
from posthouse.media.png_check import check_png, png_color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Samples = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32]
Depth = Literal["8", "10", "16", "half", "float"]
Metadata = tuple[tuple[str, "str | float | tuple[int, ...] | tuple[float, ...]"], ...]

oiio.attribute("limits:imagesize_MB", 8192)
oiio.attribute("limits:channels", 64)

_ORDER = {"R": 0, "G": 1, "B": 2, "A": 3}
_CHANNEL_NAMES = {1: ("Y",), 2: ("Y", "A"), 3: ("R", "G", "B"), 4: ("R", "G", "B", "A")}
_TYPES = {"8": "uint8", "10": "uint16", "16": "uint16", "half": "half", "float": "float"}
_ARRAY_DEPTHS: dict[str, Depth] = {"uint8": "8", "uint16": "16", "float32": "float"}
_FITTING = {
    ".png": {"8", "16"}, ".tif": {"8", "16", "float"}, ".tiff": {"8", "16", "float"}, ".exr": {"half", "float"},
    ".dpx": {"8", "10", "16"}, ".jpg": {"8"}, ".jpeg": {"8"},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageHead:
    """What an image file says of itself."""

    file_format: str
    width: int
    height: int
    channels: int
    bits: int
    is_float: bool
    is_linear: bool
    orientation: int
    """EXIF orientation, 1 to 8 (TIFF 6.0, tag 274)."""
    pixel_aspect: float
    compression: str
    chromaticities: tuple[float, ...]
    timecode: str
    cicp: tuple[int, int, int, int] | None = None
    """Primaries, transfer, matrix and full-range flag by ITU-T H.273, where a PNG says them."""


def read_head(path: Path) -> ImageHead:
    """Return what an image says of itself.

    Raises:
        MediaError: it is missing, no image, or larger than any picture.
    """
    with _opened(path) as image:
        return _head(path, image)


def read_samples(path: Path) -> tuple[ImageHead, Samples]:
    """Return an image's head and its (y, x, channel) samples over the display window, colors not multiplied by alpha.

    Integers come as stored (10 bits in the low bits of uint16), floats as float32. Channels are grey, grey and alpha,
    RGB or RGBA; other channels of an EXR are left out.

    Raises:
        MediaError: as ``read_head``, or its data is damaged or cut short.
    """
    with _opened(path) as image:
        head, spec = _head(path, image), image.spec()
        kind = "float" if head.is_float else ("uint8" if head.bits <= 8 else "uint16")
        samples = image.read_image(0, 0, 0, spec.nchannels, kind)
        if samples is None:
            raise _refused(path, _said(image.geterror))
    samples = np.asarray(samples).reshape(spec.height, spec.width, spec.nchannels)[:, :, _picked(spec)]
    samples = _over_display_window(samples, spec)
    if not head.is_float and 8 < head.bits < 16:
        samples = np.right_shift(samples, 16 - head.bits, dtype=np.uint16, casting="unsafe")
    return head, samples


def write_image(path: Path, pixels: Samples, *, depth: Depth | None = None, metadata: Metadata = ()) -> None:
    """Write an image, whole or not at all.

    Args:
        path: its suffix names the format: .png .tif .tiff .exr .dpx .jpg .jpeg.
        pixels: (y, x) or (y, x, channel), 1 to 4 channels; colors not multiplied by alpha, but multiplied for EXR.
        depth: what is stored; by default what the array is. "10" takes uint16 codes 0..1023.
        metadata: more to store with it: text, numbers, or a row of integers or floats.

    Raises:
        MediaError: the format cannot store that depth, or the disk refuses.
    """
    suffix = path.suffix.lower()
    stored = depth or (_ARRAY_DEPTHS[pixels.dtype.name] if suffix != ".exr" else "half")
    if stored not in _FITTING.get(suffix, set()):
        fitting = ", ".join(sorted(_FITTING.get(suffix, set()))) or "nothing"
        raise MediaError(f"{path.name} cannot be written with depth {stored}", hint=f"{suffix} holds {fitting}")
    whole: NDArray[Any] = np.ascontiguousarray(pixels if pixels.ndim == 3 else pixels[:, :, np.newaxis])
    spec = oiio.ImageSpec(whole.shape[1], whole.shape[0], whole.shape[2], _TYPES[stored])
    spec.channelnames = _CHANNEL_NAMES[whole.shape[2]]
    spec.alpha_channel = whole.shape[2] - 1 if whole.shape[2] in {2, 4} else -1
    _describe(spec, suffix, stored, metadata)
    if stored == "10":
        codes = whole.astype(np.uint16)
        whole = (codes << 6) | (codes >> 4)
    _write_atomically(path, spec, whole)


def _describe(spec: Any, suffix: str, depth: str, metadata: Metadata) -> None:
    spec.attribute("DateTime", "1970:01:01 00:00:00")  # the same picture is the same bytes, whenever it is written
    if suffix in {".png", ".tif", ".tiff"}:
        spec.attribute("oiio:UnassociatedAlpha", 1)
    if suffix == ".exr":
        spec.attribute("compression", "zip")
    if suffix == ".dpx" and depth == "10":
        spec.attribute("oiio:BitsPerSample", 10)
    if suffix in {".jpg", ".jpeg"}:
        spec.attribute("compression", "jpeg:95")
    for name, told in metadata:
        if isinstance(told, tuple):
            kind = "int" if all(isinstance(number, int) for number in told) else "float"
            spec.attribute(name, oiio.TypeDesc(f"{kind}[{len(told)}]"), told)
        else:
            spec.attribute(name, told)


def _write_atomically(path: Path, spec: Any, pixels: NDArray[Any]) -> None:
    """Write beside the final place, flush to the disk, then rename."""
    beside = path.with_name(f".{path.stem}.{os.getpid()}.{id(pixels):x}{path.suffix}")
    try:
        output = oiio.ImageOutput.create(str(beside))
        if output is None or not output.open(str(beside), spec):
            raise _not_written(path, _said(output.geterror if output else oiio.geterror))
        is_written = output.write_image(pixels)
        if not (output.close() and is_written):
            raise _not_written(path, _said(output.geterror))
        with beside.open("r+b") as file:
            if path.suffix.lower() == ".dpx":
                _forget_name(file)
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise _not_written(path, (error.strerror or str(error)).lower()) from error
    finally:
        beside.unlink(missing_ok=True)


def _forget_name(dpx: BinaryIO) -> None:
    """Clear the file name, which is the temporary one, and the date of a DPX header (SMPTE ST 268-1, 5 and 6)."""
    dpx.seek(36)
    dpx.write(bytes(100 + 24))
    dpx.flush()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Lend an image file open for reading, its alpha left as stored."""
    check_file(path)
    check_png(path)
    hints = oiio.ImageSpec()
    hints.attribute("oiio:UnassociatedAlpha", 1)
    with base_image_file(path) as file:
        image = oiio.ImageInput.open(str(file), hints)
        if image is None:
            raise _refused(path, _said(oiio.geterror))
        try:
            yield image
        finally:
            image.close()


def _head(path: Path, image: Any) -> ImageHead:
    spec = image.spec()
    width, height = spec.full_width or spec.width, spec.full_height or spec.height
    if width * height > MAX_PIXELS or spec.width * spec.height > MAX_PIXELS or spec.deep:
        raise MediaError(f"{path} declares {width}x{height} pixels, more than any picture", hint="the file is damaged")
    is_float = spec.format.basetype in {oiio.HALF, oiio.FLOAT, oiio.DOUBLE}
    stored_bits = 8 * spec.format.size()
    return ImageHead(
        file_format=image.format_name(),
        width=width,
        height=height,
        channels=len(_picked(spec)),
        bits=stored_bits if is_float else min(spec.get_int_attribute("oiio:BitsPerSample", stored_bits), 16),
        is_float=is_float,
        is_linear=is_float,
        orientation=spec.get_int_attribute("Orientation", 1),
        pixel_aspect=spec.get_float_attribute("PixelAspectRatio", 1.0) or 1.0,
        compression=spec.get_string_attribute("compression"),
        chromaticities=_floats(spec.getattribute("chromaticities")),
        timecode=_text(spec.getattribute("smpte:TimeCode")),
        cicp=png_color(path) if image.format_name() == "png" else None,
    )


def _picked(spec: Any) -> list[int]:
    """Return the channels that make the picture: R, G, B and A by name (of the first layer), else the first one."""
    by_name: dict[str, int] = {}
    for at, name in enumerate(spec.channelnames):
        by_name.setdefault(name.rsplit(".", 1)[-1].upper()[:1] if len(name.rsplit(".", 1)[-1]) == 1 else name, at)
    if {"R", "G", "B"} <= by_name.keys():
        return [by_name[name] for name in _ORDER if name in by_name]
    if spec.nchannels >= 3 and spec.alpha_channel < 0:
        return [0, 1, 2]
    grey = next(at for at in range(spec.nchannels) if at != spec.alpha_channel or spec.nchannels == 1)
    return [grey, spec.alpha_channel] if spec.alpha_channel >= 0 and spec.alpha_channel != grey else [grey]


def _over_display_window(samples: Samples, spec: Any) -> Samples:
    """Return the data window's samples laid into the display window; the rest is zero, overscan is cut."""
    at_y, at_x = spec.y - spec.full_y, spec.x - spec.full_x
    height, width = spec.full_height or spec.height, spec.full_width or spec.width
    if (at_y, at_x, height, width) == (0, 0, spec.height, spec.width):
        return samples
    whole = np.zeros((height, width, samples.shape[2]), samples.dtype)
    top, left = max(at_y, 0), max(at_x, 0)
    bottom, right = min(at_y + spec.height, height), min(at_x + spec.width, width)
    if bottom > top and right > left:
        whole[top:bottom, left:right] = samples[top - at_y : bottom - at_y, left - at_x : right - at_x]
    return whole


def _floats(attribute: Any) -> tuple[float, ...]:
    return tuple(float(number) for number in attribute) if isinstance(attribute, tuple) else ()


def _text(attribute: Any) -> str:
    return attribute if isinstance(attribute, str) else ""


def _said(geterror: Callable[[], str]) -> str:
    """Return what OpenImageIO complains of; it may quote the file's own bytes, which are no text."""
    try:
        return geterror()
    except UnicodeDecodeError:
        return ""


def _refused(path: Path, reason: str) -> MediaError:
    first = (reason or "it is no image this build can read").strip().splitlines()[0].removesuffix(".")
    cause = f"{path} cannot be read as an image: {first}"
    return MediaError(cause, hint="open it elsewhere to check, or copy it again from its source")


def _not_written(path: Path, reason: str) -> MediaError:
    return MediaError(f"{path} could not be written: {reason.strip()}", hint="check the disk's space and permissions")
