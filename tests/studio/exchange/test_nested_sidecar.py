"""A nested cut that comes back with its sidecar: as it was, with a nest trimmed, with a clip inside one changed."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.interchange.formats import format_named
from posthouse.studio import open_film
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, Imported, import_cut
from posthouse.timing import FrameRange
from tests.studio.exchange.pretending import Said
from tests.studio.tiny import Clip as TinyClip
from tests.studio.tiny import make_clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from posthouse.interchange import Clip, Reading, Timeline
    from tests.studio.exchange.pretending import Pretended

    Change = Callable[[Clip], Clip]

MEDIA = {"a.mov": Said(rate=Fraction(25), start="10:00:00:00"), "b.mov": Said(rate=Fraction(25))}
DOCUMENT: dict[str, Any] = {
    "posthouse": 1,
    "title": "Kept",
    "format": {"size": [1920, 1080], "rate": 25},
    "media": {
        "a": "a.mov",
        "b": "b.mov",
        "table": {"multicam": {"wide": "b", "close": {"media": "a", "offset": "9f"}}},
    },
    "sequences": {
        "fight": [
            {"shot": "punch", "from": "b", "in": "10f", "for": "20f"},
            {"shot": "mid", "from": "a", "in": "10:00:03:00", "for": "40f"},
        ]
    },
    "cut": [
        {"shot": "brawl", "from": "fight", "in": "5f", "for": "50f"},
        {"shot": "next", "from": "a", "in": "10:00:05:00", "for": "30f"},
        {"shot": "talk", "from": "table", "in": "30f", "for": "20f"},
    ],
    "titles": [{"title": "name", "text": "Words", "at": "next+1f", "for": "12f"}],
    "color": {"grades": {"punch": {"exposure": -0.5}, "brawl": {"saturation": 0.5}}},
    "deliver": ["web"],
}
FORMATS = ["fcp7", "fcpxml", "otio"]


def _changed(timeline: Timeline, change: Change) -> Timeline:
    tracks = (
        dataclasses.replace(track, clips=tuple(change(clip) for clip in track.clips)) for track in timeline.tracks
    )
    return dataclasses.replace(timeline, tracks=tuple(tracks))


def _back(
    pretend: Pretended, folder: Path, name: str, change: Callable[[Reading], tuple[Timeline, ...]]
) -> tuple[Imported, str]:
    """Return what comes back of a cut that another system wrote again, and the text that went out."""
    film = pretend.film(DOCUMENT, MEDIA, folder)
    form = format_named(name)
    assert form is not None
    file = folder / f"kept{form.suffixes[0]}"
    export(film, name, to=file)
    written = form.writer(change(form.reader(file)), name="kept")
    file.write_bytes(next(iter(written.files.values())))
    return import_cut(file, Asked(folder=folder)), (folder / "production.yaml").read_text()


def _trim_nest(reading: Reading) -> tuple[Timeline, ...]:
    """Return a cut with ten frames less of its first nest; what follows it moves up."""

    def change(clip: Clip) -> Clip:
        if clip.record.start_frame:
            return dataclasses.replace(clip, record=clip.record.shifted(-10))
        source = dataclasses.replace(clip.source, duration=clip.source.duration - 10)
        return dataclasses.replace(clip, record=FrameRange(0, 40), source=source)

    return (_changed(reading.timelines[0], change), *reading.nested)


def _slip_inside(reading: Reading) -> tuple[Timeline, ...]:
    """Return a cut whose second shot inside the nest is slipped by seven frames."""

    def change(clip: Clip) -> Clip:
        if clip.record.start_frame != 20:
            return clip
        return dataclasses.replace(clip, source=dataclasses.replace(clip.source, start=clip.source.start + 7))

    return (reading.timelines[0], *(_changed(each, change) for each in reading.nested))


@pytest.mark.parametrize("name", [*FORMATS, "mlt"])
def test_a_nested_cut_that_was_only_written_anew_gives_the_very_text(
    pretend: Pretended, tmp_path: Path, name: str
) -> None:
    imported, text = _back(pretend, tmp_path, name, lambda reading: (*reading.timelines, *reading.nested))
    assert imported.text == text


@pytest.mark.parametrize("name", FORMATS)
def test_a_nest_trimmed_elsewhere_is_trimmed_here(pretend: Pretended, tmp_path: Path, name: str) -> None:
    document = _back(pretend, tmp_path, name, _trim_nest)[0].production.document
    assert [(shot.id, str(shot.length)) for shot in document.shots] == [
        ("brawl", "40f"),
        ("next", "30f"),
        ("talk", "20f"),
    ]
    assert [shot.media for shot in document.shots] == ["fight", "a", "table"]
    assert set(document.color.grades) == {"punch", "brawl"}


@pytest.mark.parametrize("name", FORMATS)
def test_a_shot_slipped_inside_a_nest_is_slipped_in_its_sequence(pretend: Pretended, tmp_path: Path, name: str) -> None:
    document = _back(pretend, tmp_path, name, _slip_inside)[0].production.document
    punch, mid = document.sequences["fight"]
    assert (getattr(punch, "id", ""), str(getattr(mid, "in_point", ""))) == ("punch", "10:00:03:07")
    assert [shot.media for shot in document.shots] == ["fight", "a", "table"]


def test_another_angle_is_a_change(pretend: Pretended, tmp_path: Path) -> None:
    def switch(reading: Reading) -> tuple[Timeline, ...]:
        def change(clip: Clip) -> Clip:
            return dataclasses.replace(clip, nested=clip.angles["close"]) if clip.angles else clip

        return (_changed(reading.timelines[0], change), *reading.nested)

    imported, text = _back(pretend, tmp_path, "fcpxml", switch)
    assert imported.text != text
    assert [shot.id for shot in imported.production.document.shots[:2]] == ["brawl", "next"]


def test_a_dissolve_of_another_length_is_a_change(pretend: Pretended, tmp_path: Path) -> None:
    text = dict(DOCUMENT, cut=[DOCUMENT["cut"][0], {"dissolve": "8f"}, DOCUMENT["cut"][1]], titles=[])
    film = pretend.film(text, MEDIA, tmp_path)
    export(film, "otio", to=tmp_path / "kept.otio")
    form = format_named("otio")
    assert form is not None
    reading = form.reader(tmp_path / "kept.otio")
    shorter = [
        dataclasses.replace(
            track,
            transitions=tuple(
                dataclasses.replace(each, record=FrameRange(each.join - 2, each.join + 2)) for each in track.transitions
            ),
        )
        for track in reading.timelines[0].tracks
    ]
    changed = dataclasses.replace(reading.timelines[0], tracks=tuple(shorter))
    written = form.writer((changed, *reading.nested), name="kept")
    (tmp_path / "kept.otio").write_bytes(next(iter(written.files.values())))
    assert "dissolve: 4f" in import_cut(tmp_path / "kept.otio", Asked(folder=tmp_path)).text.replace('"', "")


def test_into_a_new_folder_a_shot_nobody_changed_keeps_its_frames(tmp_path: Path) -> None:
    """Of media at another rate, which can only be opened from where the cut went out."""
    make_clip(tmp_path / "fast.mov", TinyClip(frames=60, rate=Fraction(25)))
    fight = [
        {"shot": "mid", "from": "fast", "in": "30f", "for": "20f"},
        {"shot": "punch", "from": "fast", "for": "20f"},
    ]
    document = {
        "posthouse": 1,
        "title": "Kept",
        "format": {"size": [96, 54], "rate": 24},
        "media": {"fast": "fast.mov"},
        "sequences": {"fight": fight},
        "cut": [{"shot": "brawl", "from": "fight"}],
        "deliver": ["web"],
    }
    (tmp_path / "production.yaml").write_text(json.dumps(document))
    file = tmp_path / "kept.fcpxml"
    with open_film(tmp_path) as film:
        export(film, "fcpxml", to=file)
    form = format_named("fcpxml")
    assert form is not None
    written = form.writer(_slip_inside(form.reader(file)), name="kept")
    file.write_bytes(next(iter(written.files.values())))
    imported = import_cut(file, Asked(folder=tmp_path / "new"))
    mid, punch = imported.production.document.sequences["fight"]
    assert [str(getattr(shot, "in_point", "")) for shot in (mid, punch)] == ["30f", "7f"]
    assert imported.missing == ()
