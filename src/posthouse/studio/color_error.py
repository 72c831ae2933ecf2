"""How near each shot's color comes to the exact one: what its LUT is, and how far off it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.build import Target
from posthouse.color import BakedGrade, ExactGrade, read_baked
from posthouse.color.bake import DEFAULT_BUDGET_CODE10, keeps_budget

if TYPE_CHECKING:
    from posthouse.build import Engine, Job
    from posthouse.signal import PictureFormat
    from posthouse.studio.jobs import JobPlanner


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorError:
    """The color of one shot in one colorimetry; errors are in 10-bit codes of what goes out, black to white 876."""

    shot: str
    canvas: str
    """What its codes are: primaries and transfer."""
    way: str
    """``copied``: nothing is changed; ``lut``; ``exact``: worked out at every pixel."""
    size: int = 0
    """Nodes on each axis of the LUT, or of the best that was tried."""
    is_shaped: bool = False
    worst_code10: float = 0.0
    most_code10: float = 0.0
    """What 999 of 1000 colors keep."""
    mean_code10: float = 0.0
    budget_code10: float | None = None
    """What the document asks for; None: it takes the nearest LUT."""
    is_within_budget: bool = True
    """Whether the LUT keeps the budget, or 1 where none is asked for; if not, an asked one means the exact way."""


def color_errors(planner: JobPlanner, engine: Engine) -> tuple[ColorError, ...]:
    """Return the error of every shot of the programme, on each color it is delivered in; what is missing is baked.

    Raises:
        ProductionError: a deliverable takes a choice the document did not make.
    """
    rows: list[ColorError] = []
    shots = dict.fromkeys((shot.shot, shot.media) for shot in planner.programme.cut.shots())
    for canvas in _canvases(planner):
        colorist = planner.dresser(canvas).colorist
        jobs: dict[str, Job | None] = {}
        for shot, media in shots:
            footage = planner.programme.media[media].footage
            if footage is not None:
                jobs[shot] = colorist.job(shot, footage.format)
        report = engine.build([Target(job=job) for job in dict.fromkeys(jobs.values()) if job is not None])
        budget = planner.document.color.budget
        rows += [
            color_error(shot, canvas, None if job is None else read_baked(report.path(job)), budget)
            for shot, job in jobs.items()
        ]
    return tuple(rows)


def _canvases(planner: JobPlanner) -> tuple[PictureFormat, ...]:
    """Return one canvas of each color that is delivered; the programme's own, where nothing is."""
    found: dict[tuple[str, str], PictureFormat] = {}
    for canvas in planner.canvases() or (planner.canvas,):
        found.setdefault((canvas.primaries, canvas.transfer), canvas)
    return tuple(found.values())


def color_error(
    shot: str, canvas: PictureFormat, baked: BakedGrade | ExactGrade | None, budget: float | None
) -> ColorError:
    """Return the error of a shot's baked grade."""
    named = f"{canvas.primaries} {canvas.transfer}"
    if baked is None:
        return ColorError(shot=shot, canvas=named, way="copied", budget_code10=budget)
    is_lut = isinstance(baked, BakedGrade)
    return ColorError(
        shot=shot,
        canvas=named,
        way="lut" if is_lut else "exact",
        size=baked.size,
        is_shaped=baked.shaper is not None if isinstance(baked, BakedGrade) else baked.is_shaped,
        worst_code10=baked.error_code10,
        most_code10=baked.most_error_code10,
        mean_code10=baked.mean_error_code10,
        budget_code10=budget,
        is_within_budget=keeps_budget(baked, budget or DEFAULT_BUDGET_CODE10),
    )
