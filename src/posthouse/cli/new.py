"""``posthouse new``: begin a production."""

from __future__ import annotations

from pathlib import Path

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command
from posthouse.errors import ProductionError

_IGNORED = ".posthouse/\nout/\n"


@house_command(
    "new",
    examples="""
    posthouse new harbour
    posthouse new films/harbour --template spot --title "Harbour, at Night"
    posthouse new --list
    """,
)
@click.argument("name", required=False)
@click.option("--template", "-t", help="What it begins from; --list shows all.")
@click.option("--title", help="The programme's title; made from NAME if left out.")
@click.option("--list", "show_list", is_flag=True, help="Show the templates.")
def command(name: str | None, template: str | None, title: str | None, *, show_list: bool) -> None:
    """Begin a production.

    It is a folder with a production.yaml to be written over.
    """
    from posthouse.production.templates import DEFAULT_TEMPLATE, template_names, template_text  # late, as all crafts

    if show_list:
        names = template_names()
        answer({"templates": list(names), "default": DEFAULT_TEMPLATE}, lambda: say("\n".join(names)))
        return
    if name is None:
        raise click.UsageError("name the production, as posthouse new harbour", click.get_current_context())
    folder = Path(name)
    text = template_text(template or DEFAULT_TEMPLATE, title or _title_of(folder))
    file = write_production(folder, text)

    def show() -> None:
        say(f"{file} is written", color="green")
        say(f"put your footage beside it, name it under media:, then: posthouse check {folder}")

    answer({"production": str(file), "template": template or DEFAULT_TEMPLATE}, show)


def write_production(folder: Path, text: str) -> Path:
    """Write a production into a folder that has none, and keep its working folders out of git; return its file.

    Raises:
        ProductionError: there is one already, or the folder cannot be made.
    """
    file = folder / "production.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORED, "utf-8")
    except FileExistsError:
        raise ProductionError(f"there is something at {file} already", hint="choose another name") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ProductionError(f"{folder} cannot be made: {reason}", hint="choose another place") from error
    return file


def _title_of(folder: Path) -> str:
    return folder.resolve().name.replace("-", " ").replace("_", " ").capitalize()
