"""The edit in MoviePy 2. It has no 3D LUT: each shot gets a plain gain instead, which is less work."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.coding import CRF, KEY_FRAMES, PRESET, RATE, SOUND_BIT_RATE
from bench.edit import DISSOLVE_FRAMES, FADE_FRAMES, MUSIC_GAIN, PLAIN_GAIN, Edit, seconds
from bench.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Iterator


def prepare(edit: Edit, out: Path) -> list[str]:
    """Return the command: this file run as a script, with the edit beside the work as JSON."""
    plan = edit.material.work / "edit.json"
    plan.write_text(json.dumps(_plan(edit)))
    return [sys.executable, "-m", "bench.peers.moviepy", str(plan), str(out)]


def _plan(edit: Edit) -> dict[str, Any]:
    shots = []
    for index, (shot, start) in enumerate(zip(edit.shots, edit.starts, strict=True)):
        before, after = edit.handles(index)
        first, last = shot.in_frame - before, shot.in_frame + shot.duration_frames + after
        shots.append({"first": first, "last": last, "start": start - before, "dissolves_in": shot.dissolves_in})
    titles = [
        {"image": str(title.image), "start": title.start_frame, "length": title.duration_frames}
        for title in edit.titles
    ]
    material = edit.material
    return {
        "footage": str(material.footage),
        "music": str(material.music),
        "frames": edit.duration_frames,
        "shots": shots,
        "titles": titles,
    }


def build(plan: dict[str, Any], out: Path) -> None:
    """Build the edit with MoviePy."""
    from moviepy import AudioFileClip, CompositeVideoClip, afx

    length = seconds(plan["frames"])
    music = AudioFileClip(plan["music"]).subclipped(0, length)
    music = music.with_effects([afx.MultiplyVolume(MUSIC_GAIN), afx.AudioFadeIn(1), afx.AudioFadeOut(2)])
    film = CompositeVideoClip([*_shots(plan), *_titles(plan)]).with_duration(length).with_audio(music)
    film.write_videofile(
        str(out),
        fps=RATE,
        codec="libx264",
        preset=PRESET,
        audio_codec="aac",
        audio_bitrate=str(SOUND_BIT_RATE),
        ffmpeg_params=["-crf", str(CRF), "-g", str(KEY_FRAMES), "-profile:v", "high"],
        temp_audiofile_path=str(out.parent),
        logger=None,
    )


def _shots(plan: dict[str, Any]) -> Iterator[Any]:
    from moviepy import VideoFileClip, vfx

    for shot in plan["shots"]:
        footage = VideoFileClip(plan["footage"], audio=False)
        effects: list[Any] = [vfx.MultiplyColor(PLAIN_GAIN)]
        if shot["dissolves_in"]:
            effects.append(vfx.CrossFadeIn(seconds(DISSOLVE_FRAMES)))
        clip = footage.subclipped(seconds(shot["first"]), seconds(shot["last"]))
        yield clip.with_effects(effects).with_start(seconds(shot["start"]))


def _titles(plan: dict[str, Any]) -> Iterator[Any]:
    from moviepy import ImageClip, vfx

    fades = [vfx.CrossFadeIn(seconds(FADE_FRAMES)), vfx.CrossFadeOut(seconds(FADE_FRAMES))]
    for title in plan["titles"]:
        clip = ImageClip(title["image"]).with_duration(seconds(title["length"]))
        yield clip.with_effects(fades).with_start(seconds(title["start"]))


PEER = Peer(
    name="moviepy",
    does="MoviePy 2 script; a plain gain in place of the LUT, which it lacks; titles are pictures laid over",
    needs="module:moviepy",
    install='pip install "posthouse[bench]"',
    prepare=prepare,
)

if __name__ == "__main__":
    build(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
