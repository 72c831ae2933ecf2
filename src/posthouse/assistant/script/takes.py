"""Which takes of a scene an assistant editor lays out first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.assistant.script.slates import plain_scene

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from posthouse.assistant.script.slates import Slated


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """One camera's best take of one setup, and what it was chosen from."""

    scene: str
    """The slate's: 12A is setup A of scene 12."""
    best: Slated
    others: tuple[Slated, ...]
    """The other takes, in order."""
    reason: str
    """Why the best is: circled, or the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneTakes:
    """What there is of a scene: the first setup is cut first, the others are alternatives."""

    number: str
    setups: tuple[Setup, ...]


def takes_of(numbers: Sequence[str], slated: Iterable[Slated]) -> tuple[dict[str, SceneTakes], tuple[Slated, ...]]:
    """Return what there is of each scene that has any, by its number, and what belongs to no scene.

    A slate 12A belongs to scene 12A; where the script has none, it is a setup of scene 12.
    """
    owners = {plain_scene(number): number for number in numbers}
    by_scene: dict[str, list[Slated]] = {}
    left: list[Slated] = []
    for each in slated:
        owner = _owner(each.scene, owners)
        (by_scene.setdefault(owner, []) if owner else left).append(each)
    found = {number: SceneTakes(number=number, setups=_setups(takes)) for number, takes in by_scene.items()}
    return found, tuple(left)


def _owner(scene: str, owners: Mapping[str, str]) -> str:
    whole = re.sub(r"[A-Z]{1,3}$", "", scene)
    return owners.get(scene) or owners.get(whole, "")


def _setups(takes: Sequence[Slated]) -> tuple[Setup, ...]:
    groups: dict[tuple[str, str], list[Slated]] = {}
    for each in takes:
        groups.setdefault((each.scene, each.camera), []).append(each)
    return tuple(_setup(scene, groups[scene, camera]) for scene, camera in sorted(groups, key=_setup_order))


def _setup_order(key: tuple[str, str]) -> tuple[int, str, str]:
    scene, camera = key
    return len(scene), scene, camera


def _setup(scene: str, takes: Sequence[Slated]) -> Setup:
    """Return a setup: the last circled take is best; where none is circled, the last of all."""
    in_order = sorted(takes, key=take_order)
    circled = [each for each in in_order if each.is_circled]
    best = (circled or in_order)[-1]
    others = tuple(each for each in in_order if each is not best)
    reason = "circled" if circled else "the only one" if not others else "the last"
    return Setup(scene=scene, best=best, others=others, reason=reason)


def take_order(slated: Slated) -> tuple[int, str]:
    """Return what sorts takes: by number, pickups behind their take."""
    match = re.match(r"\d+", slated.take)
    return int(match[0]) if match else 0, slated.take
