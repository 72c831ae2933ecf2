"""One source, developed: planes of code values to the canvas's coded light, through the grade's LUT.

Luma is made at luma sites and chroma at chroma sites, each from what the LUT needs there. Two things follow. Chroma is
never resampled on the way (no blur, and an identity LUT is an identity). And since the matrix from R'G'B' to
Y'CbCr is linear, and so is interpolation, the LUT holds Y' for the one and CbCr for the other: four loads of one
number a pixel, where a table of R'G'B' takes twelve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.pixels import sites
from posthouse.signal import Family

if TYPE_CHECKING:
    import halide as hl

    from posthouse.pixels.builder import Builder, Site
    from posthouse.pixels.shape import DevelopShape

Triple = tuple["hl.Expr", "hl.Expr", "hl.Expr"]


@dataclass(frozen=True, slots=True)
class Developed:
    """The kernel's arguments for one source, as declared; see ``bind_develop`` for their values."""

    shape: DevelopShape
    planes: tuple[hl.ImageParam, ...]
    scale_offset: tuple[tuple[hl.Expr, hl.Expr], ...]
    to_rgb: tuple[hl.Expr, hl.Expr, hl.Expr, hl.Expr]
    """Red of Cr, green of Cb, green of Cr, blue of Cb."""
    lut: Lut | None
    alpha_scale: hl.Expr | None
    """Alpha is full range, whatever the range of the colors."""


@dataclass(frozen=True, slots=True)
class Lut:
    """Two tables of one grid: coded luma; coded chroma (Cb, Cr interleaved)."""

    luma: hl.ImageParam
    chroma: hl.ImageParam
    low: hl.Expr
    scale: hl.Expr
    size: hl.Expr
    shaper: hl.ImageParam | None
    """Node places at codes evenly over the domain; ``scale`` is then in points of the shaper."""


def declare_develop(shape: DevelopShape, builder: Builder) -> Developed:
    """Declare a source's arguments, in the order in which ``bind_develop`` gives their values."""
    import halide as hl

    kind = hl.UInt(16) if shape.wide else hl.UInt(8)
    planes = tuple(builder.plane(kind) for _ in range(3))
    alpha = (builder.plane(kind),) if shape.has_alpha else ()
    scale_offset = tuple((builder.scalar(), builder.scalar()) for _ in range(2))
    to_rgb = (builder.scalar(), builder.scalar(), builder.scalar(), builder.scalar())
    alpha_scale = builder.scalar() if shape.has_alpha else None
    lut = None
    if shape.has_lut:
        tables = builder.table(), builder.table()
        numbers = builder.scalar(), builder.scalar(), builder.integer()
        shaper = builder.table() if shape.is_shaped else None
        lut = Lut(*tables, *numbers, shaper)
    return Developed(shape, planes + alpha, scale_offset, to_rgb, lut, alpha_scale)


def developed_rgb(source: Developed, site: Site, builder: Builder) -> Triple:
    """Return display-coded R'G'B' of the source at a site, as its planes have it."""
    (y_scale, y_offset), (c_scale, c_offset) = source.scale_offset
    at = _Planes(source, site, builder)
    if source.shape.family is Family.RGB:
        red, green, blue = (at.full(n) * y_scale + y_offset for n in range(3))
        return red, green, blue
    luma = at.full(0) * y_scale + y_offset
    cb, cr = (at.chroma(n) * c_scale + c_offset for n in (1, 2))
    if source.shape.is_ycgco:  # Cg and Co (H.273, matrix 8)
        return luma - cb + cr, luma + cb, luma - cb - cr
    red_cr, green_cb, green_cr, blue_cb = source.to_rgb
    return luma + red_cr * cr, luma + green_cb * cb + green_cr * cr, luma + blue_cb * cb


def straight_rgb(source: Developed, site: Site, builder: Builder) -> Triple:
    """Return R'G'B' that is not multiplied by alpha; what is clear is black."""
    import halide as hl

    rgb = developed_rgb(source, site, builder)
    if not source.shape.is_multiplied:
        return rgb
    alpha = hl.max(developed_alpha(source, site, builder), hl.f32(1e-6))
    return rgb[0] / alpha, rgb[1] / alpha, rgb[2] / alpha


