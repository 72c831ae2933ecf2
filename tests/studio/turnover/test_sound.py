"""Sound turnovers: what goes out, mixed as the AAF says, is the programme's stems."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from posthouse.errors import MediaError, ProductionError
from posthouse.interchange.aaf import extract
from posthouse.interchange.timeline import TrackKind
from posthouse.studio.turnover.returns import sent_pulls
from posthouse.timing import Length
from tests.studio.more_cut import more_cut
from tests.studio.tiny import Document, Tiny, every_craft
from tests.studio.turnover.handed import made, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.studio import Film

SHORT = {"dialogue": "DX", "music": "MX", "effects": "FX"}


def unmixed(document: Document) -> Document:
    """Return a document without what a mixer does."""
    return {key: said for key, said in document.items() if key not in {"mix", "master"}}


def stem(film: Film, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return film.sound(of=name)


def panned() -> Document:
    """Return sounds at every pan, a loop, a reverse, and one that is faded out of a hard cut."""
    return {
        "posthouse": 1,
        "title": "Panned",
        "format": {"size": [96, 54], "rate": "23.976", "start": "01:00:00:00"},
        "media": {"pan": "media/pan.mov", "hit": "media/hit.wav", "song": "media/song.wav"},
        "cut": [
            {"shot": "a", "from": "pan", "in": "20f", "for": "30f", "sound": {"pan": -1, "gain": "-6 dB"}},
            {"shot": "b", "from": "pan", "in": "150f", "for": "20f", "speed": "-100%", "sound": {"pan": 0.3}},
            {"shot": "c", "from": "pan", "in": "40f", "for": "30f", "sound": {"lead": "5f", "trail": "3f"}},
            {"shot": "d", "from": "pan", "in": "90f", "for": "20f", "speed": "50%", "sound": {"fade_out": "8f"}},
        ],
        "sound": {
            "cues": [
                {"cue": "hit", "at": "b+3f", "play": "hit", "pan": 1, "stem": "effects"},
                {"cue": "silent", "at": "c+3f", "play": "hit", "gain": "-inf dB"},
            ],
            "ambience": [
                {"ambience": "room", "from": "song", "in": "1s", "under": ["a", "d"], "pan": -0.5}
                | {"loop": {"in": "1s", "out": "2s", "crossfade": "20ms"}, "fade_in": "5f"}
            ],
        },
        "deliver": ["web"],
    }


@pytest.mark.parametrize("document", [every_craft, more_cut, panned], ids=["crafts", "nested", "panned"])
def test_mixed_as_it_says_it_is_the_stems(tiny: Callable[..., Tiny], document: Callable[[], Document]) -> None:
    with tiny(unmixed(document())).open() as film:
        handed = made(film, film.folder / "turnovers" / "mix")
        for name in film.planner.sound().stems:
            wanted = stem(film, name)
            mixed = handed.stem(SHORT[name], wanted.shape[1])
            assert np.abs(mixed).max() > 0.01
            assert np.abs(mixed - wanted).max() < 2e-6, name  # gains are read to a ten-thousandth of a dB


def test_sound_beyond_full_scale_is_written_lower_and_brought_back(tiny: Callable[..., Tiny]) -> None:
    film = tiny(panned())
    loud = np.random.default_rng(3).uniform(-2.7, 2.7, (24_000, 2)).astype(np.float32)
    soundfile.write(film.folder / "media" / "hit.wav", loud, 48_000, subtype="FLOAT")
    with film.open() as opened:
        handed = made(opened, film.folder / "turnovers" / "loud")
        wanted = stem(opened, "effects")
    assert np.abs(handed.stem("FX", wanted.shape[1]) - wanted).max() < 1e-4  # of 3.8
    assert soundfile.read(handed.folder / "audio" / "FX002_hit.R.wav")[0].max() == pytest.approx(2.7 / 4, abs=1e-3)
    told = "hit, silent: beyond full scale, so written 12.04 dB lower, which the clip's gain makes up for"
    assert told in handed.record["notes"]


def test_tracks_have_no_overlaps_and_beds_have_their_own(tiny: Callable[..., Tiny]) -> None:
    with tiny(every_craft()).open() as film:
        handed = made(film, film.folder / "turnovers" / "lanes")
    owners: dict[str, set[str]] = {}
    for clip in handed.record["clips"]:
        owners.setdefault(clip["tracks"][0], set()).add(clip["owner"].partition(" ")[0])
    assert all(len(kinds) == 1 for kinds in owners.values())
    for track in handed.timeline().of_kind(TrackKind.SOUND):
        ends = [place(clip) for clip in track.clips]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))


def test_handles_are_as_long_as_asked_or_as_there_is(tiny: Callable[..., Tiny]) -> None:
    with tiny(panned()).open() as film:
        handed = made(film, film.folder / "turnovers" / "handles", handles=Length.parse("1s"))
        cut = {clip["clip"]: clip for clip in handed.record["clips"]}
    assert cut["a"]["handles"] == [20 * 2_002, 48_000]  # the shot begins with its media's frame 20
    assert cut["hit"]["handles"] == [0, 0]
    for clip in cut.values():
        for name in clip["files"]:
            whole = soundfile.info(handed.folder / "audio" / name)
            crossed = sum(clip["crossfade"])
            assert whole.frames >= sum(clip["handles"]) + clip["record"][1] - clip["record"][0] - crossed
            assert (whole.channels, whole.samplerate, whole.subtype) == (1, 48_000, "PCM_24")


def test_faders_of_stems_are_the_tracks_volume_and_ducks_are_told(tiny: Callable[..., Tiny]) -> None:
    with tiny(every_craft()).open() as film:
        handed = made(film, film.folder / "turnovers" / "faders")
    music = next(track for track in handed.timeline().tracks if track.name.startswith("MX"))
    gain = music.clips[0].gain_db
    assert gain is not None
    assert gain.keys[0].value[0] == pytest.approx(-15, abs=0.001)  # the clip's -12 dB and the stem's -3 dB
    assert "ducks are left out: the mixer rides the levels" in handed.record["notes"]


def test_embedded_sound_is_that_of_the_files(tiny: Callable[..., Tiny]) -> None:
    with tiny(panned()).open() as film:
        handed = made(film, film.folder / "turnovers" / "one", is_embedded=True)
    found = {each.name: each.file for each in extract(handed.folder / "one.aaf", handed.folder / "out")}
    assert sorted(found) == sorted(path.stem for path in (handed.folder / "audio").iterdir())
    for name, file in found.items():
        assert file is not None
        ours, theirs = (soundfile.read(path, dtype="int32")[0] for path in (handed.folder / f"audio/{name}.wav", file))
        assert (ours == theirs).all()


def test_the_same_turnover_is_the_same_bytes(tiny: Callable[..., Tiny]) -> None:
    folders = []
    for folder in ("one", "two"):
        with tiny(more_cut(), folder).open() as film:
            folders.append(made(film, film.folder / "turnovers" / "v1", is_embedded=True).folder)
    contents = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    ]
    assert contents[0] == contents[1]


def test_an_earlier_turnovers_own_sounds_go_and_no_other(tiny: Callable[..., Tiny]) -> None:
    film = tiny(panned())
    folder = film.folder / "turnovers" / "v1"
    with film.open() as opened:
        made(opened, folder)
    (folder / "audio" / "mine.wav").write_bytes(b"kept")
    shorter = panned()
    del shorter["sound"]["cues"]
    film.write(shorter)
    with film.open() as opened:
        made(opened, folder)
    names = {path.name for path in (folder / "audio").iterdir()}
    assert "mine.wav" in names
    assert not any("hit" in name for name in names)
    with pytest.raises(MediaError, match="there is no turnover"):
        sent_pulls(folder.parent)  # sound goes out, and no version of it comes back


@pytest.mark.parametrize(
    ("wishes", "cause"),
    [
        ({"handles": Length.parse("11m")}, "out of range"),
        ({"reference": "prores-9"}, "a reference movie cannot be prores-9"),
    ],
    ids=["handles", "form"],
)
def test_wishes_that_cannot_be_are_refused(tiny: Callable[..., Tiny], wishes: dict[str, Any], cause: str) -> None:
    with tiny(panned()).open() as film, pytest.raises(ProductionError, match=cause):
        made(film, film.folder / "turnovers" / "no", **wishes)
    assert not (film.folder / "turnovers").exists()


def test_a_programme_without_sound_has_nothing_to_hand_over(tiny: Callable[..., Tiny]) -> None:
    silent = panned()
    del silent["sound"]
    silent["tracks"] = {"dialogue": {"mute": True}}
    with tiny(silent).open() as film, pytest.raises(ProductionError, match="no sound to hand over"):
        made(film, film.folder / "turnovers" / "no")
