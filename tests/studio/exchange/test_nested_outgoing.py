"""What goes out nested: the shots that play sequences, their sound once, angles on one clock; and what is laid flat."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from posthouse.interchange import Outcome, TrackKind
from posthouse.interchange.formats import Multicams, Nests, format_named
from posthouse.interchange.mlt import write as write_mlt
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.outgoing import Outgoing, outgoing
from posthouse.timing import FrameRange
from tests.studio.exchange.pretending import Said
from tests.studio.tiny import Clip as TinyClip
from tests.studio.tiny import make_clip

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Clip, Timeline
    from posthouse.studio import Film
    from tests.studio.exchange.pretending import Pretended

MEDIA = {
    "a.mov": Said(rate=Fraction(25), start="10:00:00:00"),
    "b.mov": Said(rate=Fraction(25)),
    "hit.wav": Said(rate=None),
}
FIGHT = [
    {"shot": "punch", "from": "b", "in": "10f", "for": "20f"},
    {"shot": "fall", "from": "a", "in": "10:00:02:00", "for": "20f"},
]
MELT = shutil.which("melt")
otio = pytest.importorskip("opentimelineio")


@pytest.fixture
def film_of(pretend: Pretended, tmp_path: Path) -> Any:
    """Return a maker of films of parts of a document."""

    def make(**parts: Any) -> Film:
        document = {
            "posthouse": 1,
            "title": "Out",
            "format": {"size": [1920, 1080], "rate": 25},
            "media": {"a": "a.mov", "b": "b.mov", "hit": "hit.wav"},
            "sequences": {"fight": FIGHT},
            "cut": [{"shot": "brawl", "from": "fight", "in": "5f", "for": "30f"}],
            **parts,
        }
        return pretend.film(document, MEDIA, tmp_path)

    return make


def _nested(film: Film) -> Outgoing:
    return outgoing(film, nests=Nests.ALL, multicams=Multicams.ALL)


def _clips(timeline: Timeline, kind: TrackKind) -> list[Clip]:
    return [clip for track in timeline.of_kind(kind) for clip in track.clips]


def test_a_sequence_is_one_timeline_however_often_it_is_used(film_of: Any) -> None:
    cut = [{"shot": "brawl", "from": "fight", "in": "5f", "for": "30f"}, {"shot": "again", "from": "fight"}]
    main, fight = _nested(film_of(cut=cut)).timelines
    assert (fight.name, fight.duration_frames) == ("fight", 40)
    assert [(clip.name, clip.nested, clip.record, clip.source.start) for clip in _clips(main, TrackKind.PICTURE)] == [
        ("brawl", fight.id, FrameRange(0, 30), Fraction(5)),
        ("again", fight.id, FrameRange(30, 70), Fraction(0)),
    ]
    assert [clip.name for clip in _clips(fight, TrackKind.PICTURE)] == ["punch", "fall"]


def test_what_is_heard_inside_a_nest_is_not_heard_beside_it(film_of: Any) -> None:
    cues = {"cues": [{"cue": "hit", "at": "brawl/fall+2f", "play": "hit", "in": "0s", "for": "5f"}]}
    main, fight = _nested(film_of(sound=cues)).timelines
    heard = [(clip.id, clip.nested, clip.record) for clip in _clips(main, TrackKind.SOUND)]
    assert heard == [
        ("brawl.sound", fight.id, FrameRange(0, 30)),
        ("cue/hit", None, FrameRange(17, 22)),
    ]
    assert [clip.name for clip in _clips(fight, TrackKind.SOUND)] == ["punch", "fall"]


def test_a_muted_nest_has_no_sound_and_a_louder_one_its_gain(film_of: Any) -> None:
    cut = [
        {"shot": "quiet", "from": "fight", "sound": {"mute": True}},
        {"shot": "loud", "from": "fight", "sound": {"gain": "3 dB"}},
    ]
    main, _ = _nested(film_of(cut=cut)).timelines
    (loud,) = _clips(main, TrackKind.SOUND)
    assert (loud.name, loud.gain_db and loud.gain_db.keys[0].value) == ("loud", (3.0,))


def test_sequences_in_sequences_stand_after_those_that_show_them(film_of: Any) -> None:
    sequences = {"fight": FIGHT, "day": [{"shot": "scene", "from": "fight", "for": "20f", "in": "2f"}]}
    found = _nested(film_of(sequences=sequences, cut=[{"shot": "all", "from": "day"}]))
    assert [timeline.name for timeline in found.timelines] == ["Out", "day", "fight"]


def test_a_sequence_nothing_shows_does_not_go_out(film_of: Any) -> None:
    found = _nested(film_of(cut=[{"shot": "one", "from": "b", "for": "20f"}]))
    assert [timeline.name for timeline in found.timelines] == ["Out"]


def test_a_nest_that_fills_the_frame_with_what_is_inside_is_laid_flat_and_told(film_of: Any) -> None:
    found = _nested(film_of(cut=[{"shot": "brawl", "from": "fight", "fit": "fill"}]))
    assert [clip.id for clip in _clips(found.timelines[0], TrackKind.PICTURE)] == ["brawl/punch", "brawl/fall"]
    (told,) = [entry.reason for entry in found.ledger.losses if entry.feature == "nested"]
    assert told == (
        "the sequence fight is laid flat: its shots go out one by one, as its fill is of the pictures inside"
    )


def test_sound_that_leads_within_its_shot_leads_as_the_nest_does(film_of: Any) -> None:
    lead = [{"shot": "first", "from": "b", "for": "20f"}, {"shot": "brawl", "from": "fight", "in": "5f"}]
    lead[1]["sound"] = {"lead": "3f"}  # type: ignore[assignment] # a mapping beside words
    main, _ = _nested(film_of(cut=lead)).timelines
    nest = next(clip for clip in _clips(main, TrackKind.SOUND) if clip.nested)
    assert (nest.record.start_frame, nest.source.start) == (17, Fraction(2))


def test_sound_that_leads_beyond_the_sequence_lays_the_nest_flat(film_of: Any) -> None:
    lead = [{"shot": "first", "from": "b", "for": "20f"}, {"shot": "brawl", "from": "fight"}]
    lead[1]["sound"] = {"lead": "3f"}  # type: ignore[assignment] # as above
    found = _nested(film_of(cut=lead))
    assert len(found.timelines) == 1
    assert any("reaches beyond" in entry.reason for entry in found.ledger.losses)


def test_angles_lie_on_one_clock_and_the_shot_says_what_is_seen_and_heard(film_of: Any) -> None:
    media = {
        "a": "a.mov",
        "b": "b.mov",
        "table": {"multicam": {"wide": "a", "close": {"media": "b", "offset": "-12f"}}, "sound": "wide"},
    }
    cut = [{"shot": "talk", "from": "table", "angle": "close", "in": "30f", "for": "20f"}]
    main, wide, close = _nested(film_of(media=media, cut=cut, sequences={})).timelines
    assert [timeline.tracks[0].clips[0].record.start_frame for timeline in (wide, close)] == [12, 0]
    (seen,), (heard,) = _clips(main, TrackKind.PICTURE), _clips(main, TrackKind.SOUND)
    assert (seen.nested, heard.nested) == (close.id, wide.id)
    assert seen.source.start == heard.source.start == 42
    assert seen.angles == {"wide": wide.id, "close": close.id}


def test_a_flat_multicam_is_heard_at_the_frames_of_the_angle_that_is_heard(film_of: Any) -> None:
    media = {
        "a": "a.mov",
        "b": "b.mov",
        "table": {"multicam": {"wide": "b", "close": {"media": "a", "offset": "12f"}}, "sound": "wide"},
    }
    cut = [{"shot": "talk", "from": "table", "angle": "close", "in": "30f", "for": "20f"}]
    (main,) = outgoing(film_of(media=media, cut=cut, sequences={})).timelines
    (seen,), (heard,) = _clips(main, TrackKind.PICTURE), _clips(main, TrackKind.SOUND)
    assert (seen.source.start, heard.source.start) == (Fraction(900018), Fraction(30))


def test_cameras_that_lie_between_frames_are_laid_flat_and_told(film_of: Any) -> None:
    media = {
        "a": "a.mov",
        "b": "b.mov",
        "table": {"multicam": {"wide": "a", "close": {"media": "b", "offset": "50ms"}}},
    }
    found = _nested(
        film_of(media=media, cut=[{"shot": "talk", "from": "table", "in": "9f", "for": "9f"}], sequences={})
    )
    assert len(found.timelines) == 1
    assert "begins between two frames" in next(e.reason for e in found.ledger.losses if e.feature == "multicam")


@pytest.mark.parametrize("name", ["edl", "aaf", "protools-text", "ale"])
def test_formats_without_nests_get_the_flat_cut_and_tell_it(film_of: Any, tmp_path: Path, name: str) -> None:
    report = export(film_of(), name, with_sidecar=False).report
    told = [entry for entry in report.losses if (entry.item, entry.feature) == ("brawl", "nested")]
    assert [entry.outcome for entry in told] == [Outcome.APPROXIMATED]
    assert "laid flat" in told[0].reason


@pytest.mark.parametrize("name", ["fcp7", "fcpxml", "otio", "mlt"])
def test_a_flat_cut_is_asked_for_in_any_format(film_of: Any, tmp_path: Path, name: str) -> None:
    form = format_named(name)
    assert form is not None
    file = tmp_path / f"flat{form.suffixes[0]}"
    export(film_of(), name, to=file, with_sidecar=False, is_flat=True)
    reading = form.reader(file)
    assert not reading.nested
    assert len(reading.timelines[0].tracks[0].clips) == 2


@pytest.mark.parametrize(("name", "adapter"), [("fcp7", "fcp_xml"), ("fcpxml", "fcpx_xml"), ("otio", "otio_json")])
def test_other_readers_see_the_nest_with_its_ranges(film_of: Any, tmp_path: Path, name: str, adapter: str) -> None:
    """OpenTimelineIO's Final Cut 7 adapter reads a nested sequence's place and range, and nothing of its inside."""
    form = format_named(name)
    assert form is not None
    file = tmp_path / f"out{form.suffixes[0]}"
    cut = [{"shot": "one", "from": "b", "for": "20f"}, {"shot": "brawl", "from": "fight", "in": "5f", "for": "30f"}]
    export(film_of(cut=cut), name, to=file, with_sidecar=False)
    found = otio.adapters.read_from_file(str(file), adapter_name=adapter)
    timeline = found if isinstance(found, otio.schema.Timeline) else next(iter(found))
    (nest,) = [each for each in next(iter(timeline.video_tracks())) if isinstance(each, otio.schema.Stack)]
    assert (nest.source_range.start_time.value, nest.source_range.duration.value) == (5, 30)
    assert nest.range_in_parent().duration.value == 30
    if name == "fcp7":
        return
    inside = next(iter(list(nest)))
    ranges = [(each.range_in_parent(), each.source_range) for each in inside]
    assert [(at.start_time.value, source.start_time.value) for at, source in ranges] == [(0, 10), (20, 900050)]


def test_a_multicam_in_final_cut_7_is_the_flat_cut_to_every_reader_and_a_multiclip_beside_it(
    film_of: Any, tmp_path: Path
) -> None:
    table = {"multicam": {"wide": "a", "close": {"media": "b", "offset": "-12f"}}, "sound": "wide"}
    cut = [
        {"shot": "talk", "from": "table", "angle": "close", "in": "30f", "for": "20f", "scale": 0.5},
        {"shot": "slow", "from": "table", "angle": "wide", "in": "50f", "for": "20f", "speed": "50%"},
    ]
    film = film_of(media={"a": "a.mov", "b": "b.mov", "table": table}, cut=cut, sequences={})
    export(film, "fcp7", to=tmp_path / "group.xml", with_sidecar=False)
    export(film, "fcp7", to=tmp_path / "flat.xml", with_sidecar=False, is_flat=True)
    group, flat = ((tmp_path / f"{name}.xml").read_text().partition("</sequence>") for name in ("group", "flat"))
    note = r"\s*<comments>\s*<clipcommenta>ANGLE: \w+ OF table</clipcommenta>\s*</comments>"
    assert re.sub(note, "", group[0]) == flat[0]
    assert ("<multiclip" in group[2], "<multiclip" in flat[2]) == (True, False)
    for name in ("group", "flat"):
        found = otio.adapters.read_from_file(str(tmp_path / f"{name}.xml"), adapter_name="fcp_xml")
        first, second = next(iter(found.video_tracks()))
        assert (first.source_range.start_time.value, first.source_range.duration.value) == (42, 20)
        assert (first.media_reference.name, second.media_reference.name) == ("b.mov", "a.mov")


def test_a_group_of_another_rate_goes_out_flat_in_final_cut_7(pretend: Pretended, film_of: Any, tmp_path: Path) -> None:
    table = {"multicam": {"wide": "a", "close": {"media": "c", "offset": "0f"}}}
    cut = [{"shot": "talk", "from": "table", "in": "30f", "for": "20f"}]
    document = {"posthouse": 1, "title": "Out", "format": {"size": [1920, 1080], "rate": 25}}
    document |= {"media": {"a": "a.mov", "c": "c.mov", "table": table}, "cut": cut}
    film = pretend.film(document, MEDIA | {"c.mov": Said(rate=Fraction(24))}, tmp_path)
    report = export(film, "fcp7", to=tmp_path / "group.xml", with_sidecar=False).report
    assert "<multiclip" not in (tmp_path / "group.xml").read_text()
    assert any("runs at another rate than the cut" in entry.reason for entry in report.losses)


def _pictures(mlt: Path) -> np.ndarray:
    movie = mlt.with_suffix(".mkv")
    words = [str(MELT), str(mlt), "-consumer", f"avformat:{movie}", "vcodec=ffv1", "an=1", "real_time=-1"]
    subprocess.run(words, check=True, capture_output=True)
    with av.open(str(movie)) as opened:
        return np.stack([frame.to_ndarray(format="gray") for frame in opened.decode(video=0)])


@pytest.fixture
def two_clips(tmp_path: Path) -> Any:
    """Return a film of two real clips in a sequence, with a dissolve inside and one at its end."""
    from posthouse.studio import open_film

    for seed, name in enumerate("ab", 1):
        make_clip(tmp_path / f"{name}.mov", TinyClip(frames=60, seed=seed))
    fight = [
        {"shot": "punch", "from": "a", "in": "10f", "for": "20f"},
        {"dissolve": "6f"},
        {"shot": "fall", "from": "b", "in": "20f", "for": "20f"},
    ]
    document = {
        "posthouse": 1,
        "title": "Played",
        "format": {"size": [96, 54], "rate": 24},
        "media": {"a": "a.mov", "b": "b.mov"},
        "sequences": {"fight": fight},
        "cut": [
            {"shot": "brawl", "from": "fight", "in": "2f", "for": "34f"},
            {"dissolve": "4f"},
            {"shot": "next", "from": "a", "in": "8f", "for": "20f"},
        ],
        "deliver": ["web"],
    }
    (tmp_path / "production.yaml").write_text(json.dumps(document))
    with open_film(tmp_path) as film:
        yield film


@pytest.mark.skipif(MELT is None, reason="melt is not installed")
def test_melt_plays_what_is_nested_as_it_plays_it_flat(two_clips: Film, tmp_path: Path) -> None:
    for name, nests in (("flat", Nests.NONE), ("nested", Nests.PLAIN)):
        timelines = outgoing(two_clips, nests=nests).timelines
        (tmp_path / f"{name}.mlt").write_bytes(write_mlt(timelines, name=name).files[f"{name}.mlt"])
    flat, nested = (_pictures(tmp_path / f"{name}.mlt") for name in ("flat", "nested"))
    assert np.array_equal(flat, nested)
