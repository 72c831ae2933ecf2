"""Open fonts: one face at one weight, for HarfBuzz to shape with and FreeType to draw with."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import uharfbuzz as hb

from posthouse.errors import ProductionError
from posthouse.titles.fonts import HAN_SCRIPTS, FontFile, chosen_font, fallback_fonts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posthouse.titles.style import Style

# Format characters, joiners and variation selectors ask for no glyph of their own.
_NEEDS_NO_GLYPH = frozenset({"Cf", "Cc", "Zl", "Zp"})


class OpenFont:
    """One face of a font file with its axes set. Not for use by two threads at once: each rendering opens its own."""

    def __init__(self, file: FontFile, axes: Mapping[str, float]) -> None:
        self.file = file
        try:
            face = hb.Face(hb.Blob.from_file_path(file.path), file.index)
        except hb.HarfBuzzError as problem:
            raise ProductionError(f"{file.path.name} cannot be read as a font") from problem
        if not face.glyph_count or face.upem <= 0:
            raise ProductionError(f"{file.path.name} is not a font", hint="use a .ttf, .otf or .ttc file")
        self.units_per_em = face.upem
        self.shaper = hb.Font(face)
        self.axes = {
            axis.tag: min(max(axes[axis.tag], axis.min_value), axis.max_value)
            if axis.tag in axes
            else axis.default_value
            for axis in face.axis_infos
        }
        if self.axes:
            self.shaper.set_variations(self.axes)

    def covers(self, cluster: str) -> bool:
        """Return whether the font has a glyph for every character of a cluster."""
        return all(
            self.shaper.get_nominal_glyph(ord(letter)) is not None
            for letter in cluster
            if unicodedata.category(letter) not in _NEEDS_NO_GLYPH and not _is_variation_selector(letter)
        )

    @cached_property
    def drawer(self) -> Any:
        """The FreeType face, its axes set; made while the caller holds FreeType's lock."""
        import freetype  # late: measuring text needs no drawing

        face = freetype.Face(str(self.file.path), self.file.index)
        if self.axes:
            face.set_var_design_coords([self.axes[axis.tag] for axis in face.get_variation_info().axes])
        return face

    def close_drawer(self) -> None:
        """Close the FreeType face, if one was made; while the caller holds FreeType's lock."""
        self.__dict__.pop("drawer", None)

    @property
    def cap_height_em(self) -> float:
        """The height of capitals above the baseline."""
        units = self.shaper.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
        return float(units / self.units_per_em)

    @property
    def descent_em(self) -> float:
        """How far letters reach below the baseline, as the letter p does."""
        extents = self.shaper.get_glyph_extents(self.shaper.get_nominal_glyph(ord("p")) or 0)
        return -(extents.y_bearing + extents.height) / self.units_per_em if extents else 0.22


def _is_variation_selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


@dataclass(slots=True, kw_only=True)
class FontBook:
    """The open fonts of one rendering.

    Attributes:
        root: where font files named in the production lie.
        language: BCP 47, or empty.
    """

    root: Path
    language: str = ""
    _open: dict[tuple[FontFile, int, float], OpenFont] = field(default_factory=dict)

    def chosen(self, style: Style) -> OpenFont:
        """Return the font a style asks for."""
        return self._opened(chosen_font(style.font, is_italic=style.italic, root=self.root), style)

    def font_for(self, cluster: str, style: Style, *, script: str, language: str) -> OpenFont | None:
        """Return the first font that has all of a cluster; None if no font has."""
        first = self.chosen(style)
        is_house_font = style.font in {"sans", "serif"}
        if not (is_house_font and script in HAN_SCRIPTS) and first.covers(cluster):
            return first
        candidates = (self._opened(file, style) for file in fallback_fonts(script, language))
        return next((font for font in candidates if font.covers(cluster)), None)

    def files_read(self) -> set[Path]:
        """Return the files of all fonts opened so far: everything a page laid out from this book depends on."""
        return {file.path for file, _, _ in self._open}

    def _opened(self, file: FontFile, style: Style) -> OpenFont:
        key = (file, style.weight, style.optical_size_points())
        if key not in self._open:
            self._open[key] = OpenFont(file, {"wght": style.weight, "opsz": style.optical_size_points()})
        return self._open[key]
