"""How a kernel's functions are worked off by a processor: everything about order, lanes and memory, and nothing else.

The other files of this package say what a sample is; they name how a function is used (``How``) and never schedule it.
So another kind of processor is another schedule beside ``CpuSchedule``, with the same algorithm and the same numbers.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    import halide as hl

    from posthouse.pixels.builder import Builder
    from posthouse.pixels.sites import Grid

LANES = 8
"""float32 lanes of AVX2; NEON runs two halves."""
STRIP_ROWS = 16
"""Lines of a strip: what is staged for one stays in the processor's cache."""
NODE_PIXELS = 32
"""Pixels between two nodes of a coarse grid (``glow``)."""
BLOCK_COLUMNS = 8
"""Columns that are drawn at once (``rain``)."""


class How(enum.StrEnum):
    """How a function is used, which decides when it is made."""

    LINE = "line"  # a line of the stage it serves, made just before it
    WIDE_LINE = "wide line"  # a line, of which every second column is asked for
    NODE_LINE = "node line"  # a line of nodes, few to a picture
    BETWEEN_NODES = "between nodes"  # a line, each of whose columns lies between two nodes
    SMALL = "small"  # once a frame, much smaller than the picture
    SMALL_SUM = "small sum"  # likewise, and added up
    DRAWN = "drawn"  # once a frame, clear at first, then drawn into in blocks of columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A function and how it is used."""

    func: hl.Func
    how: How
    inside: hl.Func | None = None
    """The stage whose lines it serves."""
    lanes: tuple[hl.RVar, ...] = ()
    """The columns of a block, one for each kind of thing drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A plane filtered down, then across: ``out`` rounds ``across``, whose taps take lines of ``down``."""

    out: hl.Func
    across: hl.Func
    down: hl.Func
    across_tap: hl.RVar
    down_tap: hl.RVar
    x: hl.Var
    y: hl.Var


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuSchedule:
    """One thread of a processor with vector lanes: lines in vectors, what is shared in strips."""

    builder: Builder
    grid: Grid
    outputs: dict[str, hl.Func] = field(default_factory=dict)
    """By name: ``luma`` (or all of R'G'B') and ``chroma``."""

    def arrange(self) -> None:
        """Schedule a whole kernel: outputs by lines of 16 samples, chroma and stages by 8.

        16 samples at once let "every second column" become one shuffle (measured: 1.2 ms a frame of 720p without a
        LUT, against 2.8 ms in pairs). Loops are never partitioned into edges and middle, but for the short ones that
        stage lines: it makes the kernels compile in 0.4 s instead of 7 s.
        """
        import halide as hl

        builder = self.builder
        consumers = {**self.outputs, **builder.stages}
        for name, func in consumers.items():
            is_small = not self.grid.is_full and name == "chroma"
            lanes = 2 * LANES if name in self.outputs and not is_small else LANES
            func.vectorize(builder.x, lanes, hl.TailStrategy.ShiftInwards).never_partition_all()
        for name, stage in builder.stages.items():
            if name not in builder.in_strips:
                stage.compute_root()
        if builder.in_strips:
            self._cut_in_strips()
        for made in builder.made:
            self._place(made)
        for (consumer, _, _), rows in builder.rows.items():
            rows.compute_at(consumers[consumer], builder.y).vectorize(builder.x, LANES, hl.TailStrategy.RoundUp)

    def _cut_in_strips(self) -> None:
        """Write luma and chroma strip by strip, side by side, and make what both take for one strip at a time."""
        import halide as hl

        strip, y = hl.Var("strip"), self.builder.y
        luma, chroma = self.outputs["luma"], self.outputs.get("chroma")
        luma.split(y, strip, y, STRIP_ROWS, hl.TailStrategy.GuardWithIf)
        if chroma is not None:
            chroma.split(y, strip, y, STRIP_ROWS >> self.grid.log2_y, hl.TailStrategy.GuardWithIf)
            chroma.compute_with(luma, strip)
        for name in self.builder.in_strips:
            self.builder.stages[name].compute_at(luma, strip)

    def _place(self, made: Made) -> None:
        import halide as hl

        func, x, y = made.func, self.builder.x, self.builder.y
        match made.how:
            case How.LINE | How.WIDE_LINE:
                lanes = LANES if made.how is How.LINE else 2 * LANES
                func.compute_at(made.inside, y).vectorize(x, lanes, hl.TailStrategy.RoundUp)
            case How.NODE_LINE:
                func.compute_at(made.inside, y)
            case How.BETWEEN_NODES:
                inner = hl.Var("inner")
                func.compute_at(made.inside, y).align_bounds(x, NODE_PIXELS).split(x, x, inner, NODE_PIXELS)
                func.vectorize(inner, LANES)
            case How.SMALL:
                func.compute_root()
            case How.SMALL_SUM:
                func.compute_root().update().unscheduled()
            case How.DRAWN:
                func.compute_root().vectorize(x, BLOCK_COLUMNS)
                for index, lane in enumerate(made.lanes):
                    func.update(index).allow_race_conditions().vectorize(lane)
            case _:
                assert_never(made.how)
        func.never_partition_all()

    @staticmethod
    def arrange_filter(filtered: Filter) -> None:
        """Schedule a filter: for each line of the result, one line filtered down, taken across in vectors."""
        import halide as hl

        x, y = filtered.x, filtered.y
        filtered.out.vectorize(x, LANES, hl.TailStrategy.GuardWithIf).never_partition_all()
        sums = ((filtered.across, filtered.across_tap), (filtered.down, filtered.down_tap))
        for func, tap in sums:
            func.compute_at(filtered.out, y).vectorize(x, LANES).update().reorder(x, tap).vectorize(x, LANES)

    @staticmethod
    def arrange_lines(func: hl.Func, x: hl.Var) -> None:
        """Schedule a function of single samples: lines in vectors, and any width."""
        import halide as hl

        func.vectorize(x, LANES, hl.TailStrategy.GuardWithIf).never_partition_all()

    @staticmethod
    def arrange_serial(out: hl.Func, carried: hl.Func) -> None:
        """Schedule a scan in which each sample waits for the one before it."""
        carried.compute_root().never_partition_all()
        carried.update().unscheduled()
        out.never_partition_all()
