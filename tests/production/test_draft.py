"""Drafts: lists rearranged with their comments, many changes at once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from posthouse.errors import DocumentProblems, ProductionError
from posthouse.production.arrange import REMOVED, Entry, Kept, New, arranged_value
from posthouse.production.draft import Draft
from posthouse.production.editing.park import park

TEXT = """\
posthouse: 1
title: Harbour   # working title
format: {size: [1920, 1080], rate: 24}
media:
  pier: footage/pier.mov
  boats: {file: footage/boats.mov}
cut:
  # ---- the harbour
  - {shot: opening, from: pier, in: 10f, for: 48f}   # slow
  - dissolve: 12f

  # ---- the fleet
  - shot: fleet      # wide
    from: boats
    in: 5f
    for: 72f

  - gap: 6f
  - {shot: last, from: pier, for: 24f, sound: {gain: -3 dB}}
# the end
deliver: [web]
"""


def draft() -> Draft:
    return Draft(TEXT, Path("production.yaml"))


def test_moving_an_entry_takes_its_comments_along() -> None:
    changed = draft()
    changed.arrange("cut", [Kept(index=index) for index in (2, 0, 1, 4, 3)])
    lines = changed.text.splitlines()
    start = lines.index("cut:")
    assert lines[start + 1 : start + 9] == [
        "  # ---- the harbour",
        "",
        "  # ---- the fleet",
        "  - shot: fleet      # wide",
        "    from: boats",
        "    in: 5f",
        "    for: 72f",
        "  - {shot: opening, from: pier, in: 10f, for: 48f}   # slow",
    ]
    assert "# the end\ndeliver: [web]\n" in changed.text


def test_the_same_order_changes_nothing() -> None:
    changed = draft()
    changed.arrange("cut", [Kept(index=index) for index in range(5)])
    assert changed.text == TEXT
    assert changed.diff() == ""


def test_fields_change_inside_an_entry_of_lines_and_of_braces() -> None:
    changed = draft()
    entries: list[Entry] = [
        Kept(index=0, changes={"in": "12f", "for": REMOVED, "out": "60f", "sound.lead": "4f"}),
        Kept(index=1),
        Kept(index=2, changes={"for": "70f", "speed": "50%", "in": REMOVED}),
        New(value={"gap": "3f"}, comment="a breath"),
        Kept(index=4, changes={"sound.gain": "-6 dB"}),
    ]
    changed.arrange("cut", entries)
    assert "  - {shot: opening, from: pier, in: 12f, out: 60f, sound: {lead: 4f}}   # slow\n" in changed.text
    assert "  - shot: fleet      # wide\n    from: boats\n    for: 70f\n    speed: 50%\n" in changed.text
    assert "  - {gap: 3f}  # a breath\n" in changed.text
    assert "sound: {gain: -6 dB}}" in changed.text


def test_comments_above_an_entry_left_out_stay() -> None:
    changed = draft()
    changed.arrange("cut", [Kept(index=1), Kept(index=4)])
    assert "  # ---- the harbour\n  - dissolve: 12f\n\n  # ---- the fleet\n\n  - {shot: last" in changed.text


@pytest.mark.parametrize("path", ["over", "sound.cues"], ids=str)
def test_a_list_that_is_not_there_is_added(path: str) -> None:
    changed = draft()
    changed.arrange(path, [New(value={"a": 1}), New(value={"b": 2})])
    assert changed.text.endswith("- {a: 1}\n" + ("    " if "." in path else "  ") + "- {b: 2}\n")


def test_a_list_in_brackets_is_arranged() -> None:
    changed = draft()
    changed.arrange("deliver", [New(value={"as": "web", "name": "x"}), Kept(index=0)])
    assert "deliver: [{as: web, name: x}, web]\n" in changed.text


def test_a_text_with_problems_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "production.yaml"
    file.write_text(TEXT)
    changed = Draft.open(file)
    changed.arrange("cut", [Kept(index=0, changes={"from": "nobody"})])
    with pytest.raises(DocumentProblems, match="there is no media nobody"):
        changed.write()
    assert file.read_text() == TEXT


def test_what_an_alias_shares_is_not_changed() -> None:
    text = TEXT.replace("- gap: 6f", "- &g {gap: 6f}").replace("- {shot: last", "- *g\n  - {shot: last")
    changed = Draft(text, Path("production.yaml"))
    with pytest.raises(ProductionError, match="alias"):
        changed.arrange("cut", [Kept(index=4, changes={"gap": "2f"})])


@pytest.mark.parametrize("seed", range(60))
def test_any_arrangement_says_what_is_expected(seed: int) -> None:
    chance = random.Random(seed)
    changed = draft()
    for _ in range(4):
        old = changed.at(("cut",))
        assert isinstance(old, list)
        kept = chance.sample(range(len(old)), chance.randint(1, len(old)))
        entries: list[Kept | New] = [
            Kept(index=index, changes=chance.choice([{}, {"x": "1f"}, {"sound.gain": "1 dB", "from": REMOVED}]))
            if isinstance(old[index], dict)
            else Kept(index=index)
            for index in kept
        ]
        entries.insert(chance.randint(0, len(entries)), New(value={"gap": "1f"}))
        changed.arrange("cut", entries)
        assert changed.at(("cut",)) == arranged_value(old, entries)
    assert all(mark in changed.text for mark in ("# working title", "# ---- the fleet", "# ---- the harbour"))


def test_a_new_entry_may_take_the_place_of_another_under_its_comments() -> None:
    changed = draft()
    entries: list[Entry] = [Kept(index=0), Kept(index=1), New(value={"gap": "72f"}, instead=2), Kept(index=4)]
    changed.arrange("cut", entries)
    assert "\n  # ---- the fleet\n  - {gap: 72f}\n\n  - {shot: last," in changed.text


SMALL = """\
posthouse: 1
cut:
  # head
  - {shot: a, from: m}  # one
  -
    shot: b
    note: |
      - {shot: not a shot}
      # not a comment
  # ---- act two
  - {shot: c, from: m}
