"""``posthouse turnover return``: versions that came back, checked, and put into the cut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, refuse, say, table
from posthouse.cli.command import house_command, opened
from posthouse.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.studio.turnover.accept import Acceptance
    from posthouse.studio.turnover.returns import Returned


@house_command(
    "return",
    examples="""
    posthouse turnover return vfx/in
    posthouse turnover return vfx/in harbour --approved tower=3 --take
    posthouse turnover return vfx/in --json
    """,
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("production", type=click.Path(path_type=Path), default=".")
@click.option("--approved", multiple=True, metavar="SHOT=VERSION", help="Use this version, not the newest; repeatable.")
@click.option(
    "--sent",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="What went out; turnovers/ if left out.",
)
@click.option("--take", is_flag=True, help="Write the change into the production.")
def command(folder: Path, production: Path, approved: tuple[str, ...], sent: Path | None, *, take: bool) -> None:
    """Take in versions of shots that were turned over.

    Found by name in FOLDER, the newest (or the approved one) of each shot; checked for length, size and rate against
    what went out; shown as a change of the text, which --take writes. Grade, cues and titles of the shot stay with it,
    and so does its sound: only the picture is the version's.
    The exit code is 3 if a version is not what went out.
    """
    from posthouse.production.draft import Draft  # late, as all of a command
    from posthouse.studio.turnover.accept import Acceptance
    from posthouse.studio.turnover.returns import returned_versions, sent_pulls, usable

    with opened(production) as film:
        pulls = sent_pulls(sent or film.folder / "turnovers")
        versions = returned_versions(pulls, folder, film.library, _approved(approved))
        acceptance = Acceptance(film, Draft.open(film.production.file))
        for version in usable(versions):
            acceptance.accept(version)
        diff = acceptance.draft.diff()
        acceptance.draft.checked()
        if take:
            acceptance.draft.write()
    _tell(versions, acceptance, diff, take=take)
    if any(version.problems for version in versions) or acceptance.refused:
        click.get_current_context().exit(Exit.MEDIA)


def _approved(written: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for text in written:
        shot, _, version = text.partition("=")
        if not shot or not version.lstrip("vV").isdecimal():
            refuse(f"{text!r} approves nothing", hint="write SHOT=VERSION, as tower=3")
        found[shot] = int(version.lstrip("vV"))
    return found


def _tell(versions: Sequence[Returned], acceptance: Acceptance, diff: str, *, take: bool) -> None:
    def show() -> None:
        rows = [
            (v.sent.shot, f"v{v.version:03}", str(v.path), "; ".join(v.problems) or _state(v, acceptance))
            for v in versions
        ]
        if rows:
            table(("shot", "version", "file", "state"), rows)
        else:
            say("nothing came back", color="yellow")
        for version in versions:
            if version.doubt and not version.problems:
                say(f"{version.sent.shot} v{version.version:03}: {version.doubt}", color="yellow")
        if acceptance.taken:
            say("the sound stays the cut's own: sound_from: at each version")
        for shot in acceptance.with_sound:
            name = acceptance.taken[shot]
            say(f"{name} has sound of its own; {shot} keeps its own sound. To hear the version's, take out sound_from:")
        if diff:
            say(diff.rstrip("\n"))
            say("written" if take else "nothing is written yet: --take does", color="green" if take else "yellow")

    facts = {
        "versions": [version.facts() for version in versions],
        "taken": acceptance.taken,
        "kinds": {shot: str(kind) for shot, kind in acceptance.kinds.items()},
        "refused": acceptance.refused,
        "with_sound": acceptance.with_sound,
        "written": take and bool(diff),
    }
    answer(facts, show)


def _state(version: Returned, acceptance: Acceptance) -> str:
    shot = version.sent.shot
    if shot in acceptance.refused or shot not in acceptance.taken:
        return acceptance.refused.get(shot, "in the cut already")
    if not version.sent.is_played_otherwise:
        return "new"
    return "new, its retime baked in" if version.kind == "baked" else "new, the retime stays in the cut"
