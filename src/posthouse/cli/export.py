"""``posthouse export``: the cut, for another house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, refuse, say
from posthouse.cli.command import house_command, opened
from posthouse.cli.losses import show_losses

if TYPE_CHECKING:
    from posthouse.interchange.formats import Format
    from posthouse.studio.exchange.exporting import Exported


@house_command(
    "export",
    examples="""
    posthouse export edl
    posthouse export premiere
    posthouse export fcp7 harbour --as turnover/harbour_v3.xml
    posthouse export otio harbour --force --report losses.html
    posthouse export premiere --flat
    posthouse export --list
    """,
)
@click.argument("form", metavar="FORMAT", required=False)
@click.argument("production", type=click.Path(path_type=Path), default=".")
@click.option("--as", "file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--no-sidecar", is_flag=True, help="Do not keep beside it what the format cannot say.")
@click.option("--flat", is_flag=True, help="Lay sequences and multicams flat, also where the format can nest.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report: .html, .txt, .json.")
@click.option("--list", "show_list", is_flag=True, help="Show the formats.")
def command(form: str | None, production: Path, file: Path | None, report: Path | None, **flags: bool) -> None:
    """Write the cut in a format of another house.

    Every item is accounted for: kept, approximated or dropped, and why. What the format cannot say is kept beside it,
    in FILE.posthouse.json, so that posthouse import gets all of it back. Sequences go out as nested sequences or
    compound clips, multicams as multicam clips, where the format has them; --flat lays them out shot by shot.
    """
    from posthouse.studio.exchange.exporting import export, plain_format, writable_formats  # late, as all of a command
    from posthouse.studio.exchange.report import refuse_no_report

    if flags["show_list"]:
        forms = [
            {"name": each.name, "title": each.title, "suffixes": list(each.suffixes)} for each in writable_formats()
        ]
        answer({"formats": forms}, lambda: say("\n".join(f"{each['name']:<14} {each['title']}" for each in forms)))
        return
    if report is not None:
        refuse_no_report(report)
    if form is None:
        names = ", ".join(each.name for each in writable_formats())
        raise click.UsageError(f"name a format: {names}", click.get_current_context())
    form = plain_format(form)
    file = _ended(file, next((each for each in writable_formats() if each.name == form), None))
    with opened(production) as film:
        done = export(
            film,
            form,
            to=file,
            may_overwrite=flags["force"],
            with_sidecar=not flags["no_sidecar"],
            is_flat=flags["flat"],
        )
    if report is not None:
        done.report.write(report)
    answer(_facts(done, report), lambda: _show(done, report))


def _ended(file: Path | None, form: Format | None) -> Path | None:
    """Return the file with an ending its format is known by; another format's is refused."""
    if file is None or form is None or file.suffix.lower() in form.suffixes:
        return file
    from posthouse.interchange.formats import FORMATS  # late, as all of a command

    if any(file.suffix.lower() in each.suffixes for each in FORMATS):
        refuse(f"{file.name} would not be known as {form.title}", hint=f"end it in {' or '.join(form.suffixes)}")
    return file.with_name(file.name + form.suffixes[0])


def _facts(done: Exported, report: Path | None) -> dict[str, object]:
    return {
        "files": [str(path) for path in done.files],
        "sidecar": str(done.sidecar) if done.sidecar else None,
        "report": str(report) if report else None,
        **done.report.facts(),
    }


def _show(done: Exported, report: Path | None) -> None:
    for path in done.files:
        say(f"{path} is written", color="green")
    show_losses(done.report)
    if done.sidecar is not None and done.report.losses:
        say(f"what is not in it is kept in {done.sidecar.name}")
    if report is not None:
        say(f"the report is {report}")
