"""``posthouse edit all``: many operations from a file, as one change."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer
from posthouse.cli.edit_common import BATCH, Desk, edit_command, show_edited
from posthouse.errors import DocumentProblems, ProductionError

if TYPE_CHECKING:
    from posthouse.cli.edit_common import Operate
    from posthouse.production.editing import Edited

LONGEST_LIST = 10_000


@edit_command(
    "all",
    examples="""
    posthouse edit all changes.yaml        with lines as: - roll opening/fleet +6f
    posthouse edit all changes.yaml -n     the difference they would make
    """,
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def everything(desk: Desk, file: Path) -> None:
    """Do all the operations that FILE lists, in order, as one change: all of them, or none.

    FILE is a YAML list of operations as they are typed, without "posthouse edit".
    """
    from posthouse.media.guarded import get_ready  # late, as all of a command
    from posthouse.studio.editing import cutting_room

    lines = _lines(file)
    operations = [_operation(line, file, number) for number, line in enumerate(lines, 1)]
    get_ready()
    room = cutting_room(desk.production, parks=desk.parks)
    edits: list[Edited] = []
    for number, operate in enumerate(operations, 1):
        try:
            edits.append(operate(room))
        except ProductionError as problem:
            raise _named(problem, f"{file}: operation {number}, {lines[number - 1]!r}") from problem
    diff = room.draft.diff()
    if not desk.is_dry:
        room.write()
    facts = {"production": str(room.draft.file), "written": not desk.is_dry, "edits": [e.facts() for e in edits]}
    answer({**facts, "diff": diff}, lambda: show_edited(edits, diff if desk.is_dry else "", room))


def _named(problem: ProductionError, operation: str) -> ProductionError:
    """Return a problem with the operation it came of."""
    if isinstance(problem, DocumentProblems):
        return DocumentProblems(tuple(_named(each, operation) for each in problem.problems))
    cause = f"{operation}: {problem.cause}"
    return ProductionError(cause, hint=problem.hint or "nothing was changed", place=problem.place)


def _lines(file: Path) -> list[str]:
    from posthouse.production.text import read_text  # late: the crafts' specs
    from posthouse.production.tree_builder import read_tree

    tree = read_tree(read_text(file))
    found = tree.value
    if tree.problems or not isinstance(found, list) or not all(isinstance(line, str) for line in found):
        cause = tree.problems[0].cause if tree.problems else "it is no list of operations"
        raise ProductionError(f"{file}: {cause}", hint="write one a line, as: - roll opening/fleet +6f")
    if len(found) > LONGEST_LIST:
        raise ProductionError(f"{file} lists {len(found)} operations", hint=f"at most {LONGEST_LIST}")
    return [str(line) for line in found]


def _operation(line: str, file: Path, number: int) -> Operate:
    """Return one line's operation, read by the command of its name."""
    from posthouse.cli.edit import command as group  # it lists this command among its own

    if line.split()[:1] == [everything.name]:
        raise ProductionError(f"{file}: operation {number}, {line!r}: a list within a list is not taken")
    context = click.get_current_context()
    flags = dict(context.find_root().meta)
    try:
        name, *words = shlex.split(line)
        operation = group.get_command(context, name)
        assert operation is not None, "the group refuses a name that is none"
        batch: list[Operate] = []
        with operation.make_context(name, words, parent=context) as inner:
            inner.meta[BATCH] = batch
            operation.invoke(inner)
        return batch[0]
    except (ValueError, IndexError, click.UsageError) as problem:
        said = problem.format_message() if isinstance(problem, click.UsageError) else str(problem)
        raise ProductionError(f"{file}: operation {number}, {line!r}: {said}", hint="posthouse edit -h") from problem
    finally:
        context.find_root().meta.update(flags)  # --json is of the whole list, which its lines do not know


COMMANDS = {"all": everything}
