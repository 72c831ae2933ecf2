"""Merging two people's changes of one production."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posthouse.production.arrange import Entry, Kept, New
from posthouse.production.draft import Draft
from posthouse.production.merging import Merged, merge_texts
from tests.seeds import seeds

if TYPE_CHECKING:
    from posthouse.production.tree import Plain

EXAMPLE = Path(__file__).parents[3] / "examples" / "twenty-shots" / "production.yaml"
BASE = EXAMPLE.read_text(encoding="utf-8")
LINES = {
    name: next(line for line in BASE.splitlines(keepends=True) if f"shot: {name}," in line)
    for name in ("hall", "operator")
}
WIPE = next(line for line in BASE.splitlines(keepends=True) if "- wipe:" in line)


def merged(ours: str, theirs: str, base: str = BASE) -> Merged:
    return merge_texts(base, ours, theirs)


def plain(text: str) -> Plain:
    return Draft(text, Path("merged.yaml")).value


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_trim_and_a_grade_of_one_shot_both_come_through() -> None:
    ours = edited(BASE, ("in: 159f, for: 60f", "in: 161f, for: 58f"))
    theirs = edited(BASE, ("tower:    {look: night}", "tower:    {look: night, exposure: 0.1}"))
    result = merged(ours, theirs)
    assert result.is_clean
    assert result.text == edited(ours, ("tower:    {look: night}", "tower:    {look: night, exposure: 0.1}"))


def test_a_moved_shot_keeps_what_the_other_changed_in_it() -> None:
    line = next(line for line in BASE.splitlines(keepends=True) if "shot: hall" in line)
    ours = edited(BASE, (line, ""), ("  - {shot: major", line + "  - {shot: major"))
    theirs = edited(BASE, ("in: 722f, for: 44f", "in: 722f, for: 40f"))
    result = merged(ours, theirs)
    assert result.is_clean
    assert result.text == edited(ours, ("in: 722f, for: 44f", "in: 722f, for: 40f"))


def test_comments_of_both_stay() -> None:
    ours = edited(
        BASE, ("  - {shot: arm,", "  # ours: tighter\n  - {shot: arm,"), ("in: 630f, for: 56f", "in: 630f, for: 50f")
    )
    theirs = edited(
        BASE,
        ("  - {shot: arm,", "  # theirs: louder\n  - {shot: arm,"),
        ("gain: -2 dB, lead: 12f", "gain: 0 dB, lead: 12f"),
    )
    text = merged(ours, theirs).text
    assert "# ours: tighter" in text
    assert "# theirs: louder" in text
    assert "in: 630f, for: 50f, fit: fill, sound: {gain: 0 dB, lead: 12f}" in text


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        (
            ("in: 722f, for: 44f", "in: 722f, for: 40f"),
            ("in: 722f, for: 44f", "in: 722f, for: 36f"),
            "hall: both changed its length: ours 40f, theirs 36f (was 44f)",
        ),
        (
            (LINES["hall"], ""),
            ("in: 722f, for: 44f", "in: 722f, for: 36f"),
            "hall: ours took it out, theirs changed it",
        ),
        (
            ("  - {shot: arm", "  - {shot: ours, from: battle, for: 5f}\n  - {shot: arm"),
            ("  - {shot: arm", "  - {shot: theirs, from: battle, for: 5f}\n  - {shot: arm"),
            "after major: ours put ours there, theirs theirs",
        ),
        (
            ("in: 722f, for: 44f", "in: 722f, out: 760f"),
            ("in: 722f, for: 44f", "in: 720f, for: 44f"),
            "hall: both changed where it begins",
        ),
        (("loudness: -16 LUFS", "loudness: -18 LUFS"), ("loudness: -16 LUFS", "loudness: -23 LUFS"), "master"),
        (
            (LINES["hall"], ""),
            (
                "play: thunder, in: 0s, for: 4s",
                "play: thunder, in: 0s, for: 3s}\n    - {cue: x, at: hall+2f, play: thunder, for: 1s",
            ),
            "there is no shot hall",
        ),
        (
            ("  - {shot: major", "  - {shot: x, from: battle, for: 9f}\n  - {shot: major"),
            (
                LINES["operator"] + WIPE,
                WIPE + LINES["operator"],
            ),
            "after both changes it joins",
        ),
    ],
    ids=["length", "deleted", "one-cut", "range", "loudness", "cue-at-a-gone-shot", "wipe-between-others"],
)
def test_what_cannot_be_had_both_ways_is_told(ours: tuple[str, str], theirs: tuple[str, str], words: str) -> None:
    first, second = edited(BASE, ours), edited(BASE, theirs)
    for result in (merged(first, second), merged(second, first)):
        assert not result.is_clean
    assert words in " / ".join(str(conflict) for conflict in merged(first, second).conflicts)


def test_a_conflict_stands_between_marks_and_the_rest_is_merged() -> None:
    ours = edited(BASE, ("in: 722f, for: 44f", "in: 722f, for: 40f"), ("title: Incoming", "title: Outgoing"))
    theirs = edited(BASE, ("in: 722f, for: 44f", "in: 722f, for: 36f"), ("tempo: 72", "tempo: 80"))
    text = merged(ours, theirs).text
    marks = text[text.index("<<<<<<<") : text.index(">>>>>>>")]
    assert marks.count("\n") == 4
    assert "for: 40f" in marks.split("=======")[0]
    assert "for: 36f" in marks.split("=======")[1]
    assert "title: Outgoing" in text
    assert "tempo: 80" in text


def test_an_id_that_is_not_written_stays_the_same_shots() -> None:
    base = BASE.replace("{shot: meadow, from", "{from").replace("meadow", "forest")
    ours = edited(base, ("  - gap: 18f", "  - {from: forest, in: 3f, for: 9f}\n  - gap: 18f"))
    theirs = edited(base, ("in: 1161f, for: 58f", "in: 1161f, for: 50f"))
    result = merged(ours, theirs, base)
    assert result.is_clean
    assert (
        "in: 1027f, for: 60f, fit: fill, pan: [0.5, 0.7], sound: {gain: 8 dB, stem: effects}, shot: forest}"
        in result.text
    )


# ---------------------------------------------------------------- random pairs


Change = Callable[[Draft, random.Random, list[str]], None]


def _cut(draft: Draft) -> list[Plain]:
    found = draft.at(("cut",))
    assert isinstance(found, list)
    return found


def _shot(draft: Draft, name: str) -> int:
    return next(i for i, item in enumerate(_cut(draft)) if isinstance(item, dict) and item.get("shot") == name)


def _trim(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    draft.set(f"cut.{chance.choice(mine)}.for", f"{chance.randint(20, 30)}f")


def _grade(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    name = chance.choice(mine)
    draft.set(("color", "grades", name), {"exposure": chance.randint(-9, 9) / 10, "saturation": 0.9})


def _level(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    draft.set(f"cut.{chance.choice(mine)}.sound.gain", f"{chance.randint(-12, -1)} dB")


def _insert(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    at = _shot(draft, chance.choice(mine)) + 1
    entries: list[Entry] = [Kept(index=index) for index in range(len(_cut(draft)))]
    name = f"new{mine[0]}{chance.randint(0, 10**9)}"
    entries.insert(at, New(value={"shot": name, "from": "battle", "in": "9f", "for": "12f"}, comment="new"))
    draft.arrange("cut", entries)


def _move(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    """Exchange two neighbours that are both ours."""
    pairs = [name for name in mine if mine.index(name) + 1 < len(mine)]
    first = _shot(draft, chance.choice(pairs))
    order = list(range(len(_cut(draft))))
    order[first], order[first + 1] = order[first + 1], order[first]
    draft.arrange("cut", [Kept(index=index) for index in order])


def _cue(draft: Draft, chance: random.Random, mine: list[str]) -> None:
    cues = draft.at(("sound", "cues"))
    assert isinstance(cues, list)
    value = {
        "cue": f"c{mine[0]}{chance.randint(0, 10**9)}",
        "at": f"{chance.choice(mine)}+2f",
        "play": "thunder",
        "for": "1s",
    }
    draft.arrange("sound.cues", [*(Kept(index=index) for index in range(len(cues))), New(value=value)])


CHANGES: tuple[Change, ...] = (_trim, _grade, _level, _insert, _move, _cue)
MINE, YOURS = ["arm", "hall", "catapult"], ["face", "screens", "blast"]  # acorn stands between them


def _changed(seed: str, names: list[str], before: str = BASE) -> str:
    chance = random.Random(seed)
    draft = Draft(before, Path("production.yaml"))
    for change in chance.sample(CHANGES, chance.randint(1, 4)):
        change(draft, chance, names)
    draft.checked()
    return draft.text


@pytest.mark.parametrize("seed", seeds(30, of=200))
def test_changes_of_different_shots_merge_to_one_production_in_both_orders(seed: int) -> None:
    ours, theirs = _changed(f"a{seed}", MINE), _changed(f"b{seed}", YOURS)
    one, other = merged(ours, theirs), merged(theirs, ours)
    assert one.is_clean, one.conflicts
    assert other.is_clean
    assert plain(one.text) == plain(other.text)
    expected = plain(_changed(f"b{seed}", YOURS, before=ours))
    found = plain(one.text)
    assert isinstance(found, dict)
    assert isinstance(expected, dict)
    assert _without_order(found) == _without_order(expected)
    assert found["cut"] == expected["cut"]
    assert one.text.count("#") == max(ours.count("#"), BASE.count("#")) + theirs.count("#") - BASE.count("#")


def _without_order(document: dict[str, Plain]) -> dict[str, Plain]:
    """Return the document with cues in the order of their ids: which of two new cues is first says nothing."""
    sound = document["sound"]
    assert isinstance(sound, dict)
    cues = sound["cues"]
    assert isinstance(cues, list)
    return {**document, "sound": {**sound, "cues": sorted(cues, key=str)}, "cut": []}


@pytest.mark.parametrize("seed", seeds(12, of=60))
def test_two_different_wishes_for_one_field_are_always_told(seed: int) -> None:
    chance = random.Random(seed)
    name = chance.choice(MINE + YOURS)
    field, values = chance.choice(
        [("for", ("21f", "22f")), ("fit", ("fit", "stretch")), ("sound.stem", ("music", "dialogue"))]
    )
    texts = []
    for value in values:
        draft = Draft(_changed(f"{value}{seed}", [*MINE[:2]] if value == values[0] else [*YOURS[:2]]), Path("p.yaml"))
        draft.set(f"cut.{name}.{field}", value)
        texts.append(draft.text)
    for result in (merged(*texts), merged(*reversed(texts))):
        assert any(c.what == name and c.field == field for c in result.conflicts)
