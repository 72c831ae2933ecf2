"""``posthouse edit``: the edit operations, each one change of the production's text."""

from __future__ import annotations

import click

from posthouse.cli.family import Family

OPERATIONS = {
    "insert": "edit_footage",
    "overwrite": "edit_footage",
    "replace": "edit_footage",
    "fit": "edit_footage",
    "lift": "edit_order",
    "extract": "edit_order",
    "omit": "edit_order",
    "restore": "edit_order",
    "move": "edit_order",
    "ripple": "edit_trims",
    "roll": "edit_trims",
    "slip": "edit_trims",
    "slide": "edit_trims",
    "split": "edit_trims",
    "join": "edit_trims",
    "retime": "edit_speed",
    "transition": "edit_transition",
    "nest": "edit_order",
    "un-nest": "edit_order",
    "all": "edit_all",
}
"""In the order they are shown, with the module each is in."""
_HELP = """Edit the cut, as on a bench.

Places are a join (opening/fleet), a shot, an anchor (opening+12f, opening@00:00:05:00) or a programme time; amounts
are +6f, -12f, +1s. A shot inside a sequence is brawl/punch (brawl plays it), fight/punch (the sequence is fight), or
punch; shots over the cut go by their ids too. Ids and comments stay, and what hangs on shots follows them; what an edit
would cut away is refused, or kept as comments with --park. The text is checked as a whole before it is written: undo it
with git.

Every operation takes --production (-p), --dry-run (-n), --park and --json.
"""
_EXAMPLES = """\b
Examples:
  posthouse edit roll opening/fleet +6f
  posthouse edit split opening@00:00:05:00 --dry-run
  posthouse edit OPERATION -h    every operation, with examples
"""


@click.group("edit", cls=Family, modules=OPERATIONS, help=_HELP, epilog=_EXAMPLES)
def command() -> None:
    """Run no operation: the group itself."""
