"""Which file a media is, by what both say."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from posthouse.conform.evidence import FileFacts, Span, Wanted
from posthouse.conform.finding import find_media
from posthouse.timing import Rate

RATE = Rate.parse(24)


def wanted(**said: object) -> Wanted:
    span = Span(start=Fraction(90010), end=Fraction(90058), rate=RATE)
    given = {"name": "A003_C012", "file": "A003_C012.mov", "reel": "A003C012", "used": (span,), "has_timecode": True}
    return Wanted(**(given | said))  # type: ignore[arg-type] # fields by name


def file(path: str = "rushes/A003_C012.mov", **said: Any) -> FileFacts:
    given: dict[str, Any] = {
        "path": path,
        "digest": path,
        "reel": "A003C012",
        "rate": RATE,
        "start_frame": 90000,
        "frames": 500,
    }
    return FileFacts(**(given | said))


def test_name_reel_and_timecode_find_a_file() -> None:
    found = find_media(wanted(), [file(), file("rushes/A003_C013.mov", reel="A003C013", start_frame=95000)]).found
    assert found is not None
    assert found.facts.path == "rushes/A003_C012.mov"


def test_a_renamed_file_is_found_by_reel_and_timecode() -> None:
    assert find_media(wanted(), [file("rushes/pier at dawn.mov")]).found is not None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"start_frame": 10}, "its timecode does not have the frames that are used"),
        ({"rate": Rate.parse(25)}, "it runs at 25 fps, the cut says 24"),
        ({"start_frame": 90000, "frames": 40}, "its timecode does not have the frames"),
        ({"rate": None, "has_sound": True}, "it has no picture"),
    ],
    ids=["another-take", "another-rate", "too-short", "no-picture"],
)
def test_a_file_of_the_right_name_that_is_not_it_is_refused(said: dict[str, Any], words: str) -> None:
    finding = find_media(wanted(reel=""), [file(reel="", **said)])
    assert finding.found is None
    assert words in finding.reason


def test_two_files_that_fit_equally_are_refused_unless_they_are_copies() -> None:
    twins = [file("a/A003_C012.mov"), file("b/A003_C012.mov")]
    assert "fit equally well" in find_media(wanted(), twins).reason
    copies = [file("a/A003_C012.mov", digest="x"), file("b/A003_C012.mov", digest="x")]
    assert find_media(wanted(), copies).found is not None


def test_nothing_near_is_said_so() -> None:
    finding = find_media(wanted(), [file("rushes/B001.mov", reel="B001", start_frame=0, frames=10)])
    assert finding.found is None
    assert finding.candidates == ()


@pytest.mark.parametrize("seed", range(100))
def test_the_right_take_is_taken_and_its_namesakes_are_not(seed: int) -> None:
    """One right file among wrong ones: the same name at another timecode, rate or length, other names near by."""
    chance = random.Random(seed)
    right = file("rushes/A003_C012.mov", digest="right")
    wrong = [
        file("other/A003_C012.mov", start_frame=chance.choice([0, 200000]), reel="X001C001"),
        file("proxies/A003_C012.mov", rate=Rate.parse(25)),
        file("rushes/A003_C013.mov", reel="A003C013", start_frame=90400),
        file("rushes/A003_C012_crop.mov", frames=20, reel=""),
    ]
    kept = chance.sample(wrong, chance.randint(1, len(wrong)))
    files = [right, *kept]
    chance.shuffle(files)
    found = find_media(wanted(), files).found
    assert found is not None
    assert found.facts.digest == "right"
    assert find_media(wanted(), kept).found is None


def sound_file(path: str, **said: Any) -> FileFacts:
    given: dict[str, Any] = {"path": path, "digest": path, "has_sound": True, "sound_seconds": Fraction(60)}
    return FileFacts(**(given | said))


def sound_wanted(**said: Any) -> Wanted:
    span = Span(start=Fraction(100), end=Fraction(200), rate=RATE)
    given: dict[str, Any] = {"name": "T01", "file": "T01.WAV", "used": (span,), "wants_picture": False}
    return Wanted(**(given | said))


@pytest.mark.parametrize(("take", "is_found"), [("3", True), ("T03", True), ("Take 3", True), ("4", False), ("", True)])
def test_a_recording_of_another_slate_is_refused(take: str, is_found: bool) -> None:  # noqa: FBT001
    finding = find_media(sound_wanted(scene="12A", take="3"), [sound_file("T01.WAV", scene="12a", take=take)])
    assert (finding.found is not None) is is_found


def test_of_two_recordings_of_one_name_the_slate_decides() -> None:
    files = [sound_file(f"{day}/T01.WAV", scene="12A", take=day) for day in ("1", "2")]
    found = find_media(sound_wanted(scene="12A", take="2"), files).found
    assert found is not None
    assert found.facts.path == "2/T01.WAV"


def test_a_recording_of_other_channels_is_less_likely() -> None:
    files = [sound_file("a/T01.WAV", channels=2), sound_file("b/T01.WAV", channels=8)]
    finding = find_media(sound_wanted(channels=8), files)
    assert [candidate.facts.path for candidate in finding.candidates] == ["b/T01.WAV", "a/T01.WAV"]


CARDS = [file(f"{top}{card}/CLIPS/C0001.MOV", reel="") for top in ("rushes/", "backup/") for card in ("A001", "B001")]


@pytest.mark.parametrize(("card", "files"), [("A001", CARDS[:2]), ("B001", CARDS[2:])], ids=["first", "second"])
def test_of_namesakes_the_one_in_the_folder_of_its_reel_is_taken(card: str, files: list[FileFacts]) -> None:
    found = find_media(wanted(name="C0001", file="C0001.MOV", reel=card), files).found
    assert found is not None
    assert card in found.facts.path


def test_of_namesakes_the_one_in_the_same_folders_is_taken() -> None:
    found = find_media(wanted(name="C0001", file="C0001.MOV", reel="", folders=("rushes", "A001", "CLIPS")), CARDS[:2])
    assert found.found is not None
    assert found.found.facts.path == "rushes/A001/CLIPS/C0001.MOV"
    assert find_media(wanted(name="C7", file="C0007.MOV", reel="", folders=("A001", "CLIPS")), CARDS).found is None


@pytest.mark.parametrize(("said", "is_found"), [({}, True), ({"frames": 501}, False), ({"start_frame": None}, False)])
def test_the_larger_of_two_sizes_is_taken_where_all_else_is_one(said: dict[str, Any], is_found: bool) -> None:  # noqa: FBT001
    files = [file("a/A003_C012.mp4", size=(640, 360), **said), file("z/A003_C012.mov", size=(1920, 1080), **said)]
    files[0] = file("a/A003_C012.mp4", size=(640, 360))
    found = find_media(wanted(), files).found
    assert (found is not None and found.facts.path.startswith("z")) is is_found


@pytest.mark.parametrize(("rate", "is_found"), [("50", True), ("30", True), ("25", False), ("23.976", False)])
def test_faster_footage_of_an_edl_is_taken_a_near_rate_is_not(rate: str, is_found: bool) -> None:  # noqa: FBT001
    own = Rate.parse(rate)
    fast = file(rate=own, start_frame=own.nearest_frames(RATE.seconds_at(90000)), frames=1000)
    assert (find_media(wanted(reel="", is_faster_labelled=True), [fast]).found is not None) is is_found
    assert find_media(wanted(reel=""), [fast]).found is None
