"""Collects a kernel's arguments and staged functions while its expressions are written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.pixels import sites
from posthouse.pixels.power import Light
from posthouse.pixels.schedule import How, Made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import halide as hl

    from posthouse.pixels.sites import Grid, Step


@dataclass(frozen=True, slots=True)
class Site:
    """Where an expression is evaluated: at luma sample (x, y), or at chroma sample (x, y) of the target's grid."""

    x: hl.Expr
    y: hl.Expr
    is_luma: bool
    grid: Grid


@dataclass(slots=True)
class Builder:
    """The arguments of one kernel, in call order, and the functions that need a schedule of their own."""

    x: hl.Var
    y: hl.Var
    arguments: list[hl.Param | hl.ImageParam] = field(default_factory=list)
    light: Light = Light.DISPLAY
    """The linear light of the canvas."""
    consumer: str = ""
    """The function whose expression is being written; what is staged for it is computed inside its lines."""
    rows: dict[tuple[str, str, str], hl.Func] = field(default_factory=dict)
    stages: dict[str, hl.Func] = field(default_factory=dict)
    """Functions made once a frame."""
    in_strips: set[str] = field(default_factory=set)
    """Which stages are made in strips, as the outputs are, and not whole."""
    made: list[Made] = field(default_factory=list)
    """The functions that are none of these, in the order in which they were written."""

    @contextmanager
    def written_for(self, consumer: str) -> Iterator[None]:
        """While this lasts, what is staged a line at a time is staged for this function."""
        before, self.consumer = self.consumer, consumer
        yield
        self.consumer = before

    def made_by_line(self, values: tuple[hl.Expr, ...], *, is_wide: bool = False) -> hl.Func:
        """Return a function of these values, made a line at a time inside the stage being written.

        ``is_wide``: something asks for every second column of it.
        """
        import halide as hl

        line, stage = hl.Func(f"line{len(self.made)}"), self.stages[self.consumer]
        line[self.x, self.y] = values if len(values) > 1 else values[0]
        self.made.append(Made(func=line, how=How.WIDE_LINE if is_wide else How.LINE, inside=stage))
        return line

    def scalar(self) -> hl.Expr:
        """Declare a float argument."""
        import halide as hl

        self.arguments.append(hl.Param(hl.Float(32), f"f{len(self.arguments)}"))
        return hl.f32(0) + self.arguments[-1]

    def integer(self) -> hl.Expr:
        """Declare an integer argument."""
        import halide as hl

        self.arguments.append(hl.Param(hl.Int(32), f"i{len(self.arguments)}"))
        return hl.i32(0) + self.arguments[-1]

    def plane(self, kind: hl.Type) -> hl.ImageParam:
        """Declare a plane (y, x)."""
        import halide as hl

        self.arguments.append(hl.ImageParam(kind, 2, f"p{len(self.arguments)}"))
        return self.arguments[-1]

    def inset_plane(self, left: hl.Expr, top: hl.Expr) -> hl.Func:
        """Declare a float32 plane placed at (left, top) of the canvas, 0 outside its own rectangle."""
        import halide as hl

        image = hl.ImageParam(hl.Float(32), 2, f"q{len(self.arguments)}")
        self.arguments.append(image)
        inside = hl.BoundaryConditions.constant_exterior(image, 0)
        placed = hl.Func(f"inset{len(self.arguments)}")
        placed[self.x, self.y] = inside[self.x - left, self.y - top]
        return placed

    def table(self) -> hl.ImageParam:
        """Declare a flat table of float32."""
        import halide as hl

        self.arguments.append(hl.ImageParam(hl.Float(32), 1, f"t{len(self.arguments)}"))
        return self.arguments[-1]

    def line(self) -> hl.ImageParam:
        """Declare a line of float32, one value for each column or line of the canvas."""
        return self.table()

    def rows_at_luma(self, plane: hl.ImageParam, step: Step) -> hl.Func:
        """Return chroma brought to luma lines, made once a line; its edges go on outside."""
        return self._staged(plane, f"luma {step}", lambda x, y: sites.raised(sites.rows_of(plane, x), y, step))

    def rows_at_chroma(self, plane: hl.ImageParam, step: Step) -> hl.Func:
        """Return a full-size plane brought to the target's chroma lines, made once a line; its edges go on outside."""
        return self._staged(plane, f"chroma {step}", lambda x, y: sites.lowered(sites.rows_of(plane, x), y, step))

    def _staged(self, plane: hl.ImageParam, kind: str, rows: Callable[[hl.Expr, hl.Expr], hl.Expr]) -> hl.Func:
        import halide as hl

        key = (self.consumer, plane.name(), kind)
        if key not in self.rows:
            line = hl.Func(f"rows{len(self.rows)}")
            line[self.x, self.y] = rows(hl.clamp(hl.likely(self.x), 0, plane.width() - 1), self.y)
            self.rows[key] = line
        return self.rows[key]
