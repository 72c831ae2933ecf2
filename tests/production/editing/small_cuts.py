"""Cuts to edit: three shots at any rates and in any spelling, and the twenty shots of the example."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from posthouse.editorial import Raster, Source
from posthouse.production.draft import Draft
from posthouse.production.editing import CuttingRoom, EditFacts
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.hanging import anchored
from posthouse.production.editing.run import Run
from posthouse.timing import BROADCAST_RATES, Rate, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping

RASTER = Raster(width=64, height=36)
LENGTH_SECONDS = 40
TWENTY = Path(__file__).resolve().parents[3] / "examples" / "twenty-shots" / "production.yaml"
TWENTY_FRAMES = {"battle": 1760, "forest": 1440, "dark": None}


def source(rate: Rate, grid_frames: int | None, start: Timecode | None = None) -> Source:
    """Return what is known of a media."""
    return Source(rate=rate, grid_frames=grid_frames, start_timecode=start, raster=RASTER)


def room_of(text: str, sources: Mapping[str, Source], *, parks: bool = False) -> CuttingRoom:
    """Return a cutting room on a text."""
    return CuttingRoom(Draft(text, Path("production.yaml")), EditFacts(sources=sources), parks=parks)


def twenty(*, parks: bool = False) -> CuttingRoom:
    """Return the example of twenty shots on the bench."""
    rate = Rate.parse(24)
    sources = {name: source(rate, frames) for name, frames in TWENTY_FRAMES.items()}
    return room_of(TWENTY.read_text("utf-8"), sources, parks=parks)


def cut_of(room: CuttingRoom) -> list[tuple[object, ...]]:
    """Return a draft's cut in frames: each item with what it plays, and each transition with its range."""
    bench = Bench(room.draft, room.facts)
    items = [(str(piece.kind), piece.id, piece.frames, piece.run) for piece in bench.pieces if piece.is_real]
    return [*items, *((each.effect, each.range) for each in bench.resolved.level.transitions)]


def length_of(room: CuttingRoom) -> int:
    """Return the programme's length."""
    return Bench(room.draft, room.facts).cut.duration_frames


def anchors_of(room: CuttingRoom) -> dict[str, int | None]:
    """Return where all that is anchored stands."""
    bench = Bench(room.draft, room.facts)
    found = anchored(bench.draft_value, bench.production.ids)
    return {f"{each.label} {each.key}": each.frame(bench.cut, bench.rate, bench.resolved.sources) for each in found}


def shown_by(room: CuttingRoom, shot: str) -> Run:
    """Return what a shot plays."""
    bench = Bench(room.draft, room.facts)
    return Run.of(bench.placed[shot].source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """A cut of three shots: one, two, three; all of one media."""

    text: str
    sources: Mapping[str, Source]

    def room(self, *, parks: bool = False) -> CuttingRoom:
        """Return it on the bench."""
        return room_of(self.text, self.sources, parks=parks)


def small(rate: Rate, media_rate: Rate, *, style: str = "frames", speed: str = "100%", ends: str = "for") -> Small:
    """Return a cut of three shots, spelled one way."""
    start = _start(media_rate, style)
    media = source(media_rate, rate.nearest_frames(Fraction(LENGTH_SECONDS)), start)
    shots = [
        _shot(name, second, media, style, speed, ends) for name, second in (("one", 10), ("two", 20), ("three", 5))
    ]
    lines = "\n".join(f"  - {shot}   # the comment of a shot" for shot in shots)
    text = (
        f"posthouse: 1\ntitle: Small\nformat: {{size: [64, 36], rate: {rate}}}\nmedia: {{clip: clip.mov}}\n"
        f"cut:   # the cut\n{lines}\n\n# the end\ndeliver: [web]\n"
    )
    return Small(text=text, sources={"clip": media})


def _start(rate: Rate, style: str) -> Timecode | None:
    if style == "timecode":
        return Timecode(frame_count=3600 * rate.timebase, rate=rate)
    return Timecode.parse("01:00:00;00", rate) if style == "drop" and _drops(rate) else None


def _drops(rate: Rate) -> bool:
    return rate.is_ntsc and rate.timebase % 30 == 0


def _shot(name: str, second: int, media: Source, style: str, speed: str, ends: str) -> str:
    begin = _spelled(media.rate.nearest_frames(Fraction(second)), media, style)
    end = _spelled(media.rate.nearest_frames(Fraction(second + 3)), media, style)
    how = {"for": f"in: {begin}, for: 48f", "out": f"in: {begin}, out: {end}", "back": f"out: {end}, for: 48f"}[ends]
    fast = "" if speed == "100%" else f", speed: {speed}"
    return f"{{shot: {name}, from: clip, {how}{fast}}}"


def _spelled(frames: int, media: Source, style: str) -> str:
    if style == "seconds":
        return f"{round(media.rate.seconds_at(frames))}s"
    if style in {"timecode", "drop"} and media.start_timecode is not None:
        return str(media.start_timecode.plus(frames))
    return f"{frames}f"


@st.composite
def smalls(draw: Any, *, speeds: tuple[str, ...] = ("100%",)) -> Small:
    """Draw a cut of three shots at any two broadcast rates, in any spelling."""
    rate, media_rate = (draw(st.sampled_from(BROADCAST_RATES)) for _ in range(2))
    style = draw(st.sampled_from(["frames", "timecode", "drop", "seconds"]))
    ends = draw(st.sampled_from(["for", "out", "back"]))
    return small(rate, media_rate, style=style, speed=draw(st.sampled_from(speeds)), ends=ends)
