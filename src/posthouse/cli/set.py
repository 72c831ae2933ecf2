"""``posthouse set``: change one value of a production, comments kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command
from posthouse.errors import ProductionError

if TYPE_CHECKING:
    from posthouse.production.splice import Value


@house_command(
    "set",
    examples="""
    posthouse set cut.opening.for 60f
    posthouse set color.grades.opening.saturation 0.8
    posthouse set -p harbour titles.name.text "Harbour, at Night"
    posthouse set --remove color.grades.opening
    """,
)
@click.argument("field")
@click.argument("value", required=False)
@click.option(
    "--production", "-p", type=click.Path(path_type=Path), default=".", help="The production; here if left out."
)
@click.option("--remove", is_flag=True, help="Take the field out.")
def command(field: str, value: str | None, production: Path, *, remove: bool) -> None:
    """Change one value of a production.

    Every other byte of the file stays, comments too. FIELD leads there by keys, ids and positions, as
    cut.opening.in. VALUE is YAML. A change that would make the document wrong is refused;
    whether the media, and what hangs on shots, bear it, posthouse check says.
    """
    from posthouse.production.edit import remove_field, set_field  # late: the crafts' specs

    if remove == (value is not None):
        raise click.UsageError("give a value, or --remove", click.get_current_context())
    changed = remove_field(production, field) if remove else set_field(production, field, _parsed(str(value)))

    def show() -> None:
        say(f"{changed.file}: {field} {'is taken out' if remove else f'is {value}'}", color="green")

    answer({"production": str(changed.file), "field": field, "value": value}, show)


def _parsed(text: str) -> Value:
    """Return the value a YAML text means."""
    from posthouse.production.tree_builder import read_tree

    tree = read_tree(text)
    if tree.problems:
        raise ProductionError(f"{text!r} is not YAML: {tree.problems[0].cause}", hint="put it in quotes")
    plain: Any = tree.value
    return text if isinstance(plain, str | None) else plain
