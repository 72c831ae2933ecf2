"""Many edits of the cut, a sequence and the shots over it: the rest stays, and all that hangs is there or parked."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.production.editing.addresses import CUT, OVER
from posthouse.production.editing.footage import Footage
from posthouse.production.editing.transitions import TransitionAsked
from tests.production.editing.nested_cuts import TEXT, bench_of, nested, played_once
from tests.production.editing.small_cuts import anchors_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.production.editing import CuttingRoom, Edited
    from posthouse.production.tree import Path

STEPS = 8
SOUND = """\
titles:
  - {title: name, text: Fleet, at: fleet+6f, for: 12f}
sound:
  cues:
    - {cue: thud, at: "brawl/kick@208f", play: clip, for: 6f}   # heard
    - {cue: step, at: brawl/punch+7f, play: clip, for: 6f}
color: {grades: {kick: {saturation: 1.1}, glow: {exposure: 0.5}}}
effects:
  - {shot: punch, rain: {intensity: 0.5}}
deliver: [web]
"""
TEXTS = {"twice": TEXT.replace("deliver: [web]\n", SOUND), "once": played_once().replace("deliver: [web]\n", SOUND)}


def _operations(room: CuttingRoom, path: Path, draw: random.Random) -> list[Callable[[], Edited]]:
    pieces = [piece for piece in bench_of(room, path).pieces if piece.is_shot] or bench_of(room).pieces
    piece, other = draw.choice(pieces), draw.choice(pieces)
    shot, amount, at = piece.id, draw.randint(-8, 8) or 1, draw.randint(1, piece.frames)
    footage = Footage(media=draw.choice(["clip", "other"]), start=f"{draw.randint(0, 900)}f", length="7f")
    return [
        lambda: room.ripple(shot, draw.choice(["head", "tail"]), amount),
        lambda: room.roll(f"{shot}/", amount),
        lambda: room.roll(f"/{shot}", amount),
        lambda: room.slip(shot, amount),
        lambda: room.slide(shot, amount),
        lambda: room.split(f"{shot}+{at}f"),
        lambda: room.insert(footage, f"{shot}+{at}f"),
        lambda: room.overwrite(footage, f"{shot}+{at}f"),
        lambda: room.overwrite(footage, f"fleet+{at % 30}f", track=draw.choice(["V2", "V3", "V4"])),
        lambda: room.replace(shot, Footage(media="clip", start="300f")),
        lambda: room.fit(Footage(media="clip", start="100f", end="160f"), shot),
        lambda: room.lift(shot),
        lambda: room.lift(f"{shot}+{at // 2}f", f"{shot}+{at}f"),
        lambda: room.extract(f"{shot}+{at // 2}f", f"{shot}+{at}f"),
        lambda: room.move(shot, before=other.id),
        lambda: room.lay(shot, place=f"opening+{at}f"),
        lambda: room.retime(shot, draw.choice(["50%", "200%", "-100%"])),
        lambda: room.add_transition(draw.choice([f"/{shot}", f"{shot}/"]), TransitionAsked(length="4f")),
        lambda: room.omit(shot),
        lambda: room.nest(f"nest-{draw.randint(0, 999)}", *sorted((shot, other.id), key=[p.id for p in pieces].index)),
        lambda: room.unnest(shot),
    ]


def _run(name: str, seed: int) -> None:
    draw, room = random.Random(seed), nested(TEXTS[name], parks=True)
    done = 0
    for _ in range(STEPS):
        bench = bench_of(room)
        lists: list[Path] = [CUT, *(("sequences", each) for each in bench.document.sequences)]
        path = draw.choice([*lists, *([OVER] if any(p.is_shot for p in bench_of(room, OVER).pieces) else [])])
        before, text, others = anchors_of(room), room.draft.text, _others(room, path)
        try:
            edited = draw.choice(_operations(room, path, draw))()
        except ProductionError:
            assert room.draft.text == text
            continue
        done += 1
        after = anchors_of(room)
        lost = {label for label in before if label not in after or after[label] is None}
        lost -= {label for label, at in before.items() if at is None}
        if path == OVER or "overwrite" in edited.operation:  # what was asked to go is told, as all that changed
            lost -= {f"shot over the cut {change.shot} at" for change in edited.shots if change.kind == "removed"}
        assert all(any(label.startswith(each) for each in edited.parked) for label in lost), (edited.operation, lost)
        _check_others(room, others, edited)
    assert done
    is_there = "fight" in bench_of(room).document.sequences
    assert not is_there or all(comment in room.draft.text for comment in ("# the fight", "# what follows"))


def _others(room: CuttingRoom, path: Path) -> dict[Path, list[object]]:
    """Return the shots of the lists that an edit is not of: what each plays, by its id."""
    bench = bench_of(room)
    paths: list[Path] = [CUT, OVER, *(("sequences", each) for each in bench.document.sequences)]
    return {each: [(p.id, p.run, p.gap_frames) for p in bench_of(room, each).pieces] for each in paths if each != path}


def _check_others(room: CuttingRoom, others: dict[Path, list[object]], edited: Edited) -> None:
    """Compare the lists an edit is not of with what they were; those that play sequences may be longer."""
    if edited.parked or edited.operation.startswith(("un-nest", "overwrite", "insert")):
        return
    bench = bench_of(room)
    users = {
        name for name, media in bench.addresses.plays.items() if edited.sequence and media in bench.document.sequences
    }
    for path, old in others.items():
        new = [(p.id, p.run, p.gap_frames) for p in bench_of(room, path).pieces]
        kept = [piece for piece in old if isinstance(piece, tuple) and piece[0] not in users]
        assert [piece for piece in new if piece[0] not in users] == kept, (edited.operation, path)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seed", range(5))
def test_eight_edits_leave_a_valid_document_and_the_other_lists_alone(name: str, seed: int) -> None:
    _run(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("seed", range(5, 205))
def test_four_hundred_times_eight_edits(name: str, seed: int) -> None:
    _run(name, seed)