sound:
  # the knocks
  cues:
    # the door
    - {cue: k, at: a}
over: [{shot: g, at: a}]
titles:
"""


def small(text: str = SMALL) -> Draft:
    return Draft(text, Path("production.yaml"))


def test_a_file_of_crlf_lines_keeps_them() -> None:
    changed = small(SMALL.replace("\n", "\r\n"))
    changed.arrange("cut", [Kept(index=2, changes={"in": "3f"}), New(value={"gap": "4f"}), Kept(index=0)])
    changed.set("title", "Pier")
    changed.arrange("markers", [New(value={"marker": "m", "at": "a"})])
    park(changed, ("over", 0))
    assert changed.text.count("\n") == changed.text.count("\r\n")


def test_taking_out_a_block_of_text_leaves_the_comment_behind_it() -> None:
    changed = small()
    changed.remove("cut.b.note")
    assert "    shot: b\n  # ---- act two\n  - {shot: c" in changed.text


def test_a_block_of_text_is_replaced_and_the_next_line_stays() -> None:
    changed = small()
    changed.set("cut.b.note", "short")
    assert "    note: short\n  # ---- act two\n" in changed.text


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        (("over", 0), "# parked: over: {shot: g, at: a}\ntitles:"),
        (("sound", "cues", 0), "# the knocks\n# the door\n# parked: sound.cues: {cue: k, at: a}\nover:"),
        (("cut", 1), "  # parked: cut: shot: b\n  #       note: |\n"),
        (("cut", 2), "  # ---- act two\n  # parked: cut: {shot: c, from: m}\nsound:"),
    ],
)
def test_what_is_parked_stands_as_a_comment_where_it_stood(path: tuple[str | int, ...], comment: str) -> None:
    changed = small()
    park(changed, path)
    assert comment in changed.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("cut:\n  - {a: 1}   # heard\n  - b: 2\n", "cut:\n  # parked: cut: {a: 1}   # heard\n  - b: 2\n"),
        ("cut: [{a: 1}, {b: 2}]   # both\n", "# parked: cut: {a: 1}\ncut: [{b: 2}]   # both\n"),
        ("cut: [{a: 1}]   # one\nb: 2\n", "# parked: cut: {a: 1}   # one\nb: 2\n"),
        (
            "cut:\n  - a: |\n      text\n  # of c\n  - c: 3\n",
            "cut:\n  # parked: cut: a: |\n  #         text\n  # of c\n  - c: 3\n",
        ),
    ],
)
def test_what_is_parked_keeps_the_comment_behind_it(before: str, after: str) -> None:
    changed = Draft(before, Path("production.yaml"))
    park(changed, ("cut", 0))
    assert changed.text == after


def test_an_emptied_list_leaves_its_comments() -> None:
    changed = small()
    changed.arrange("sound.cues", [])
    assert "# the knocks\n# the door\nover:" in changed.text
    assert changed.at(("sound",)) is None


def test_an_empty_list_is_filled_an_entry_a_line() -> None:
    changed = small()
    changed.arrange("titles", [New(value={"title": "t"}), New(value={"title": "u"}, comment="two\nlines")])
    assert changed.text.endswith("titles:\n  - {title: t}\n  - {title: u}  # two lines\n")


def test_a_list_in_brackets_over_several_lines_keeps_its_lines() -> None:
    changed = small("cut: [\n  {shot: a},\n  {shot: b}\n]\n")
    changed.arrange("cut", [Kept(index=1), Kept(index=0, changes={"in": "1f"})])
    assert changed.text == "cut: [\n  {shot: b},\n  {shot: a, in: 1f}\n]\n"


def test_taking_out_the_last_in_brackets_leaves_the_comment_before_it() -> None:
    changed = small("cut: [\n  {shot: a}, # one\n  {shot: b},\n]\n")
    changed.remove("cut.b")
    assert "{shot: a}, # one\n" in changed.text


def test_a_file_that_somebody_else_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "production.yaml"
    file.write_text(TEXT, encoding="utf-8")
    changed = Draft.open(file)
    file.write_text(TEXT + "# a note\n", encoding="utf-8")
    changed.set("title", "Pier")
    with pytest.raises(ProductionError, match="by somebody else"):
        changed.write()
    assert file.read_text(encoding="utf-8").endswith("# a note\n")


def test_a_file_that_is_read_only_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "production.yaml"
    file.write_text(TEXT, "utf-8")
    draft = Draft.open(file)
    draft.set("title", "Other")
    file.chmod(0o444)
    with pytest.raises(ProductionError, match="is read-only"):
        draft.write()
    assert file.read_text("utf-8") == TEXT


def test_a_separator_of_unicode_is_no_new_line_of_the_diff() -> None:
    changed = small("title: 'one\u2028two'\na: 1\n")
    changed.set("a", 2)
    assert "No newline" not in changed.diff()


def test_a_value_in_quotes_stays_in_quotes() -> None:
    changed = small('{"cut": [{"shot": "a", "in": "01:00:00:00"}]}\n')
    changed.set("cut.a.in", "01:00:00:05")
    assert changed.text == '{"cut": [{"shot": "a", "in": "01:00:00:05"}]}\n'


@pytest.mark.parametrize("value", ["50%", [{"at": "0f", "to": "50%"}]])
def test_a_list_right_under_its_key_is_replaced(value: str | list[dict[str, str]]) -> None:
    text = "cut:\n- shot: a\n  speed:\n  - at: 0f\n    to: 100%\n  for: 20f\n"
    changed = Draft(text, Path("production.yaml"))
    changed.set(("cut", 0, "speed"), value)
    assert changed.at(("cut", 0)) == {"shot": "a", "speed": value, "for": "20f"}


def test_the_first_field_of_an_entry_is_taken_out_and_its_comments_go_above() -> None:
    changed = Draft("cut:\n  - speed: 50%  # slow\n    # why\n    shot: a\n", Path("production.yaml"))
    changed.remove(("cut", 0, "speed"))
    assert changed.text == "cut:\n  # slow\n  # why\n  - shot: a\n"
