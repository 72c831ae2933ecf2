"""``posthouse assemble``: a rough cut from a paper edit or a screenplay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import say, shortened, table
from posthouse.cli.command import PRODUCTION, house_command
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from posthouse.studio.proposals.assemble import Assembled
    from posthouse.studio.proposals.assemble_plan import RoughScene, RoughShot

_PATHS = click.Path(path_type=Path)


@house_command(
    "assemble",
    examples="""
    posthouse assemble selects.csv
    posthouse assemble selects.txt harbour --into selects --take
    posthouse assemble harbour.fountain --footage dailies --log dailies.ale
    posthouse assemble harbour.fountain --log slates.csv --replace
    posthouse assemble harbour.fountain --footage dailies --pattern "{scene}_{take}_{camera}"
    """,
)
@click.argument("paper", type=_PATHS)
@PRODUCTION
@click.option("--footage", multiple=True, type=_PATHS, metavar="FOLDER", help="Dailies that are no media yet.")
@click.option(
    "--log", "logs", multiple=True, type=_PATHS, metavar="FILE", help="An Avid log (ALE), or a CSV of slates."
)
@click.option("--pattern", default="", help="How file names say scene and take, as {camera}_{scene}-{take}.")
@click.option("--into", "sequence", default="", metavar="NAME", help="Make a sequence of it instead of the cut.")
@click.option("--replace", "replaces", is_flag=True, help="Put it in the place of shots that are there.")
@TAKE
def command(  # noqa: PLR0913 - one for each option
    paper: Path,
    production: Path,
    footage: tuple[Path, ...],
    logs: tuple[Path, ...],
    pattern: str,
    sequence: str,
    *,
    replaces: bool,
    take: bool,
) -> None:
    """Propose a rough cut from PAPER: a paper edit, or a screenplay in Fountain.

    A paper edit is a CSV, TSV or Markdown table, or lines as: clip in out note. Of a screenplay, each scene's best
    takes are laid out: circled ones, else the last. Other setups and cameras stand beside them with omit: true; a
    scene without takes is a slug as long as its pages, with a card.
    """
    from posthouse.media.guarded import get_ready  # late, as all of a command

    get_ready()
    from posthouse.studio.proposals.assemble import AssemblyWanted, proposed_assembly

    wanted = AssemblyWanted(logs=logs, footage=footage, pattern=pattern, sequence=sequence, replaces=replaces)
    proposal, found = proposed_assembly(production, paper, wanted)
    propose(proposal, _facts(found), lambda: _show(found), is_taken=take, nothing="nothing to change")


def _facts(found: Assembled) -> dict[str, Any]:
    return {
        "scenes": [
            {
                "scene": scene.scene.number if scene.scene else None,
                "heading": scene.scene.heading if scene.scene else "",
                "eighths": scene.scene.eighths if scene.scene else None,
                "missing": scene.is_missing,
                "shots": [_shot_facts(shot) for shot in scene.shots],
            }
            for scene in found.scenes
        ],
        "sound_from": dict(found.sounds),
        "notes": list(found.notes),
    }


def _shot_facts(shot: RoughShot) -> dict[str, Any]:
    slate = shot.clip.slate if shot.clip else None
    return {
        "shot": shot.shot,
        "media": shot.clip.name if shot.clip else None,
        "alternative": shot.is_alternative,
        "circled": bool(slate and slate.is_circled),
        "line": shot.line or None,
        "why": shot.comment,
    }


def _show(found: Assembled) -> None:
    rows = [_cells(scene, shot) for scene in found.scenes for shot in scene.shots]
    table(("scene", "shot", "media", "", ""), rows)
    for note in found.notes:
        say(f"note: {note}")
    say()


def _cells(scene: RoughScene, shot: RoughShot) -> tuple[str, ...]:
    used = "missing" if shot.clip is None else "alternative" if shot.is_alternative else "used"
    number = scene.scene.number if scene.scene else ""
    return number, shot.shot, shot.clip.name if shot.clip else "-", used, shortened(shot.comment)
