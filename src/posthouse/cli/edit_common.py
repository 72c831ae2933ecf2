"""What every edit operation shares: the production, ``--dry-run``, ``--park``, ``--only``, and how it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from posthouse.production.editing import CuttingRoom, Edited
    from posthouse.production.editing.report import SequenceChange, ShotChange

    Operate = Callable[[CuttingRoom], Edited]

_NUMBERED = re.compile(r"[va]\d+", re.ASCII)
BATCH = "edits"
"""Where a command finds the list it shall note its operation in, instead of doing it."""
ONLY = click.option(
    "--only", type=click.Choice(["picture", "sound"]), default=None, help="On picture or sound alone; both if left out."
)


def _track_name(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """Return a track's name; V3 may be typed as v3."""
    return name.upper() if _NUMBERED.fullmatch(name) else name


TRACK = click.option(
    "--track", default="", callback=_track_name, help="A picture track over the cut, as V3; the cut if left out."
)
_PRODUCTION = click.option(
    "--production", "-p", type=click.Path(path_type=Path), default=".", help="The production; here if left out."
)
_DRY_RUN = click.option("--dry-run", "-n", is_flag=True, help="Show what would change, and write nothing.")
_PARK = click.option("--park", is_flag=True, help="Keep what falls off as comments in the text.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an operation is done, and how."""

    production: Path
    is_dry: bool
    parks: bool


def edit_command(name: str, *, examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Return a decorator that makes a function an edit operation; it is given a ``desk`` and its own arguments."""

    def decorate(function: Callable[..., None]) -> click.Command:
        def with_desk(production: Path, *, dry_run: bool, park: bool, **own: Any) -> None:
            function(Desk(production=production, is_dry=dry_run, parks=park), **own)

        with_desk.__doc__ = function.__doc__
        with_desk.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined] # click's own
        for option in (_PARK, _DRY_RUN, _PRODUCTION):
            with_desk = option(with_desk)
        made = house_command(name, examples=examples)(with_desk)
        made.context_settings["ignore_unknown_options"] = True  # -6f is an amount
        return made

    return decorate


def run_edit(desk: Desk, operate: Operate) -> None:
    """Do one operation, write it unless it is a dry run, and tell what was done; of a list, only note it."""
    batch: list[Operate] | None = click.get_current_context().meta.get(BATCH)
    if batch is not None:
        if desk.is_dry or desk.parks or desk.production != Path():
            raise click.UsageError("-p, -n and --park are said once, for the whole list")
        batch.append(operate)
        return
    from posthouse.media.guarded import get_ready  # late, as all of a command
    from posthouse.studio.editing import cutting_room

    get_ready()
    room = cutting_room(desk.production, parks=desk.parks)
    edited = operate(room)
    diff = room.draft.diff()
    if not desk.is_dry:
        room.draft.write()
    facts = {"production": str(room.draft.file), "written": not desk.is_dry, **edited.facts(), "diff": diff}
    answer(facts, lambda: show_edited([edited], diff if desk.is_dry else "", room))


def show_edited(edits: Sequence[Edited], diff: str, room: CuttingRoom) -> None:
    """Show what edits did to a person, after the difference they make, if there is one to show."""
    for line in diff.splitlines():
        say(line, color={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    for edited in edits:
        _show(edited, is_dry=bool(diff))
    for name, cause in room.facts.missing.items():
        say(f"  note: {name} is not there: {cause}", color="yellow")
    if room.facts.missing:
        say("  note: frames are told as if what is not there ran at the programme's rate", color="yellow")


def _show(edited: Edited, *, is_dry: bool) -> None:
    for sentence in edited.said:
        say(sentence, color=None if is_dry else "green")
    if edited.sequence is not None:
        _show_uses(edited.sequence)
    for change in edited.shots:
        say(f"  {_told(change)}")
    count, grown = edited.shifted
    if count:
        say(f"  {count} other shot{'' if count == 1 else 's'} moved along")
    if grown:
        say(f"  the programme is {abs(grown)}f {'longer' if grown > 0 else 'shorter'}: {edited.frames_after}f")
    for note in edited.notes:
        say(f"  note: {note}", color="yellow")
    for parked in edited.parked:
        say(f"  parked as a comment: {parked}", color="yellow")


def _show_uses(sequence: SequenceChange) -> None:
    """Tell what an edit inside a sequence is to the shots that play it."""
    names = [use.shot for use in sequence.uses]
    played = f"played by {', '.join(names)}" if names else "played nowhere"
    say(f"  in the sequence {sequence.name}, {played}" + (": all of them change" if len(names) > 1 else ""))
    grown = sequence.frames_after - sequence.frames_before
    if not grown:
        return
    say(f"  {sequence.name} is {abs(grown)}f {'longer' if grown > 0 else 'shorter'}: {sequence.frames_after}f")
    for use in sequence.uses:
        before, after = use.record_before, use.record_after
        if before is not None and after is not None:
            is_kept = before.duration_frames == after.duration_frames
            say(f"  {use.shot} {'keeps its in and out' if is_kept else f'plays all of it: {after.duration_frames}f'}")


def _told(change: ShotChange) -> str:
    record = _span(change.record_before), _span(change.record_after)
    source = _span(change.source_before), _span(change.source_after)
    return f"{change.shot} {change.kind}: record {_arrow(*record)}, source {_arrow(*source)}"


def _span(span: Any) -> str:
    return "-" if span is None else f"{span.start_frame}..{span.end_frame}"


def _arrow(before: str, after: str) -> str:
    if "-" in {before, after}:  # a new shot, or one that is gone: its kind says so
        return after if before == "-" else before
    return after if before == after else f"{before} -> {after}"
