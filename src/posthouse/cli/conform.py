"""``posthouse conform``: which picture of a media each programme frame shows, and how far from its time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say, table
from posthouse.cli.command import house_command
from posthouse.errors import ProductionError
from posthouse.timing import ConstantConform, Rate, TimedConform
from posthouse.timing.conform_table import ConformTable, conform_table

if TYPE_CHECKING:
    from posthouse.timing.conform_table import ConformRow

_SHOWN = 12
"""Lines of the beginning, and of the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A media, on a grid."""

    name: str
    conform: ConstantConform | TimedConform
    grid: Rate


@house_command(
    "conform",
    examples="""
    posthouse conform footage/phone.mp4 --rate 24
    posthouse conform harbour:phone --all
    posthouse conform footage/phone.mp4 --rate 25 --json | jq .repeated
    """,
)
@click.argument("media", metavar="FILE|PRODUCTION:MEDIA")
@click.option("--rate", metavar="RATE", help="The programme's rate for a file; left out, the file's own.")
@click.option("--all", "is_whole", is_flag=True, help="Show every frame, not the first and last only.")
def command(media: str, rate: str | None, *, is_whole: bool) -> None:
    """Show which picture each programme frame shows.

    For every frame of the programme's rate: its picture, when that picture comes on, and how far the picture's own
    time is from the frame's. Then how many pictures are shown more than once, and how many never.
    """
    asked = _of_production(media) if ":" in media and not Path(media).exists() else _of_file(Path(media), rate)
    found = conform_table(asked.conform, asked.grid)
    answer(_facts(asked, found), lambda: _show(asked, found, is_whole=is_whole))


def _of_file(path: Path, rate: str | None) -> _Asked:
    from tempfile import TemporaryDirectory

    from posthouse.media.library import MediaLibrary  # late: opens FFmpeg

    try:
        wanted = None if rate is None else Rate.parse(rate)
    except ValueError as problem:
        raise ProductionError(f"--rate: {problem}") from problem
    with TemporaryDirectory() as folder, MediaLibrary(Path(folder)) as library:
        info = library.info(path)
        if not info.pictures:
            raise ProductionError(f"{path} has no pictures to conform")
        facts = info.pictures[0]
        grid = wanted or Rate(facts.rate)
        if not facts.is_vfr:
            plain = ConstantConform(source_rate=Rate(facts.rate), grid_rate=grid, pictures=facts.frame_count)
            return _Asked(name=str(path), conform=plain, grid=grid)
        index = library.picture_index(path, info, 0)
        ticks = [int(tick) for tick in index.shown_ticks]
        timed = TimedConform(
            times_ticks=tuple(ticks[:-1]), end_ticks=ticks[-1], tick_seconds=index.tick_base, grid_rate=grid
        )
        return _Asked(name=str(path), conform=timed, grid=grid)


def _of_production(media: str) -> _Asked:
    from posthouse.cli.command import opened

    folder, _, name = media.rpartition(":")
    with opened(Path(folder)) as film:
        known = film.programme.media
        if name not in known or known[name].footage is None:
            pictured = ", ".join(each for each, found in known.items() if found.footage) or "none"
            raise ProductionError(f"{folder} has no media {name!r} with pictures", hint=f"it has {pictured}")
        footage = known[name].footage
        assert footage is not None
        return _Asked(name=name, conform=footage.conform, grid=film.production.document.format.rate)


def _facts(asked: _Asked, found: ConformTable) -> dict[str, Any]:
    return {
        "media": asked.name,
        "rate": str(asked.grid),
        "pictures": found.pictures,
        "frames": len(found.rows),
        "repeated": found.repeated,
        "dropped": found.dropped,
        "largest_error_ms": round(found.largest_error_ms, 3),
        "rows": [
            {
                "frame": row.frame,
                "picture": row.picture,
                "comes_on_s": round(float(row.seconds), 6),
                "error_ms": round(row.error_ms, 3),
            }
            for row in found.rows
        ],
    }


def _show(asked: _Asked, found: ConformTable, *, is_whole: bool) -> None:
    rows = found.rows
    is_cut = not is_whole and len(rows) > 2 * _SHOWN
    shown = [*rows[:_SHOWN], *rows[-_SHOWN:]] if is_cut else list(rows)
    lines = [_line(row) for row in shown]
    if is_cut:
        lines.insert(_SHOWN, ("...", "", "", "", f"{len(rows) - 2 * _SHOWN} more: --all"))
    say(f"{asked.name} at {asked.grid} fps", color="cyan")
    table((">frame", ">picture", ">comes on", ">error ms", ""), lines)
    say(
        f"{len(rows)} frames of {found.pictures} pictures: {found.repeated} repeats, {found.dropped} dropped, "
        f"at most {found.largest_error_ms:.3f} ms off"
    )


def _line(row: ConformRow) -> tuple[str, ...]:
    note = "again" if row.is_repeat else f"{row.skipped} dropped before" if row.skipped else ""
    return (str(row.frame), str(row.picture), f"{float(row.seconds):.6f} s", f"{row.error_ms:+.3f}", note)