def developed_alpha(source: Developed, site: Site, builder: Builder) -> hl.Expr:
    """Return the source's own alpha at a site, 0..1."""
    assert source.alpha_scale is not None
    return _Planes(source, site, builder).full(3) * source.alpha_scale


def passed_luma(source: Developed, site: Site, builder: Builder) -> hl.Expr:
    """Return coded luma of a source that no LUT and no matrix touches."""
    (scale, offset), _ = source.scale_offset
    return _Planes(source, site, builder).full(0) * scale + offset


def passed_chroma(source: Developed, site: Site, builder: Builder) -> tuple[hl.Expr, hl.Expr]:
    """Return coded chroma of a source that no LUT and no matrix touches."""
    _, (scale, offset) = source.scale_offset
    at = _Planes(source, site, builder)
    return at.chroma(1) * scale + offset, at.chroma(2) * scale + offset


@dataclass(frozen=True, slots=True)
class _Planes:
    """The planes of one source as seen from one kind of site."""

    source: Developed
    site: Site
    builder: Builder

    def full(self, plane: int) -> hl.Expr:
        image, site = self.source.planes[plane], self.site
        if site.is_luma:
            return sites.load(image, site.x, site.y)
        rows = self.builder.rows_at_chroma(image, site.grid.down)
        return sites.lowered(lambda x: sites.load(rows, x, site.y), site.x, site.grid.across)

    def chroma(self, plane: int) -> hl.Expr:
        own = self.source.shape.grid
        if own.is_full:
            return self.full(plane)
        image, site = self.source.planes[plane], self.site
        if site.is_luma:
            rows = self.builder.rows_at_luma(image, own.down)
            return sites.raised(lambda x: sites.load(rows, x, site.y), site.x, own.across)
        return sites.between_rows(own.down, site.grid.down, sites.rows_of(image, site.x), site.y)


def _node_place(lut: Lut, value: hl.Expr) -> hl.Expr:
    """Return where a code lies on the LUT's axis, in nodes; straight between the points of a shaper."""
    import halide as hl

    along, last_node = (value - lut.low) * lut.scale, hl.cast(hl.Float(32), lut.size - 1)
    if lut.shaper is None:
        return hl.clamp(along, hl.f32(0), last_node)
    last = lut.shaper.width() - 1
    kept = hl.clamp(along, hl.f32(0), hl.cast(hl.Float(32), last))
    point = hl.min(hl.cast(hl.Int(32), kept), last - 1)
    share = kept - hl.cast(hl.Float(32), point)
    node = lut.shaper[point] + (lut.shaper[point + 1] - lut.shaper[point]) * share
    return hl.clamp(node, hl.f32(0), last_node)


def tetrahedral(lut: Lut, table: hl.ImageParam, rgb: Triple, channels: int) -> list[hl.Expr]:
    """Return ``channels`` values of a table at R'G'B', interpolated in the tetrahedron that holds it.

    The cell is cut into six tetrahedra along the neutral diagonal by the order of the fractions (CLF v3, LUT3D).
    """
    import halide as hl

    size = lut.size
    places = [_node_place(lut, value) for value in rgb]
    cells = [hl.min(hl.cast(hl.Int(32), place), size - 2) for place in places]
    red, green, blue = (place - hl.cast(hl.Float(32), cell) for place, cell in zip(places, cells, strict=True))
    high, low = hl.max(red, hl.max(green, blue)), hl.min(red, hl.min(green, blue))
    middle = red + green + blue - high - low
    steps = hl.i32(1), size, size * size
    base = cells[0] + cells[1] * size + cells[2] * size * size
    top = base + steps[0] + steps[1] + steps[2]
    first = base + hl.select(red >= hl.max(green, blue), steps[0], hl.select(green >= blue, steps[1], steps[2]))
    second = top - hl.select(red <= hl.min(green, blue), steps[0], hl.select(green <= blue, steps[1], steps[2]))
    weights = hl.f32(1) - high, high - middle, middle - low, low
    corners = base, first, second, top

    def channel(offset: int) -> hl.Expr:
        terms = [w * table[corner * channels + offset] for w, corner in zip(weights, corners, strict=True)]
        return terms[0] + terms[1] + terms[2] + terms[3]

    return [channel(offset) for offset in range(channels)]
