"""Nests and multicams out and in again, without a sidecar: the same frames and the same sound, at every rate."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.interchange.formats import Nests, format_named
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.studio.exchange.outgoing import outgoing
from tests.studio.exchange.documents import RATES, Written
from tests.studio.exchange.nested_documents import nested_documents

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Timeline
    from posthouse.timing import Rate
    from tests.studio.exchange.pretending import Pretended

CASES = pytest.mark.parametrize(("rate", "is_drop"), RATES, ids=[f"{r}{'-drop' * d}" for r, d in RATES])
FORMATS = ["fcp7", "fcpxml", "otio", "otio-resolve", "mlt", "kdenlive"]
FEW = settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
MANY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _went(pretend: Pretended, written: Written, name: str, *, is_flat: bool = False) -> tuple[Timeline, Timeline, Any]:
    """Return a document laid flat, what came back of its export laid flat, and the document that came back."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        film = pretend.film(written.document, written.media, folder)
        form = format_named(name)
        assert form is not None
        file = folder / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=False, is_flat=is_flat)
        rate = film.production.document.format.rate
        back = import_cut(file, Asked(folder=folder, rate=rate, with_sidecar=False))
        again = pretend.film_of(back.text, written.media, folder)
        return outgoing(film).timelines[0], outgoing(again).timelines[0], back.production.document


def _plays_nests_at_speeds(name: str) -> bool:
    form = format_named(name)
    return form is not None and form.nests is Nests.ALL


def _seen(clip: Clip) -> tuple[Any, ...]:
    file = clip.media.file.rpartition("/")[2]
    return (clip.record, clip.source.start, clip.source.duration, clip.speed, file, clip.transform)


def _heard(timeline: Timeline, *, has_pans: bool) -> list[Any]:
    """Return all that is heard, wherever it lies."""
    clips = [clip for track in timeline.tracks if track.kind == "sound" for clip in track.clips]
    return sorted((repr(_seen(clip)[:5]), repr(clip.gain_db), repr(clip.pan if has_pans else "")) for clip in clips)


def _assert_same(name: str, before: Timeline, after: Timeline) -> None:
    pictures = [[track for track in each.tracks if track.kind == "picture"] for each in (before, after)]
    assert [[_seen(clip) for clip in track.clips] for track in pictures[1]] == [
        [_seen(clip) for clip in track.clips] for track in pictures[0]
    ]
    joins = [[[each.record for each in track.transitions] for track in tracks] for tracks in pictures]
    assert joins[0] == joins[1]
    has_pans = name not in {"mlt", "kdenlive"}
    assert _heard(after, has_pans=has_pans) == _heard(before, has_pans=has_pans)


@pytest.mark.parametrize("name", FORMATS)
@FEW
@given(case=st.sampled_from(RATES), data=st.data())
def test_what_is_nested_comes_back_nested_with_every_frame(
    pretend: Pretended, name: str, case: tuple[Rate, bool], data: st.DataObject
) -> None:
    rate, is_drop = case
    written = data.draw(nested_documents(rate, is_drop=is_drop, has_speeds=_plays_nests_at_speeds(name)))
    before, after, document = _went(pretend, written, name)
    _assert_same(name, before, after)
    names = [each["from"] for each in written.document["cut"] if each.get("from") in {"inner", "outer"}]
    assert [shot.media for shot in document.shots if shot.media in document.sequences] == names
    if name in {"fcp7", "fcpxml"}:
        _assert_same_groups(written.document, document.model_dump(mode="json", by_alias=True))


def _assert_same_groups(before: Any, after: Any) -> None:
    """Assert that each shot of a group shows the angle it showed, and hears the one it heard, as far apart."""
    shots = [each for each in before["cut"] if each.get("from") == "table"]
    again = [each for each in after["cut"] if each.get("from") == "table"]
    assert [each["angle"] for each in again] == [each["angle"] for each in shots]
    for one, other in zip(shots, again, strict=True):
        if not one.get("sound", {}).get("mute"):
            heard = [(each.get("sound") or {}).get("angle") or each["angle"] for each in (one, other)]
            assert heard[0] == heard[1]
    if shots:
        late = [each["media"]["table"]["multicam"] for each in (before, after)]
        assert [_frames(each["close"]) - _frames(each["wide"]) for each in late] == [_frames(late[0]["close"])] * 2


def _frames(angle: Any) -> int:
    return int(str(angle["offset"])[:-1]) if isinstance(angle, dict) and angle.get("offset") else 0


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
@CASES
@MANY
@given(data=st.data())
def test_at_every_rate_what_is_nested_comes_back_with_every_frame(
    pretend: Pretended,
    name: str,
    rate: Rate,
    is_drop: bool,  # noqa: FBT001 - a case's
    data: st.DataObject,
) -> None:
    written = data.draw(nested_documents(rate, is_drop=is_drop, has_speeds=_plays_nests_at_speeds(name)))
    before, after, _ = _went(pretend, written, name)
    _assert_same(name, before, after)
