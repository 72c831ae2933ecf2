"""The edit as one ffmpeg command: one input per shot, a filter graph of LUT, dissolves, joins and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.coding import RATE
from bench.edit import DISSOLVE_FRAMES, FADE_FRAMES, MUSIC_GAIN, seconds
from bench.peers.peer import Peer

if TYPE_CHECKING:
    from pathlib import Path

    from bench.edit import Edit, Title


def prepare(edit: Edit, out: Path) -> list[str]:
    """Return the command; its filter graph lies beside the work in a file."""
    script = edit.material.work / "edit.ffgraph"
    script.write_text(_graph(edit))
    words = ["ffmpeg", "-hide_banner", "-nostdin", "-y"]
    for index, shot in enumerate(edit.shots):
        before, after = edit.handles(index)
        # Half a frame early: a seek to exactly a frame's time may round to the frame after it.
        start, length = max(0.0, seconds(shot.in_frame - before) - 0.5 / RATE), before + shot.duration_frames + after
        words += ["-ss", f"{start:.6f}", "-t", f"{seconds(length + 2):.6f}", "-an", "-i", str(edit.material.footage)]
    for title in edit.titles:
        words += ["-loop", "1", "-framerate", str(RATE), "-t", f"{seconds(title.duration_frames):.6f}"]
        words += ["-i", str(title.image)]
    words += ["-i", str(edit.material.music), "-filter_complex_script", str(script), "-map", "[v]", "-map", "[a]"]
    return [*words, *edit.coding.ffmpeg, str(out)]


def _graph(edit: Edit) -> str:
    lut = str(edit.material.lut).replace("\\", "/").replace(":", "\\:")
    lines = []
    for index, shot in enumerate(edit.shots):
        length = sum(edit.handles(index)) + shot.duration_frames
        lines.append(
            f"[{index}:v]trim=end_frame={length},settb=1/{RATE},setpts=N,"
            f"lut3d=file={lut}:interp=tetrahedral,format={edit.coding.pixels}[s{index}]"
        )
    lines += _joins(edit)
    lines += _titles(edit)
    lines.append(_music(edit))
    return ";\n".join(lines)


def _joins(edit: Edit) -> list[str]:
    """Return the runs of shots that dissolve into each other, and their concatenation."""
    lines, runs, run_frames = [], ["s0"], sum(edit.handles(0)) + edit.shots[0].duration_frames
    for index, shot in enumerate(edit.shots[1:], 1):
        length = sum(edit.handles(index)) + shot.duration_frames
        if not shot.dissolves_in:
            runs.append(f"s{index}")
            run_frames = length
            continue
        offset = run_frames - DISSOLVE_FRAMES
        lines.append(
            f"[{runs.pop()}][s{index}]xfade=transition=fade:duration={seconds(DISSOLVE_FRAMES)}"
            f":offset={seconds(offset):.6f},settb=1/{RATE}[x{index}]"
        )
        runs.append(f"x{index}")
        run_frames += length - DISSOLVE_FRAMES
    joined = "".join(f"[{run}]" for run in runs)
    return [*lines, f"{joined}concat=n={len(runs)}:v=1:a=0[t0]"]


def _titles(edit: Edit) -> list[str]:
    lines, first = [], len(edit.shots)
    for index, title in enumerate(edit.titles):
        start, end = seconds(title.start_frame), seconds(title.start_frame + title.duration_frames)
        lines.append(f"[{first + index}:v]{_fades(title)},setpts=PTS+{start}/TB[i{index}]")
        after = "v" if index + 1 == len(edit.titles) else f"t{index + 1}"
        window = f"enable='between(t,{start},{end})':eof_action=pass"
        lines.append(f"[t{index}][i{index}]overlay=0:0:{window}[{after}]")
    return lines


def _fades(title: Title) -> str:
    out_at = title.duration_frames - FADE_FRAMES
    return f"format=yuva420p,fade=in:0:{FADE_FRAMES}:alpha=1,fade=out:{out_at}:{FADE_FRAMES}:alpha=1"


def _music(edit: Edit) -> str:
    length = seconds(edit.duration_frames)
    fades = f"afade=in:d=1,afade=out:st={length - 2}:d=2"
    source = len(edit.shots) + len(edit.titles)
    return f"[{source}:a]atrim=duration={length},volume={MUSIC_GAIN},{fades}[a]"


PEER = Peer(
    name="ffmpeg",
    does="one command, one input per shot; lut3d, xfade, concat; titles are pictures laid over",
    needs="ffmpeg",
    install="apt-get install ffmpeg",
    prepare=prepare,
)
