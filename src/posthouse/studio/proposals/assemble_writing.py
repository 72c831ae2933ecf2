"""A rough cut written into a draft: its media, its shots, a slug with a card for what is missing, a marker a scene."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.production.arrange import Kept, New
from posthouse.production.splice import end_of, spelled_value, with_value
from posthouse.production.written_files import near_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path as FilePath

    from posthouse.assistant.script import Scene
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.studio.proposals.assemble_gathering import Clip
    from posthouse.studio.proposals.assemble_plan import RoughScene, RoughShot
    from posthouse.timing import Rate

SLUG = "scene-missing"
"""The media a slug is made of."""
_SLUG_COLOR = "#26262c"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoughWriter:
    """Writes a rough cut."""

    draft: Draft
    rate: Rate
    sequence: str
    """The sequence it becomes; empty: the cut itself."""

    def write(self, scenes: Sequence[RoughScene], folder: FilePath) -> None:
        """Write the media, the shots, and to the cut also cards and markers."""
        shots = [shot for scene in scenes for shot in scene.shots]
        clips = {shot.clip.name: shot.clip for shot in shots if shot.clip is not None}
        add_media(self.draft, [clip for clip in clips.values() if clip.is_new], folder)
        if any(shot.clip is None for shot in shots) and self.draft.at(("media", SLUG)) is None:
            self.draft.set(("media", SLUG), {"generate": {"color": _SLUG_COLOR}})
        entries = [
            New(value=self._entry(shot, scene.scene), comment=self._comment(shot, scene))
            for scene in scenes
            for shot in scene.shots
        ]
        self.draft.arrange(("sequences", self.sequence) if self.sequence else ("cut",), entries)
        if not self.sequence:
            self._add("titles", "title", [self._card(scene) for scene in scenes if scene.is_missing])
            self._add("markers", "marker", [self._marker(scene) for scene in scenes if scene.scene is not None])

    def _comment(self, shot: RoughShot, scene: RoughScene) -> str:
        """Return why a shot is there; in a sequence, which has no markers, the first of a scene has its heading too."""
        is_heading = self.sequence and scene.scene is not None and shot is scene.shots[0] and shot.clip is not None
        if not is_heading or scene.scene is None:
            return shot.comment
        return f"{scene.scene.number} {scene.scene.heading}: {shot.comment}"

    def _entry(self, shot: RoughShot, scene: Scene | None) -> Value:
        if shot.clip is None:
            assert scene is not None
            return {"shot": shot.shot, "from": SLUG, "for": self._lasting(scene)}
        said: dict[str, Value] = {"shot": shot.shot, "from": shot.clip.name}
        for key, length in (("in", shot.in_point), ("out", shot.out_point), ("for", shot.length)):
            if length is not None:
                said[key] = str(length)
        if shot.is_alternative:
            said["omit"] = True
        return said

    def _lasting(self, scene: Scene) -> str:
        return f"{max(1, self.rate.nearest_frames(scene.seconds))}f"

    def _card(self, scene: RoughScene) -> dict[str, Value]:
        """Return the card of a missing scene, over its slug."""
        assert scene.scene is not None
        text = f"SCENE {scene.scene.number} MISSING\n{scene.scene.heading}"
        shot = scene.shots[0].shot
        return {"title": f"{shot}-card", "text": text, "at": shot, "for": self._lasting(scene.scene)}

    def _marker(self, scene: RoughScene) -> dict[str, Value]:
        assert scene.scene is not None
        number = scene.scene.number
        heading = scene.scene.heading
        said: dict[str, Value] = {
            "marker": f"scene-{re.sub(r'[^A-Za-z0-9_.-]', '-', number)}",
            "at": scene.shots[0].shot,
            "name": f"scene {number} missing: {heading}" if scene.is_missing else f"{number} {heading}",
            "color": "red" if scene.is_missing else "blue",
        }
        if scene.scene.action:
            said["note"] = scene.scene.action[:1000]
        return said

    def _add(self, key: str, id_key: str, made: Sequence[dict[str, Value]]) -> None:
        """Add entries to a list; those of an assembly before, by id, give way."""
        if not made:
            return
        old = self.draft.at((key,))
        ids = {entry[id_key] for entry in made}
        kept = [
            Kept(index=index)
            for index, entry in enumerate(old if isinstance(old, list) else [])
            if not (isinstance(entry, dict) and entry.get(id_key) in ids)
        ]
        self.draft.arrange((key,), [*kept, *(New(value=entry) for entry in made)])


def add_media(draft: Draft, clips: Sequence[Clip], folder: FilePath) -> None:
    """Name files as media; those beside the production by their path from it."""
    paths = {clip.name: near_path(folder, clip.path) for clip in clips}
    spot, depth = draft.tree.nearest_spot(("media",))
    if paths and depth == 1 and spot is not None and draft.at(("media",)) == {}:
        lines = "".join(f"\n  {spelled_value(name)}: {spelled_value(path)}" for name, path in paths.items())
        text = draft.text[: spot.start.index].rstrip(" ") + lines + draft.text[end_of(spot) :]
        draft.take(text, with_value(draft.value, ("media",), paths))
        return
    for name, path in paths.items():
        draft.set(("media", name), path)
