"""Changes a person makes to a production, one function a kind; each changes a document, or a file beside it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.studio.tiny import make_cube

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.studio.tiny import Document

Item = dict[str, Any]
TRANSITIONS = ("dissolve", "wipe", "dip")


def _frames(length: str) -> int:
    return int(length.removesuffix("f"))


def _shots(document: Document) -> list[Item]:
    return [item for item in document["cut"] if "shot" in item]


def _footage(document: Document) -> list[Item]:
    """Return shots of moving pictures."""
    return [shot for shot in _shots(document) if shot["from"] in {"pan", "clock", "phone"}]


def _joins(document: Document) -> list[int]:
    """Return where in the cut two shots meet with nothing between them."""
    cut = document["cut"]
    return [at for at in range(1, len(cut)) if "shot" in cut[at - 1] and "shot" in cut[at]]


def trim_head(document: Document, chance: Random, folder: Path) -> None:
    shot, by = chance.choice(_footage(document)), chance.randint(-8, 8)
    shot["in"], shot["for"] = f"{max(0, _frames(shot['in']) + by)}f", f"{max(10, _frames(shot['for']) - by)}f"


def trim_tail(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_shots(document))
    shot["for"] = f"{max(10, _frames(shot['for']) + chance.randint(-8, 8))}f"


def slip(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_footage(document))
    shot["in"] = f"{max(0, _frames(shot['in']) + chance.randint(-15, 15))}f"


def swap_shots(document: Document, chance: Random, folder: Path) -> None:
    first, second = chance.sample(_shots(document), 2)
    kept = dict(first)
    first.clear()
    first.update(second)
    second.clear()
    second.update(kept)


def move_shot(document: Document, chance: Random, folder: Path) -> None:
    cut = document["cut"]
    moved = chance.choice(_shots(document))
    cut.remove(moved)
    cut.insert(chance.randint(0, len(cut)), moved)


def delete_shot(document: Document, chance: Random, folder: Path) -> None:
    document["cut"].remove(chance.choice(_shots(document)))


def insert_shot(document: Document, chance: Random, folder: Path) -> None:
    name = f"new{len(document['cut'])}-{chance.randint(0, 999)}"
    shot = {"shot": name, "from": chance.choice(["pan", "clock", "phone"]), "in": f"{chance.randint(0, 60)}f"}
    document["cut"].insert(chance.randint(0, len(document["cut"])), {**shot, "for": f"{chance.randint(12, 40)}f"})


def omit_shot(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_shots(document))
    shot["omit"] = not shot.get("omit", False)


def insert_gap(document: Document, chance: Random, folder: Path) -> None:
    document["cut"].insert(chance.choice(_joins(document)), {"gap": f"{chance.randint(1, 20)}f"})


def change_speed(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_footage(document))
    shot.pop("freeze", None)
    shot["speed"] = chance.choice(["50%", "-100%", "133%", "-40%", "200%"])


def freeze(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_footage(document))
    shot.pop("speed", None)
    shot["freeze"] = True


def change_fit(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_footage(document))
    shot["fit"], shot["pan"] = chance.choice(["fit", "fill", "stretch"]), [chance.choice([0, 0.3, 1]), 0.5]


def move_over_frame(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice([*_footage(document), *document["over"]])
    frames = sorted(chance.sample(range(10), 2))
    keys = [{"at": f"+{frame}f", "to": chance.randint(5, 15) / 10} for frame in frames]
    said: Item = {"scale": keys, "rotation": {"from": 0, "to": chance.randint(-20, 20), "ease": "in-out"}}
    said |= {"position": {"from": [0.5, 0.5], "to": [chance.random(), 0.4]}, "shutter": chance.choice([0, 180])}
    said |= {"crop": {"left": {"from": chance.random(), "to": 0}}, "opacity": chance.random(), "anchor": [0, 1]}
    for name in chance.sample(list(said), 2):
        shot[name] = said[name]


def change_shot_sound(document: Document, chance: Random, folder: Path) -> None:
    said = {"gain": f"{chance.randint(-12, 3)} dB", "lead": f"{chance.randint(1, 8)}f", "pan": chance.uniform(-1, 1)}
    said |= {"trail": f"{chance.randint(1, 8)}f", "mute": True, "fade_in": f"{chance.randint(1, 9)}f"}
    shot = chance.choice(_footage(document))
    shot["sound"] = dict(chance.sample(list(said.items()), 2)) | {"stem": chance.choice(["dialogue", "effects"])}


def transition_length(document: Document, chance: Random, folder: Path) -> None:
    item = chance.choice([item for item in document["cut"] if "shot" not in item and "gap" not in item])
    (kind, _), *_ = item.items()
    item[kind] = f"{2 * chance.randint(1, 6)}f"


def transition_kind(document: Document, chance: Random, folder: Path) -> None:
    item = chance.choice([item for item in document["cut"] if set(item) & set(TRANSITIONS)])
    item.clear()
    kind = chance.choice(TRANSITIONS)
    kinds: dict[str, Item] = {
        "dissolve": {"light": chance.choice(["linear", "display"])},
        "wipe": {"pattern": chance.choice(["clock", "iris-circle", "diagonal-top-left"]), "softness": 0.1},
        "dip": {"color": chance.choice(["white", "black", "#802010"])},
    }
    item[kind] = {"length": f"{2 * chance.randint(1, 5)}f"} | kinds[kind]


def transition_removed(document: Document, chance: Random, folder: Path) -> None:
    document["cut"].remove(chance.choice([item for item in document["cut"] if set(item) & set(TRANSITIONS)]))


def transition_added(document: Document, chance: Random, folder: Path) -> None:
    document["cut"].insert(chance.choice(_joins(document)), {chance.choice(TRANSITIONS): "6f"})


def change_over(document: Document, chance: Random, folder: Path) -> None:
    layer = document["over"][0]
    said = {"position": [chance.random(), chance.random()], "opacity": round(chance.random(), 2), "scale": 0.5}
    said |= {"at": f"{chance.choice(_footage(document))['shot']}+{chance.randint(0, 12)}f", "fade_out": "5f"}
    name = chance.choice(list(said))
    layer[name] = said[name]


def grade_shot(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice([*(shot["shot"] for shot in _footage(document)), "*"])
    document["color"]["grades"][shot] = {"exposure": round(chance.uniform(-1, 1), 2), "look": "dusk"}


def change_look(document: Document, chance: Random, folder: Path) -> None:
    document["color"]["looks"]["dusk"]["temperature"] = chance.randint(-30, 30)


def edit_lut(document: Document, chance: Random, folder: Path) -> None:
    make_cube(folder / "media" / "look.cube", chance.uniform(0, 0.5))


def change_rain(document: Document, chance: Random, folder: Path) -> None:
    document["effects"][0]["rain"] |= {"wind": chance.randint(-20, 20), "seed": chance.randint(1, 99)}


def rain_another_shot(document: Document, chance: Random, folder: Path) -> None:
    document["effects"][0]["shot"] = chance.choice(_footage(document))["shot"]


def title_text(document: Document, chance: Random, folder: Path) -> None:
    document["titles"][0]["text"] = chance.choice(["Other", "Two\nlines", "Grüße", "Wider than before"])


def title_time(document: Document, chance: Random, folder: Path) -> None:
    title = chance.choice(document["titles"])
    title["at"], title["for"] = f"{chance.randint(0, 100)}f", f"{chance.randint(5, 60)}f"


def title_style(document: Document, chance: Random, folder: Path) -> None:
    document["titles"][0]["style"] = {"like": "heading", "size": f"{chance.randint(5, 20)}%", "color": "#ffcc00"}


def move_cue(document: Document, chance: Random, folder: Path) -> None:
    shot = chance.choice(_footage(document))
    inside = f"{shot['shot']}@{_frames(shot['in']) + 2}f"
    document["sound"]["cues"][0]["at"] = chance.choice([inside, f"{shot['shot']}+{chance.randint(0, 9)}f", "33f"])


def cue_gain(document: Document, chance: Random, folder: Path) -> None:
    document["sound"]["cues"][0] |= {"gain": f"{chance.randint(-20, 0)} dB", "pan": chance.uniform(-1, 1)}


def change_bed(document: Document, chance: Random, folder: Path) -> None:
    document["sound"]["music"][0] |= {"in": f"{chance.randint(0, 3)}s", "gain": f"{chance.randint(-20, -6)} dB"}


def change_loudness(document: Document, chance: Random, folder: Path) -> None:
    document["master"]["loudness"] = f"{chance.randint(-30, -16)} LUFS"


def change_mix(document: Document, chance: Random, folder: Path) -> None:
    track = chance.choice(["dialogue", "music", "effects"])
    document["mix"]["tracks"][track] = {"gain": f"{chance.randint(-9, 3)} dB", "pan": chance.uniform(-1, 1)}


def change_duck(document: Document, chance: Random, folder: Path) -> None:
    document["mix"]["duck"] = [
        {"music": f"{chance.randint(-15, -3)} dB", "under": chance.choice(["dialogue", "effects"])}
    ]


def replace_media(document: Document, chance: Random, folder: Path) -> None:
    other = chance.choice(sorted((folder.parent / "other").iterdir()))
    kept = folder / "media" / other.name
    spare = kept.with_suffix(".spare")
    kept.rename(spare)
    shutil.copyfile(other, kept)
    spare.replace(other)


def change_deliverable(document: Document, chance: Random, folder: Path) -> None:
    document["deliver"][0] |= {"crf": chance.randint(15, 30)} if chance.random() < 0.5 else {"size": [64, 36]}


def another_deliverable(document: Document, chance: Random, folder: Path) -> None:
    more = [
        {"as": "prores-422-hq"},
        {"as": "custom", "codec": "ffv1", "container": "mkv", "name": "lossless", "lossless": True}
        | {"sound": {"codec": "flac"}},
        {"as": "frames", "start": "20f", "length": "6f"},
        {"as": "still", "at": "70f", "format": "exr", "name": "still-2"},
    ]
    document["deliver"][3:] = [chance.choice(more)]


def change_format(document: Document, chance: Random, folder: Path) -> None:
    said: list[Item] = [{"rate": 25}, {"rate": 23.976}, {"size": [80, 64]}, {"rate": 30}]
    said += [{"sound": {"rate": 44100, "layout": "stereo"}}, {"sound": {"rate": 48000, "layout": "mono"}}]
    document["format"] |= chance.choice(said)


USUAL: tuple[Callable[[Document, Random, Path], None], ...] = (
    trim_head,
    trim_tail,
    slip,
    swap_shots,
    move_shot,
    delete_shot,
    insert_shot,
    omit_shot,
    insert_gap,
    change_speed,
    freeze,
    change_fit,
    move_over_frame,
    change_shot_sound,
    transition_length,
    transition_kind,
    transition_removed,
    transition_added,
    change_over,
    grade_shot,
    change_look,
    edit_lut,
    change_rain,
    rain_another_shot,
    title_text,
    title_time,
    title_style,
    move_cue,
    cue_gain,
    change_bed,
    change_loudness,
    change_mix,
    change_duck,
    replace_media,
    change_deliverable,
    another_deliverable,
)
"""Changes of every kind; a change of the whole format is made more rarely."""
