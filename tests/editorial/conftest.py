"""What tests of the cut share: a few media, and a resolver that collects its complaints."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.editorial import Cut, CutResolver, Raster, Source
from posthouse.editorial.spec import DipItem, DissolveItem, GapSpec, OverSpec, ShotSpec, WipeItem
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from posthouse.fields import SpecModel

Resolve = Callable[..., tuple[Cut, list[str]]]
RATE = Rate.parse(24)
HD = Raster(width=1920, height=1080)
SOURCES = {
    "pier": Source(rate=RATE, grid_frames=1000, start_timecode=None, raster=HD),
    "boats": Source(rate=RATE, grid_frames=480, start_timecode=Timecode.parse("01:00:00:00", RATE), raster=HD),
    "still": Source(rate=RATE, grid_frames=None, start_timecode=None, raster=HD),
    "pal": Source(rate=Rate.parse(25), grid_frames=480, start_timecode=None, raster=HD),
}
MODELS: dict[str, type[SpecModel]] = {"dissolve": DissolveItem, "dip": DipItem, "wipe": WipeItem, "gap": GapSpec}


def item(written: dict[str, Any]) -> Any:
    """Return an item of the cut from what a document says."""
    model: type[SpecModel] = next((model for key, model in MODELS.items() if key in written), ShotSpec)
    return model.model_validate(written)


@pytest.fixture(scope="session")
def resolve() -> Resolve:
    """Return a function from a document's cut and over to the cut and the complaints."""

    def resolved(cut: list[dict[str, Any]], over: list[dict[str, Any]] | None = None) -> tuple[Cut, list[str]]:
        heard: list[str] = []
        resolver = CutResolver(
            rate=RATE,
            sources=SOURCES,
            complain=lambda path, cause, hint: heard.append(f"{'.'.join(map(str, path))}: {cause} ({hint})"),
        )
        over_specs = [OverSpec.model_validate(spec) for spec in over or ()]
        return resolver.cut([item(written) for written in cut], over_specs), heard

    return resolved


@pytest.fixture(scope="session")
def half() -> Fraction:
    return Fraction(1, 2)
