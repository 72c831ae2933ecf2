"""Pictures made once a frame, for what cannot be worked out at one sample alone.

Operations in linear light need R'G'B' at every pixel. Subsampled chroma under them is made once, as a plane, and
brought to luma sites; what they make is kept as luma and chroma at every pixel, and filtered down.
Trap: values of one function share no work (Halide finds common terms within one value only). So what several values
need is a line of its own, made first: luma, then chroma, then light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.pixels import sites
from posthouse.pixels.builder import Builder, Site
from posthouse.pixels.power import to_light

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    from posthouse.pixels.layer import Layer, Pair, Triple
    from posthouse.pixels.sites import Grid

    Decode = Callable[[Triple], Triple]


def stage_of(builder: Builder, name: str) -> hl.Func:
    """Return a stage, still to be written; made once a frame."""
    import halide as hl

    stage = hl.Func(name)
    builder.stages[stage.name()] = stage  # Halide adds to names it has seen in this process
    return stage


def striped_stage_of(builder: Builder, name: str) -> hl.Func:
    """Return a stage, still to be written, that only outputs take from: made in strips, beside them."""
    stage = stage_of(builder, name)
    builder.in_strips.add(stage.name())
    return stage


def whole(stage: hl.Func, size: Pair, x: hl.Expr, y: hl.Expr) -> Triple:
    """Return the three values of a stage at a luma site; its edges go on outside."""
    import halide as hl

    place = hl.clamp(x, 0, size[0] - 1), hl.clamp(y, 0, size[1] - 1)
    luma, cb, cr = (stage[place][channel] for channel in range(3))
    return luma, cb, cr


def whole_at_chroma(stage: hl.Func, size: Pair, site: Site) -> Pair:
    """Return Cb and Cr of a full stage at a chroma site, by the filters of ``sites``."""
    import halide as hl

    across, down = sites.DOWN_TAPS[site.grid.across], sites.DOWN_TAPS[site.grid.down]
    if site.grid.is_full:
        return whole(stage, size, site.x, site.y)[1:]
    corner = site.x << site.grid.log2_x, site.y << site.grid.log2_y
    taps = [(whole(stage, size, corner[0] + x, corner[1] + y), hl.f32(v * w)) for y, v in down for x, w in across]
    cb, cr = (sites.total([tap[channel] * weight for tap, weight in taps]) for channel in (1, 2))
    return cb, cr


class LinearPicture:
    """A layer in linear light at luma sites; or, for formulas of coded light, as R'G'B'."""

    def __init__(
        self, builder: Builder, grid: Grid, layer: Layer, size: Pair, decoded: Decode, *, is_light: bool = True
    ) -> None:
        self.builder, self.grid, self.layer, self.size, self.decoded = builder, grid, layer, size, decoded
        self.is_light = is_light
        builder.in_strips.clear()  # what this is made of is taken whole
        self._small = None if grid.is_full else self._subsampled()

    def line(self) -> hl.Func:
        """Return R, G and B, made a line at a time inside the function being written."""
        builder = self.builder
        x, y = builder.x, builder.y
        site = Site(x, y, is_luma=True, grid=self.grid)
        luma = builder.made_by_line((self.layer.luma(site),), is_wide=True)
        small = self.layer.chroma(site) if self._small is None else self._between(x, y)
        chroma = builder.made_by_line(small, is_wide=True)
        return builder.made_by_line(self._light(luma[x, y], (chroma[x, y][0], chroma[x, y][1])))

    def spots(self, step: int) -> hl.Func:
        """Return R, G and B of one pixel of each square of ``step``, made once a frame."""
        import halide as hl

        builder, count = self.builder, len(self.builder.stages)
        column = hl.clamp(builder.x * step + step // 2, 0, self.size[0] - 1)
        row = hl.clamp(builder.y * step + step // 2, 0, self.size[1] - 1)
        site = Site(column, row, is_luma=True, grid=self.grid)
        luma, light = stage_of(builder, f"spotluma{count}"), stage_of(builder, f"spots{count}")
        with builder.written_for(luma.name()):
            luma[builder.x, builder.y] = self.layer.luma(site)
        with builder.written_for(light.name()):
            chroma = self.layer.chroma(site) if self._small is None else self._nearest(column, row)
            light[builder.x, builder.y] = self._light(luma[builder.x, builder.y], chroma)
        return light

    def _light(self, luma: hl.Expr, chroma: Pair) -> Triple:
        coded = self.decoded((luma, *chroma))
        if not self.is_light:
            return coded
        red, green, blue = (to_light(channel, self.builder.light) for channel in coded)
        return red, green, blue

    def _subsampled(self) -> hl.Func:
        builder = self.builder
        stage = stage_of(builder, f"subsampled{len(builder.stages)}")
        with builder.written_for(stage.name()):
            site = Site(builder.x, builder.y, is_luma=False, grid=self.grid)
            stage[builder.x, builder.y] = self.layer.chroma(site)
        return stage

    def _chroma(self, x: hl.Expr, y: hl.Expr) -> Pair:
        """Return a sample of subsampled chroma; its edges go on outside."""
        import halide as hl

        assert self._small is not None
        last = (self.size[0] - 1) >> self.grid.log2_x, (self.size[1] - 1) >> self.grid.log2_y
        sample = self._small[hl.clamp(x, 0, last[0]), hl.clamp(y, 0, last[1])]
        return sample[0], sample[1]

    def _nearest(self, x: hl.Expr, y: hl.Expr) -> Pair:
        return self._chroma(x >> self.grid.log2_x, y >> self.grid.log2_y)

    def _between(self, x: hl.Expr, y: hl.Expr) -> Pair:
        """Return chroma at a luma site: brought to luma lines first, a line at a time, then to luma columns."""
        cb, cr = (
            sites.raised(lambda row, c=channel: self._chroma(x, row)[c], y, self.grid.down)  # type: ignore[misc]
            for channel in range(2)
        )
        line = self.builder.made_by_line((cb, cr))
        left, right = (
            sites.raised(lambda column, c=channel: line[column, y][c], x, self.grid.across)  # type: ignore[misc]
            for channel in range(2)
        )
        return left, right
