"""The edit as a production; posthouse builds it from nothing, proof of every chunk and of the file included."""

from __future__ import annotations

import json
import math
import shutil
import sys
from typing import TYPE_CHECKING, Any

from bench.coding import RATE, WEB
from bench.edit import DISSOLVE_FRAMES, FADE_FRAMES, MUSIC_GAIN, SOUND_RATE, make_edit
from bench.measure import run_measured
from bench.peers.peer import Peer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.coding import Coding
    from bench.edit import Edit, Material
    from bench.measure import Measured

POSTHOUSE = [sys.executable, "-m", "posthouse"]
Document = dict[str, Any]


def prepare(edit: Edit, out: Path) -> list[str]:
    """Return ``posthouse build`` of a fresh folder; the film's name is that of ``out``."""
    folder = edit.material.work / "edit"
    shutil.rmtree(folder, ignore_errors=True)
    write_document(folder, document_of(edit) | {"deliver": [edit.coding.deliverable | {"name": out.stem}]})
    return [*POSTHOUSE, "build", str(folder)]


def warm(material: Material, coding: Coding = WEB) -> Measured:
    """Build three shots and return what it took: pixel kernels are compiled once a machine, and kept for all films."""
    edit = make_edit(material, shot_count=3, coding=coding)
    return run_measured(prepare(edit, material.work / f"warm{coding.suffix}"), material.work / "warm.log")


def built_file(edit: Edit, out: Path) -> Path:
    """Return where the film lies."""
    return edit.material.work / "edit" / "out" / out.name


def web(name: str) -> Document:
    """Return the deliverable with the encoder's settings that every tool gets."""
    return WEB.deliverable | {"name": name}


def document_of(edit: Edit) -> Document:
    """Return the edit as a production document, without what is delivered."""
    cut: list[Document] = []
    for index, shot in enumerate(edit.shots):
        if shot.dissolves_in:
            cut.append({"dissolve": f"{DISSOLVE_FRAMES}f"})
        said = {"shot": f"s{index}", "from": "footage", "in": f"{shot.in_frame}f", "for": f"{shot.duration_frames}f"}
        cut.append(said | {"sound": {"mute": True}})
    titles = [
        {"title": f"t{index}", "text": title.words, "at": f"{title.start_frame}f", "for": f"{title.duration_frames}f"}
        | {"style": "heading", "position": "center", "fade_in": f"{FADE_FRAMES}f", "fade_out": f"{FADE_FRAMES}f"}
        for index, title in enumerate(edit.titles)
    ]
    under = ["s0", f"s{len(edit.shots) - 1}"]
    bed = {"music": "bed", "from": "music", "under": under, "gain": f"{20 * math.log10(MUSIC_GAIN):.2f} dB"}
    return heading(edit.coding.size) | {
        "media": {"footage": str(edit.material.footage), "music": str(edit.material.music)},
        "cut": cut,
        "titles": titles,
        "color": {"grades": {"*": {"lut": str(edit.material.lut)}}},
        "sound": {"music": [bed | {"fade_in": "1s", "fade_out": "2s"}]},
    }


def heading(size: tuple[int, int]) -> Document:
    """Return what every document begins with."""
    sound = {"rate": SOUND_RATE, "layout": "stereo"}
    return {"posthouse": 1, "title": "Benchmark", "format": {"size": list(size), "rate": RATE, "sound": sound}}


def write_document(folder: Path, document: Mapping[str, Any]) -> None:
    """Write a document as a person would: one line for each shot, title and cue. The same one is left untouched."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "production.yaml"
    lines: list[str] = []
    for key, said in document.items():
        match said:
            case list():
                lines += [f"{key}:", *(f"  - {json.dumps(entry)}" for entry in said)]
            case dict():
                lines += [f"{key}:", *(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in said.items())]
            case _:
                lines.append(f"{key}: {json.dumps(said)}")
    text = "\n".join(lines) + "\n"
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


PEER = Peer(
    name="posthouse",
    does="posthouse build, from nothing; chunks decoded again and the file measured, which no other does",
    needs="module:posthouse",
    install="pip install -e .",
    prepare=prepare,
    made=built_file,
)
