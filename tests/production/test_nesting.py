"""Names of sequences, subclips, multicams, tracks and markers lead somewhere, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from posthouse.errors import DocumentProblems
from posthouse.production.reader import production_from_text
from posthouse.production.schema import document_schema
from posthouse.production.tree_builder import read_tree

HEAD = """\
posthouse: 1
title: T
format: {size: [64, 36], rate: 24}
media:
  pier: a.mov
  cam2: b.mov
  wind: {generate: {soundscape: wind}}
"""
GOOD = f"""\
{HEAD}
  short: {{subclip: pier, in: 00:00:05:00, out: 00:00:09:00}}
  table: {{multicam: {{wide: pier, close: {{media: cam2, offset: -12f}}, far: {{media: short}}}}, sound: wide}}
sequences:
  fight: [{{shot: punch, from: short, in: 10f, for: 20f}}, {{gap: 4f}}, {{from: table}}]
  scene: [{{shot: inner, from: fight}}]
cut:
  - {{shot: brawl, from: scene, in: 5f, for: 30f}}
  - {{shot: talk, from: table, angle: close, in: 5s, for: 2s, sound: {{angle: far}}}}
over:
  - {{shot: glow, from: fight, at: brawl/inner/punch+4f, track: V3, blend: screen, key: {{luma: {{high: 20%}}}}}}
sound: {{cues: [{{cue: knock, at: punch, play: short, track: A4}}]}}
tracks: {{V3: {{mute: true}}, A4: {{solo: true}}, dialogue: {{mute: true}}, V1: {{}}}}
markers:
  - {{marker: fix-1, at: "punch@00:00:06:00", for: 12f, name: flicker, note: remove the lamp, color: red, author: Kim}}
  - {{at: 00:00:01:00}}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(DocumentProblems) as caught:
        production_from_text(text, Path("film/production.yaml"))
    return [f"{problem.place.field}: {problem.cause}" for problem in caught.value.problems if problem.place]


def test_all_of_it_is_read_and_has_ids() -> None:
    production = production_from_text(GOOD, Path("film/production.yaml"))
    assert production.ids["sequences", "fight", 0] == "punch"
    assert production.ids["sequences", "fight", 2] == "table"
    assert [marker.id for marker in production.document.markers] == ["fix-1", "marker"]
    assert str(production.place_of("sequences.fight.punch.in").field) == "sequences.fight.punch.in"


def test_all_of_it_fits_the_schema() -> None:
    checker = jsonschema.Draft202012Validator(document_schema())
    assert [error.message for error in checker.iter_errors(read_tree(GOOD).value)] == []


CUT = "cut: [{shot: a, from: pier}]"
WRONG: dict[str, tuple[str, list[str]]] = {
    "subclip of nothing": (f"  s: {{subclip: peir}}\n{CUT}", ["media.s.subclip: there is no media peir"]),
    "subclips in a circle": (
        f"  s: {{subclip: t}}\n  t: {{subclip: s}}\n{CUT}",
        ["media.s.subclip: s is a part of itself", "media.t.subclip: t is a part of itself"],
    ),
    "subclip of angles": (
        f"  g: {{multicam: {{w: pier}}}}\n  s: {{subclip: g}}\n{CUT}",
        ["media.s.subclip: g is a multicam"],
    ),
    "no angles": (f"  g: {{multicam: {{}}}}\n{CUT}", ["media.g: a multicam without angles"]),
    "angles that are none": (
        f"  g: {{multicam: {{w: peir, x: wind}}}}\n{CUT}",
        ["media.g.multicam.w: there is no media peir", "media.g.multicam.x: wind cannot be an angle"],
    ),
    "no such angle": (
        "  g: {multicam: {wide: pier}}\ncut: [{shot: a, from: g, angle: wid}, {shot: b, from: pier, angle: wide}]",
        ["cut.a.angle: there is no angle wid", "cut.b.angle: pier has no angles"],
    ),
    "a sequence in itself": (
        "sequences:\n  f: [{shot: p, from: g}]\n  g: [{shot: q, from: f}]\ncut: [{shot: a, from: f}]",
        ["sequences.f: the sequence f plays itself", "sequences.g: the sequence g plays itself"],
    ),
    "one name for two": (
        f"sequences:\n  pier: [{{gap: 3f}}]\n{CUT}",
        ["sequences.pier: pier is a media and a sequence"],
    ),
    "an id used twice": (
        f"sequences:\n  f: [{{shot: a, from: pier}}]\n{CUT}",
        ["sequences.f.a.shot: the id a is used twice"],
    ),
    "a transition at an end": (
        f"sequences:\n  f: [{{dissolve: 3f}}, {{shot: p, from: pier}}]\n{CUT}",
        ["sequences.f[0].dissolve: this dissolve has nothing before it"],
    ),
    "a path as a name": ("cut: [{shot: a/b, from: pier}]", ["cut.a/b.shot: 'a/b' is not a name"]),
    "unknown tracks": (f"{CUT}\ntracks: {{dialog: {{mute: true}}}}", ["tracks.dialog: there is no track dialog"]),
    "a layer on the cut": (
        f"{CUT}\nover: [{{shot: o, from: pier, at: a, track: V1}}]",
        ["over.o.track: V1 is the cut"],
    ),
    "a marker nowhere": (f"{CUT}\nmarkers: [{{marker: m, at: b+3f}}]", ["markers.m.at: there is no shot b"]),
    "a key upside down": (
        f"{CUT}\nover: [{{shot: o, from: pier, at: a, key: {{luma: {{low: 0.5, high: 0.2}}}}}}]",
        ["over.o.key.luma: low (0.5) is above high (0.2)"],
    ),
    "a sequence as sound": (
        f"sequences:\n  f: [{{gap: 3f}}]\n{CUT}\nsound: {{cues: [{{cue: c, at: a, play: f}}]}}",
        ["sound.cues.c.play: f is a sequence"],
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_what_leads_nowhere_is_told_at_its_line(text: str, said: list[str]) -> None:
    assert problems(HEAD + text) == said
