"""The documentation is checked like code: its links, its examples and the commands it names."""

from __future__ import annotations

import ast
import json
import re
import shlex
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click import Context, Group

from posthouse.cli.exits import MEANINGS
from posthouse.cli.main import COMMANDS, house
from posthouse.errors import DocumentProblems
from posthouse.production import production_from_text
from posthouse.production.tree_builder import read_tree

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
GUIDES = [page for page in PAGES if page.name != "document.md" and "decisions" not in page.parts]
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"`(posthouse [^`]+)`")
# What an example may take for granted: the media and shots that all of the pages use.
_MINIMAL: dict[str, Any] = {
    "posthouse": 1,
    "title": "Harbour",
    "format": {"size": [1920, 1080], "rate": 24},
    "media": {"pier": "footage/pier.mov", "boats": "footage/boats.mov", "gulls": "sound/gulls.wav"},
    "cut": [
        {"shot": "opening", "from": "pier", "in": "00:00:04:10", "out": "00:00:07:02"},
        {"shot": "fleet", "from": "boats", "in": "2s", "for": "72f"},
        {"shot": "talk", "from": "pier", "in": "10s", "for": "3s"},
    ],
    "deliver": ["web"],
}


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in _FENCE.findall(page.read_text("utf-8")) if found == language]


@cache
def _examples() -> list[tuple[str, str]]:
    return [(f"{_name(page)}-{i}", text) for page in GUIDES for i, text in enumerate(_blocks(page, "yaml"), 1)]


@cache
def _commands() -> list[tuple[str, str]]:
    """Return every command line of the pages, with where it stands."""
    lines = []
    for page in GUIDES:
        shown = "\n".join(_blocks(page, "") + _blocks(page, "sh"))
        written = [line.removeprefix("$ ").split("  ")[0] for line in shown.splitlines()]
        inline = [words.split("  ")[0] for words in _CODE.findall(page.read_text("utf-8"))]
        lines += [(_name(page), line) for line in [*written, *inline] if line.startswith("posthouse ")]
    return sorted(set(lines))


def _whole(text: str) -> str:
    """Return an example as a whole production: what it does not say is taken from the minimal one."""
    said = read_tree(text).value
    assert isinstance(said, dict)
    if "posthouse" in said:
        return text
    media = _MINIMAL["media"] | said.get("media", {})
    return json.dumps(_MINIMAL | said | {"media": media})


@pytest.mark.parametrize(("where", "text"), _examples(), ids=[where for where, _ in _examples()])
def test_example_is_a_valid_production(where: str, text: str) -> None:
    try:
        production_from_text(_whole(text), Path("production.yaml"))
    except DocumentProblems as problems:
        pytest.fail(f"{where}: {problems}")


@pytest.mark.parametrize("page", GUIDES, ids=_name)
def test_python_examples_compile_and_import_what_there_is(page: Path) -> None:
    for text in _blocks(page, "python"):
        tree = ast.parse(text)
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(body=[*imports], type_ignores=[]), _name(page), "exec"), {})  # noqa: S102 - our own page


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in _LINK.findall(page.read_text("utf-8")):
        if link.startswith(("http:", "https:")):
            continue
        file, _, heading = link.partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (heading and heading not in map(_slug, _HEADING.findall(target.read_text("utf-8")))):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=_name)
def test_every_page_is_reached_from_the_map(page: Path) -> None:
    reached, todo = set(), [ROOT / "docs" / "index.md"]
    while todo:
        here = todo.pop()
        if here in reached or here.suffix != ".md" or not here.exists():
            continue
        reached.add(here)
        todo += [(here.parent / link.partition("#")[0]).resolve() for link in _LINK.findall(here.read_text("utf-8"))]
    assert page in reached


@pytest.mark.parametrize(("where", "line"), _commands(), ids=[f"{where}: {line}" for where, line in _commands()])
def test_command_and_its_options_exist(where: str, line: str) -> None:
    words = shlex.split(re.split(r" [|>2&#]", line)[0])[1:]
    if words[0].isupper() or words[0].startswith("-"):
        return
    assert words[0] in COMMANDS, where
    command = house.get_command(Context(house), words[0])
    assert command is not None
    if isinstance(command, Group) and len(words) > 1 and not words[1].isupper() and not words[1].startswith("-"):
        command = command.get_command(Context(command), words[1])
        assert command is not None
    known = {"-h", "--help"} | {name for option in command.params for name in option.opts}
    amount = re.compile(r"-\d.*")
    assert [w for w in words[1:] if w.startswith("-") and w not in known and not amount.fullmatch(w)] == []


def test_every_command_has_a_chapter() -> None:
    chapters = re.findall(r"^## (\w+)$", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.MULTILINE)
    assert [chapter for chapter in chapters if chapter in COMMANDS] == list(COMMANDS)


ALL_TAKE = {"--json", "--debug", "--production"}
"""Told once, above all chapters."""


@pytest.mark.parametrize("name", COMMANDS)
def test_chapter_names_every_option_of_its_command(name: str) -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    chapter = re.split(r"^## ", text.split(f"\n## {name}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    command = house.get_command(Context(house), name)
    assert command is not None
    options = [name for option in command.params for name in option.opts if name.startswith("--")]
    missing = [option for option in options if option not in ALL_TAKE and f"`{option}" not in chapter]
    assert missing == []


@pytest.mark.parametrize(("code", "meaning"), MEANINGS.items())
def test_exit_code_is_documented_in_the_words_of_the_command_line(code: int, meaning: str) -> None:
    assert f"| {int(code)} | {meaning} |" in (ROOT / "docs" / "exit-codes.md").read_text("utf-8")


def test_readme_opens_with_the_two_commands() -> None:
    first = _blocks(ROOT / "README.md", "sh")[0].split("\n")
    assert [line.split("  ")[0].strip() for line in first if line] == ["make demo", "make test"]
