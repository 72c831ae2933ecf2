"""Names that must lead somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from posthouse.errors import DocumentProblems
from posthouse.production import production_from_text


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        ("from: pier,", "from: peir,", "cut.opening.from: there is no media peir (did you mean pier?)"),
        ("from: pier,", "from: storm,", "storm is made of sound only"),
        ("play: gulls", "play: black", "black is made of picture only"),
        ("from: theme", "from: thm", "did you mean theme?"),
        ("from: storm", "from: strom", "did you mean storm?"),
        ("at: opening+12f", "at: openning+12f", "there is no shot openning (did you mean opening?)"),
        ("at: opening+12f", "at: inset+12f", "inset lies over the cut itself"),
        ("opening@00:00:05:00", "ending@00:00:05:00", "there is no shot ending"),
        ("as: still, at: fleet+1s", "as: still, at: flete+1s", "did you mean fleet?"),
        ("under: [opening, fleet]", "under: [opening, flete]", "sound.music.bed.under[1]: there is no shot flete"),
        ("grades: {fleet:", "grades: {flete:", "did you mean fleet?"),
        ("{shot: fleet, rain", "{shot: flet, rain", "effects[0].shot"),
        ("{fleet: {look: dusk", "{fleet: {look: dsk", "there is no look dsk (did you mean dusk?)"),
        ("dusk: {exposure", "dusk: {look: dusk, exposure", "made of itself"),
        ("shot: pier2", "shot: opening", "used twice (give this one another; the other is in line 14)"),
        ("title: who", "title: opening", "the id opening is used twice"),
        ("shot: pier2", "shot: take-6f", "read as a time"),
        ("shot: pier2", "shot: 12f", "read as a time"),
        ("- gap: 24f", "- dip: 24f", "two transitions follow each other"),
        ("shot: pier3, from: pier", "shot: pier3, omit: true, from: pier", "two transitions follow each other"),
        ("cut:  ", "cut:\n  - dissolve: 12f\nx-c:  ", "this dissolve has nothing before it"),
        ("over:  ", "  - wipe: 12f\nover:  ", "this wipe has nothing after it"),
        ("under: dialogue", "under: dialog", "there is no track dialog (did you mean dialogue?)"),
        ("music: -9 dB", "musik: -9 dB", "there is no track musik (did you mean music?)"),
        ("tracks: {dialogue", "tracks: {speech", "there is no track speech"),
        (
            "stems, {as: still",
            "{as: web, name: Harbour_Master}, {as: still",
            "two deliverables are called",
        ),
        ("deliver: [web", "deliver: [web, web", "asked for twice"),
        ("{as: frames", "{as: custom, codec: libx256}, {as: frames", "there is no encoder"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_the_nearest(harbour: str, good: str, wrong: str, said: str) -> None:
    assert good in harbour
    with pytest.raises(DocumentProblems) as caught:
        production_from_text(harbour.replace(good, wrong, 1), Path("p.yaml"))
    assert said in str(caught.value)


def test_a_misspelt_part_is_one_problem_not_one_for_each_use(harbour: str) -> None:
    with pytest.raises(DocumentProblems) as caught:
        production_from_text(harbour.replace("cut:  ", "kut:  ", 1), Path("p.yaml"))
    assert len(caught.value.problems) == 1


def test_an_omitted_shot_may_still_be_named(harbour: str) -> None:
    production_from_text(harbour.replace("at: talk+6f", "at: pier2+6f"), Path("p.yaml"))


def test_a_gap_is_enough_on_one_side_of_a_transition(harbour: str) -> None:
    text = harbour.replace("  - {shot: opening", "  - gap: 12f\n  - dissolve: 12f\n  - {shot: opening", 1)
    production_from_text(text, Path("p.yaml"))
