"""The one door to OpenColorIO: files in, transforms out, its errors made ours.

Files are handed over as bytes (``PyConfigIOProxy``), so that a LUT may come from anywhere and its content, not its
path, is its identity in OpenColorIO's own cache. Slow to import (0.1 s): import this module only where a file is read.
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import PyOpenColorIO as OCIO  # noqa: N814 - its own documentation's name

from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posthouse.color.operation import Triple

_RAW_CONFIG = """ocio_profile_version: 2
roles: {default: raw}
displays: {none: [!<View> {name: raw, colorspace: raw}]}
colorspaces: [!<ColorSpace> {name: raw}]
"""
INTERPOLATION = {"tetrahedral": OCIO.INTERP_BEST, "trilinear": OCIO.INTERP_LINEAR}
"""INTERP_BEST is tetrahedral for a 3D LUT and linear for a 1D LUT, which knows no other."""

OCIO.SetLoggingLevel(OCIO.LOGGING_LEVEL_NONE)  # it writes warnings to stderr; what matters is raised


class _OneFile(OCIO.PyConfigIOProxy):  # type: ignore[misc] # the binding has no types
    """A config's files: exactly one, in memory."""

    def __init__(self, content: bytes, digest: str) -> None:
        super().__init__()
        self._content, self._digest = content, digest

    def getConfigData(self) -> str:  # noqa: N802 - OpenColorIO's name
        return _RAW_CONFIG

    def getFastLutFileHash(self, filename: str) -> str:  # noqa: N802, ARG002 - OpenColorIO's name
        return self._digest

    def getLutData(self, filename: str) -> list[int]:  # noqa: N802, ARG002 - OpenColorIO's name
        return list(self._content)


def load_processor(content: bytes, name: str, *, interpolation: str, correction_id: str | None = None) -> Any:
    """Return OpenColorIO's processor for a file's content; ``name`` is for its ending and for errors.

    Raises:
        ProductionError: no reader takes the file, or it holds no such correction.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".cube":
        content = _without_title(content)
    digest = hashlib.blake2b(content, digest_size=16).hexdigest()
    proxy = _OneFile(content, digest)
    transform = OCIO.FileTransform(src=digest + suffix, interpolation=INTERPOLATION[interpolation])
    transform.setCCCId(correction_id or "")
    try:
        return OCIO.Config.CreateFromConfigIOProxy(proxy).getProcessor(transform)
    except (OCIO.Exception, UnicodeDecodeError) as error:  # its message may quote bytes that are no text
        raise _refusal(str(error), name, digest, correction_id) from error


def _without_title(content: bytes) -> bytes:
    """Drop TITLE from a .cube with a shaper: Resolve writes it, and OpenColorIO's reader of that dialect refuses it."""
    if b"LUT_1D_SIZE" in content and b"LUT_3D_SIZE" in content:
        return re.sub(rb"(?m)^TITLE[^\r\n]*[\r\n]+", b"", content)
    return content


def _refusal(message: str, name: str, digest: str, correction_id: str | None) -> ProductionError:
    """Return our error for OpenColorIO's: the reason its reader for that ending gave, without our digest in it."""
    if correction_id is not None and "could not be loaded" not in message:
        return ProductionError(f"{name} holds no correction {correction_id!r}", hint="see the ids in the file")
    reasons = re.findall(r"failed with: (.*?)(?=\s*'[^'\n]+' failed with:|$)", message, re.DOTALL)
    reason = " / ".join(reasons) if reasons else message
    reason = re.sub(rf"\(?\S*{digest}[^\s)']*['.]?\)?\.?", "", reason)
    return ProductionError(
        f"{name} cannot be read as a LUT or CDL: {' '.join(reason.split())}",
        hint="OpenColorIO reads .cube .3dl .csp .spi1d .spi3d .spimtx .vf .lut .clf .ctf .cdl .cc .ccc and others",
    )


@functools.lru_cache(maxsize=32)
def load_lut(content: bytes, name: str, interpolation: str) -> Any:
    """Return OpenColorIO's CPU processor for a LUT file, without its approximations."""
    processor = load_processor(content, name, interpolation=interpolation)
    return processor.getOptimizedCPUProcessor(OCIO.OPTIMIZATION_LOSSLESS)


def apply_lut(content: bytes, name: str, interpolation: str, rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (…, 3) codes through the file's LUT; computed in float32, as OpenColorIO does."""
    pixels = np.array(rgb, np.float32, order="C").reshape(-1, 3)
    load_lut(content, name, interpolation).applyRGB(pixels)
    return pixels.astype(np.float64).reshape(rgb.shape)


@functools.cache
def _builtin(style: str, *, is_inverse: bool) -> Any:
    transform = OCIO.BuiltinTransform(style=style)
    transform.setDirection(OCIO.TRANSFORM_DIR_INVERSE if is_inverse else OCIO.TRANSFORM_DIR_FORWARD)
    processor = OCIO.Config.CreateRaw().getProcessor(transform)
    return processor.getOptimizedCPUProcessor(OCIO.OPTIMIZATION_LOSSLESS)


def apply_builtin(name: str, rgb: NDArray[np.float64], *, is_inverse: bool) -> NDArray[np.float64]:
    """Return (…, 3) light through an ACES output transform (``SDR-100nit-REC709_2.0``); computed in float32."""
    pixels = np.array(rgb, np.float32, order="C").reshape(-1, 3)
    style = f"ACES-OUTPUT - ACES2065-1_to_CIE-XYZ-D65 - {name}"
    _builtin(style, is_inverse=is_inverse).applyRGB(pixels)
    return pixels.astype(np.float64).reshape(rgb.shape)


def lut_nodes(content: bytes, name: str) -> int | None:
    """Return the number of nodes on each axis of a file's 3D LUT, or None if it has none."""
    steps = load_processor(content, name, interpolation="tetrahedral").createGroupTransform()
    sizes = [int(step.getGridSize()) for step in steps if isinstance(step, OCIO.Lut3DTransform)]
    return max(sizes, default=None)


def load_cdl_numbers(content: bytes, name: str, correction_id: str | None) -> tuple[Triple, Triple, Triple, float]:
    """Return slope, offset, power and saturation of one correction of a file."""
    processor = load_processor(content, name, interpolation="trilinear", correction_id=correction_id)
    steps = list(processor.createGroupTransform())
    if len(steps) != 1 or not isinstance(steps[0], OCIO.CDLTransform):
        raise ProductionError(f"{name} is no CDL", hint="name a LUT under lut:, a .cdl, .cc or .ccc under cdl:")
    found = steps[0]
    slope, offset, power = (_triple(numbers) for numbers in (found.getSlope(), found.getOffset(), found.getPower()))
    return slope, offset, power, float(found.getSat())


def _triple(numbers: Sequence[float]) -> Triple:
    red, green, blue = numbers
    return float(red), float(green), float(blue)
