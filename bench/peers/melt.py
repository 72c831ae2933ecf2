"""The edit as an MLT document for melt: one playlist of shots and dissolves, one of titles, one of music."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bench.coding import RATE
from bench.edit import DISSOLVE_FRAMES, FADE_FRAMES, MUSIC_GAIN, SOUND_RATE
from bench.peers.peer import Peer

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Edit, Title


def prepare(edit: Edit, out: Path) -> list[str]:
    """Return melt's command; the edit lies beside the work as an MLT document."""
    document = edit.material.work / "edit.mlt"
    document.write_text(_document(edit))
    # Below zero: as many threads render frames as said, and none is dropped.
    words = [*edit.coding.melt, f"real_time=-{os.cpu_count() or 1}", f"ar={SOUND_RATE}", "ac=2"]
    return ["melt", "-silent", str(document), "-consumer", f"avformat:{out}", *words]


def _document(edit: Edit) -> str:
    total = edit.duration_frames
    parts = [_pictures(edit), _title_track(edit), _music(edit)]
    tracks = '<track producer="pictures" hide="audio"/><track producer="titles" hide="audio"/>'
    tracks += '<track producer="sound" hide="video"/>'
    joins = "".join(_laid_over(title, edit.coding.size) for title in edit.titles)
    joins += _transition("mix", 0, 2, range(total), sum="1")
    tractor = f'<tractor id="all" in="0" out="{total - 1}"><multitrack>{tracks}</multitrack>{joins}</tractor>'
    return f'<?xml version="1.0"?>\n<mlt>{_profile(edit)}\n' + "\n".join(parts) + f"\n{tractor}\n</mlt>\n"


def _profile(edit: Edit) -> str:
    width, height = edit.coding.size
    return (
        f'<profile width="{width}" height="{height}" progressive="1" frame_rate_num="{RATE}" frame_rate_den="1" '
        'sample_aspect_num="1" sample_aspect_den="1" display_aspect_num="16" display_aspect_den="9" colorspace="709"/>'
    )


def _pictures(edit: Edit) -> str:
    """Return the picture track: runs of footage, and a small tractor for each dissolve."""
    footage, half = str(edit.material.footage), DISSOLVE_FRAMES // 2
    producers, entries = [], []
    for index, shot in enumerate(edit.shots):
        producers.append(_producer(f"shot{index}", footage, service="avformat", more=_lut(edit), audio_index="-1"))
        before, after = edit.handles(index)
        if before:
            producers.append(_dissolve(edit, index))
            entries.append(f'<entry producer="dissolve{index}" in="0" out="{DISSOLVE_FRAMES - 1}"/>')
        first, last = shot.in_frame + half * (before > 0), shot.in_frame + shot.duration_frames - half * (after > 0)
        entries.append(f'<entry producer="shot{index}" in="{first}" out="{last - 1}"/>')
    return "\n".join(producers) + f'\n<playlist id="pictures">{"".join(entries)}</playlist>'


def _lut(edit: Edit) -> str:
    said = {"mlt_service": "avfilter.lut3d", "av.file": edit.material.lut, "av.interp": "tetrahedral"}
    return f"<filter>{''.join(_property(name, text) for name, text in said.items())}</filter>"


def _dissolve(edit: Edit, index: int) -> str:
    half = DISSOLVE_FRAMES // 2
    ended, begun = edit.shots[index - 1], edit.shots[index]
    cut = ended.in_frame + ended.duration_frames
    tracks = f'<track producer="shot{index - 1}" in="{cut - half}" out="{cut + half - 1}"/>'
    tracks += f'<track producer="shot{index}" in="{begun.in_frame - half}" out="{begun.in_frame + half - 1}"/>'
    mixed = _transition("luma", 0, 1, range(DISSOLVE_FRAMES))
    return f'<tractor id="dissolve{index}" in="0" out="{DISSOLVE_FRAMES - 1}">{tracks}{mixed}</tractor>'


def _title_track(edit: Edit) -> str:
    producers, entries, at = [], [], 0
    for index, title in enumerate(edit.titles):
        last = title.duration_frames - 1
        producers.append(_producer(f"title{index}", str(title.image), service="pixbuf"))
        entries.append(f'<blank length="{title.start_frame - at}"/>')
        entries.append(f'<entry producer="title{index}" in="0" out="{last}"/>')
        at = title.start_frame + title.duration_frames
    return "\n".join(producers) + f'\n<playlist id="titles">{"".join(entries)}</playlist>'


def _laid_over(title: Title, size: tuple[int, int]) -> str:
    """Return the transition that lays a title over the pictures, with its fades."""
    last = title.duration_frames - 1
    points = ((0, 0), (FADE_FRAMES, 100), (last - FADE_FRAMES, 100), (last, 0))
    geometry = ";".join(f"{at}=0/0:{size[0]}x{size[1]}:{opacity}%" for at, opacity in points)
    frames = range(title.start_frame, title.start_frame + title.duration_frames)
    return _transition("composite", 0, 1, frames, geometry=geometry)


def _music(edit: Edit) -> str:
    last = edit.duration_frames - 1
    gain_db = f"{20 * math.log10(MUSIC_GAIN):.2f}"
    level = f"0=-90;{RATE}={gain_db};{last - 2 * RATE}={gain_db};{last}=-90"
    volume = f'<filter><property name="mlt_service">volume</property>{_property("level", level)}</filter>'
    producer = _producer("music", str(edit.material.music), service="avformat-novalidate")
    return f'{producer}\n<playlist id="sound"><entry producer="music" in="0" out="{last}"/>{volume}</playlist>'


def _producer(name: str, resource: str, *, service: str, more: str = "", **properties: str) -> str:
    said = {"resource": resource, "mlt_service": service, "length": "100000", **properties}
    return f'<producer id="{name}">{"".join(_property(key, text) for key, text in said.items())}{more}</producer>'


def _transition(service: str, a_track: int, b_track: int, frames: range, **properties: str) -> str:
    said = {"mlt_service": service, "a_track": a_track, "b_track": b_track, **properties}
    lines = "".join(_property(key, text) for key, text in said.items())
    return f'<transition in="{frames.start}" out="{frames.stop - 1}">{lines}</transition>'


def _property(name: str, said: object) -> str:
    return f'<property name="{name}">{escape(str(said))}</property>'


PEER = Peer(
    name="melt",
    does="one MLT document; avfilter.lut3d, luma dissolves; titles are pictures laid over",
    needs="melt",
    install="apt-get install melt",
    prepare=prepare,
)
