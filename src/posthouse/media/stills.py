"""Single images: PNG, TIFF, JPEG, EXR, DPX through OpenImageIO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from posthouse.media.facts import MediaInfo
    from posthouse.signal import Picture

FloatImage = "NDArray[np.float32]"


def read_still(path: Path, info: MediaInfo) -> Picture:
    """Return an image as RGB or grey planes; integers stay exact, scene-linear floats become 16-bit display codes."""
    raise NotImplementedError


def read_float_image(path: Path) -> tuple[NDArray[np.float32], MediaInfo]:
    """Return (y, x, channel) float32 as stored (integers scaled to 0..1), and the facts."""
    raise NotImplementedError


def write_image(
    path: Path,
    pixels: NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.float32],
    *,
    depth: Literal["8", "10", "16", "half", "float"] | None = None,
    metadata: tuple[tuple[str, str], ...] = (),
) -> None:
    """Write (y, x, channel) to .png .tif .exr .dpx .jpg, whole or not at all; depth defaults to the array's own."""
    raise NotImplementedError
