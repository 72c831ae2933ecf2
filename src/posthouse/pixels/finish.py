"""Code values out of coded light: scale, dither, clip, and the schedule of the whole kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.pixels.builder import Site
from posthouse.pixels.kernel import KernelSource
from posthouse.signal import Chroma

if TYPE_CHECKING:
    from collections.abc import Callable

    import halide as hl

    from posthouse.pixels.compose import Composer, Layer

LANES = 8
"""float32 lanes of AVX2; NEON runs two halves."""


def finish(composer: Composer, layer: Layer) -> KernelSource:
    """Return the kernel that writes a layer as code values of the canvas."""
    import halide as hl

    builder, shape = composer.builder, composer.shape
    kind = hl.UInt(16) if shape.wide else hl.UInt(8)
    (y_scale, y_offset), (c_scale, c_offset) = [(builder.scalar(), builder.scalar()) for _ in range(2)]
    top = builder.scalar()

    def code(value: hl.Expr, scale: hl.Expr, offset: hl.Expr) -> hl.Expr:
        dithered = hl.floor(value * scale + offset + threshold(composer.x, composer.y))
        return hl.cast(kind, hl.clamp(dithered, hl.f32(0), top))

    luma, chroma = hl.Func("luma"), hl.Func("chroma")
    luma_site = Site(composer.x, composer.y, is_luma=True, chroma=shape.chroma)
    is_full = shape.chroma is Chroma.C444
    chroma_site = Site(composer.x, composer.y, is_luma=is_full, chroma=shape.chroma)
    if shape.is_rgb:
        return _finish_rgb(composer, layer, luma_site, lambda value: code(value, y_scale, y_offset))
    builder.consumer = "luma"
    luma[composer.x, composer.y] = code(layer.luma(luma_site), y_scale, y_offset)
    builder.consumer = "chroma"
    cb, cr = layer.chroma(chroma_site)
    chroma[composer.x, composer.y] = (code(cb, c_scale, c_offset), code(cr, c_scale, c_offset))
    _schedule(composer, {"luma": luma, "chroma": chroma})
    return KernelSource(pipeline=hl.Pipeline([luma, chroma]), arguments=tuple(builder.arguments))


def _finish_rgb(
    composer: Composer, layer: Layer, site: Site, code: Callable[[hl.Expr], hl.Expr]
) -> KernelSource:
    """Return the kernel that writes R', G' and B' planes."""
    import halide as hl

    planes = hl.Func("luma")
    composer.builder.consumer = "luma"
    red, green, blue = composer.decoded((layer.luma(site), *layer.chroma(site)))
    planes[composer.x, composer.y] = (code(red), code(green), code(blue))
    _schedule(composer, {"luma": planes})
    return KernelSource(pipeline=hl.Pipeline([planes]), arguments=tuple(composer.builder.arguments))


def threshold(x: hl.Expr, y: hl.Expr) -> hl.Expr:
    """Return the dither threshold of a sample, inside 0..1: interleaved gradient noise.

    A whole code value plus the threshold floors to itself, so what was not changed is not dithered.
    Source: J. Jimenez, "Next generation post processing in Call of Duty: Advanced Warfare", SIGGRAPH 2014.
    """
    import halide as hl

    column, row = hl.cast(hl.Float(32), x), hl.cast(hl.Float(32), y)
    inner = column * hl.f32(0.06711056) + row * hl.f32(0.00583715)
    inner -= hl.floor(inner)
    outer = inner * hl.f32(52.9829189)
    return (outer - hl.floor(outer)) * hl.f32(0.984375) + hl.f32(0.0078125)


def _schedule(composer: Composer, outputs: dict[str, hl.Func]) -> None:
    """Lines of 8 lanes; luma in pairs of columns, so that "every second column" costs no selects.

    Loops are never partitioned into edges and middle: edges are handled where lines are staged, and it makes the
    kernels compile in 0.4 s instead of 7 s, at the same speed.
    """
    import halide as hl

    x, y = composer.x, composer.y
    consumers = {**outputs, **composer.builder.stages}
    for name, func in consumers.items():
        if name == "chroma" and composer.shape.chroma is not Chroma.C444:
            func.vectorize(x, LANES, hl.TailStrategy.ShiftInwards)
        else:
            pair, lane = hl.Var("pair"), hl.Var("lane")
            func.split(x, pair, lane, 2, hl.TailStrategy.ShiftInwards).unroll(lane)
            func.vectorize(pair, LANES, hl.TailStrategy.ShiftInwards)
        func.never_partition_all()
    for stage in composer.builder.stages.values():
        stage.compute_root()
    for schedule in composer.builder.schedules:
        schedule()
    for (consumer, _, _), rows in composer.builder.rows.items():
        rows.compute_at(consumers[consumer], y).vectorize(x, LANES, hl.TailStrategy.RoundUp).never_partition_all()
