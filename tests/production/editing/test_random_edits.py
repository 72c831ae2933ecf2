"""Many edits one after the other: the document stays valid, comments stay, untouched shots keep what hangs on them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import ProductionError
from posthouse.production.editing.bench import Bench
from posthouse.production.editing.footage import Footage
from posthouse.production.editing.hanging import anchored
from posthouse.production.editing.transitions import TransitionAsked
from tests.production.editing.small_cuts import twenty

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.production.editing import CuttingRoom, Edited

STEPS = 10


def _operations(room: CuttingRoom, draw: random.Random) -> list[Callable[[], Edited]]:
    bench = Bench(room.draft, room.facts)
    shots = [piece.id for piece in bench.pieces if piece.is_shot]
    shot, other = draw.sample((shots or ["nothing"]) * 2, 2)
    amount, frame = draw.randint(-12, 12), draw.randrange(bench.cut.duration_frames - 60)
    footage = Footage(media="battle", start=f"{draw.randint(0, 900)}f", length=f"{draw.randint(5, 60)}f")
    join = f"{shot}/"
    return [
        lambda: room.ripple(shot, "head", amount),
        lambda: room.ripple(shot, "tail", amount),
        lambda: room.roll(join, amount),
        lambda: room.roll(join, amount, only="sound"),
        lambda: room.slip(shot, amount),
        lambda: room.slide(shot, amount),
        lambda: room.split(f"{frame}f"),
        lambda: room.insert(footage, f"{frame}f"),
        lambda: room.overwrite(footage, f"{frame}f"),
        lambda: room.replace(shot, Footage(media="forest", start="300f")),
        lambda: room.lift(f"{frame}f", f"{frame + 40}f"),
        lambda: room.extract(shot),
        lambda: room.move(shot, before=other),
        lambda: room.retime(shot, draw.choice(["50%", "200%", "-100%"])),
        lambda: room.add_transition(join, TransitionAsked(length="6f")),
        lambda: room.remove_transition(join),
        lambda: room.omit(shot),
        lambda: room.nest(f"nest-{frame}", *sorted((shot, other), key=shots.index)),
    ]


def _hanging(room: CuttingRoom) -> dict[str, tuple[str, int | None]]:
    """Return (shot, frames after its first) of each anchor."""
    bench = Bench(room.draft, room.facts)
    found: dict[str, tuple[str, int | None]] = {}
    for each in anchored(bench.draft_value, bench.production.ids):
        frame = each.frame(bench.cut, bench.rate, bench.resolved.sources)
        named = bench.placed.get(each.anchor.shot) or next(iter(bench.cut.named(each.anchor.shot)), None)
        start = named.start_frame if named else 0
        found[f"{each.label} {each.key}"] = (each.anchor.shot, None if frame is None else frame - start)
    return found


def _run(seed: int) -> None:
    draw, room = random.Random(seed), twenty(parks=True)
    comments = [line for line in room.draft.text.splitlines() if line.strip().startswith("#")]
    for _ in range(STEPS):
        before, text = _hanging(room), room.draft.text
        try:
            edited = draw.choice(_operations(room, draw))()
        except ProductionError:
            assert room.draft.text == text
            continue
        room.draft.checked()
        touched = {change.shot for change in edited.shots}
        after = _hanging(room)
        kept = {name: place for name, place in before.items() if place[0] not in touched and name in after}
        for name, place in kept.items():
            assert after[name] == place or after[name][0] != place[0], (edited.operation, edited.said, name)
        lost = before.keys() - after.keys()
        assert all(any(name.startswith(label) for label in edited.parked) for name in lost), (edited.operation, lost)
    assert set(comments) <= set(room.draft.text.splitlines())


@pytest.mark.parametrize("seed", range(6))
def test_ten_edits_leave_a_valid_document_and_untouched_work_in_its_place(seed: int) -> None:
    _run(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6, 206))
def test_two_hundred_times_ten_edits(seed: int) -> None:
    _run(seed)
