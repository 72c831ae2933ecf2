"""What a rough cut is made of, before it is written: its shots, its gaps in the script, and why each was chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posthouse.assistant.script import SceneTakes, plain_scene, plain_take, takes_of
from posthouse.assistant.script.pages import spelled_eighths
from posthouse.errors import Place, ProductionError
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.assistant.paper import PaperLine
    from posthouse.assistant.script import Scene, Screenplay, Setup, Slated
    from posthouse.studio.proposals.assemble_gathering import Clip
    from posthouse.timing import Length

_LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RoughShot:
    """A shot of a rough cut, or a slug where a scene is missing."""

    shot: str
    clip: Clip | None
    """None: a slug."""
    in_point: Length | None = None
    out_point: Length | None = None
    length: Length | None = None
    is_alternative: bool = False
    """It is in the text, left out of the programme: another setup or camera of the scene."""
    comment: str = ""
    line: int = 0
    """Of the paper edit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoughScene:
    """A scene of a rough cut; a paper edit is one scene without a heading."""

    shots: tuple[RoughShot, ...]
    scene: Scene | None = None

    @property
    def is_missing(self) -> bool:
        """Return whether there is no take of it."""
        return any(shot.clip is None for shot in self.shots)


def scenes_of_script(script: Screenplay, clips: Sequence[Clip]) -> tuple[list[RoughScene], list[str]]:
    """Return a rough cut in the order of a script, and notes of what belongs to no scene of it."""
    by_name = {clip.name: clip for clip in clips}
    slated = [clip.slate for clip in clips if clip.slate is not None and not clip.is_sound]
    found, left = takes_of([scene.number for scene in script.scenes], slated)
    taken: set[str] = set()
    scenes: list[RoughScene] = []
    for scene in script.scenes:
        takes = found.pop(scene.number, None)
        shots = _missing(scene) if takes is None else _laid_out(takes, by_name)
        scenes.append(RoughScene(scene=scene, shots=tuple(_renamed(shot, taken) for shot in shots)))
    notes = [f"{each.clip} is of scene {each.scene}, which is not in the script" for each in left]
    silent = [clip.name for clip in clips if clip.slate is None and not clip.is_sound and clip.is_new]
    if silent:
        notes.append(f"nothing says the scene of {_listed(silent)}")
    return scenes, notes


def _missing(scene: Scene) -> list[RoughShot]:
    comment = f"scene {scene.number} missing: {scene.heading}, {spelled_eighths(scene.eighths)} pages"
    return [RoughShot(shot=f"s{_word(scene.number)}-missing", clip=None, comment=comment)]


def _laid_out(takes: SceneTakes, by_name: dict[str, Clip]) -> list[RoughShot]:
    """Return the first setup's best take, and those of the others as alternatives."""
    return [
        RoughShot(
            shot=_slate_id(setup.best),
            clip=by_name[setup.best.clip],
            is_alternative=at > 0,
            comment=_why(setup),
        )
        for at, setup in enumerate(takes.setups)
    ]


def _slate_id(slate: Slated) -> str:
    return f"s{_word(slate.scene)}-t{_word(slate.take)}"


def _word(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "0"


def _why(setup: Setup) -> str:
    others = ", ".join(f"{each.take}{' circled' if each.is_circled else ''}" for each in setup.others)
    camera = f", camera {setup.best.camera}" if setup.best.camera else ""
    chosen = f"{setup.scene} take {setup.best.take}{camera}: {setup.reason}, by {setup.best.by}"
    return _one_line(
        "; ".join(part for part in (chosen, f"other takes {others}" if others else "", setup.best.note) if part)
    )


def _renamed(shot: RoughShot, taken: set[str]) -> RoughShot:
    """Return a shot with an id that no other has: -b, -c for further cameras, then numbers."""
    camera = shot.clip.slate.camera.lower() if shot.clip and shot.clip.slate else ""
    name, count = shot.shot, 1
    if name in taken and camera:
        name = f"{shot.shot}-{camera}"
    while name in taken:
        count += 1
        name = f"{shot.shot}-{count}"
    taken.add(name)
    return shot if name == shot.shot else replace(shot, shot=name)


def scene_of_paper(
    lines: Sequence[PaperLine], clips: Sequence[Clip], file: str, problems: list[ProductionError]
) -> RoughScene:
    """Return a rough cut of a paper edit; lines whose clip there is none of, or more than one, become problems."""
    taken: set[str] = set()
    shots: list[RoughShot] = []
    for line in lines:
        try:
            clip = _meant(line, clips)
        except ProductionError as problem:
            problem.place = Place(file=file, line=line.line)
            problems.append(problem)
            continue
        by_slate = clip.slate is not None and bool(line.scene or "/" in line.clip)
        shot = RoughShot(
            shot=_slate_id(clip.slate) if by_slate and clip.slate else clip.name,
            clip=clip,
            in_point=line.in_point,
            out_point=line.out_point,
            length=line.length,
            comment=_one_line(line.note),
            line=line.line,
        )
        shots.append(_renamed(shot, taken))
    return RoughScene(shots=tuple(shots))


def _meant(line: PaperLine, clips: Sequence[Clip]) -> Clip:
    """Return the clip a line names: a media, a file, or a scene and take."""
    wanted = line.clip.lower()
    if "." in (file := re.split(r"[/\\]", wanted)[-1]):
        wanted = file
    named = [
        clip
        for clip in clips
        if wanted and wanted in {clip.name.lower(), clip.path.name.lower(), clip.path.stem.lower()}
    ]
    exact = [clip for clip in named if clip.name == line.clip]
    found = exact or named or _by_slate(line, clips)
    if len(found) == 1:
        return found[0]
    if found:
        hint = f"say the clip: {_listed([clip.name for clip in found])}"
        raise ProductionError(f"{line.said} is {len(found)} clips", hint=hint)
    names = [clip.name for clip in clips]
    hint = nearest(line.said, names) if names else "name the folder of the footage: --footage dailies"
    raise ProductionError(f"there is no clip {line.said}", hint=hint)


def _by_slate(line: PaperLine, clips: Sequence[Clip]) -> list[Clip]:
    """Return the clips of a scene and take, pictures before sound, the first camera alone."""
    scene, take = line.scene, line.take
    if not scene and "/" in line.clip:
        scene, _, take = line.clip.partition("/")
    if not scene:
        return []
    slated = [
        clip
        for clip in clips
        if clip.slate and clip.slate.scene == plain_scene(scene) and (not take or clip.slate.take == plain_take(take))
    ]
    seen = [clip for clip in slated if not clip.is_sound] or slated
    first = min((clip.slate.camera for clip in seen if clip.slate), default="")
    return [clip for clip in seen if clip.slate and clip.slate.camera == first]


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_NOTE else words[: _LONGEST_NOTE - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"
