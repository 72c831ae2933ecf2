"""Which names are stills, so that telling needs no image reader."""

from __future__ import annotations

STILL_SUFFIXES = frozenset(
    (".png", ".tif", ".tiff", ".jpg", ".jpeg", ".exr", ".dpx", ".cin", ".tga", ".bmp", ".webp", ".hdr")
)
