"""Out and in again, at every broadcast rate: nothing is lost with a sidecar, nothing a format can say without it."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.interchange.formats import format_named
from posthouse.interchange.plain import plain
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.studio.exchange.outgoing import outgoing
from tests.studio.exchange.documents import RATES, Written, documents

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Timeline
    from posthouse.timing import Rate
    from tests.studio.exchange.pretending import Pretended

CASES = pytest.mark.parametrize(("rate", "is_drop"), RATES, ids=[f"{r}{'-drop' * d}" for r, d in RATES])
FORMATS = ["edl", "fcp7", "fcpxml", "otio", "otio-resolve", "aaf", "mlt"]
CUT_FORMATS = ["edl", "fcp7", "fcpxml", "otio", "otio-resolve", "aaf", "mlt"]
FEW = settings(max_examples=1, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SOME = settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def _went_out_and_in(
    pretend: Pretended, written: Written, name: str, *, has_sidecar: bool
) -> tuple[Timeline, Timeline]:
    """Return a document's timeline, and that of what came back of it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        film = pretend.film(written.document, written.media, folder)
        form = format_named(name)
        assert form is not None
        file = folder / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=has_sidecar)
        rate = film.production.document.format.rate
        back = import_cut(file, Asked(folder=folder, rate=rate, with_sidecar=has_sidecar))
        again = pretend.film_of(back.text, written.media, folder)
        if has_sidecar:
            assert back.text == (folder / "production.yaml").read_text()
        return outgoing(film).timelines[0], outgoing(again).timelines[0]


def _said(timeline: Timeline) -> dict[str, Any]:
    """Return all a timeline says, ids and names of tracks apart."""
    whole: dict[str, Any] = plain(timeline)
    for track in whole["tracks"]:
        track.pop("role", None)
        for clip in track["clips"]:
            for name in ("id", "name", "link", "facts"):
                clip.pop(name, None)
            clip.get("cdl", {}).pop("id", None)
            clip["media"].pop("facts", None)
            clip["media"].pop("name", None)
    whole.pop("facts", None)
    whole.pop("name", None)
    return whole


@CASES
@FEW
@given(data=st.data())
def test_our_own_otio_loses_nothing_a_timeline_can_say(
    pretend: Pretended,
    rate: Rate,
    is_drop: bool,  # noqa: FBT001 - a case's
    data: st.DataObject,
) -> None:
    written = data.draw(documents(rate, is_drop=is_drop))
    before, after = _went_out_and_in(pretend, written, "otio", has_sidecar=False)
    assert _said(after) == _said(before)


@pytest.mark.parametrize("name", FORMATS)
@SOME
@given(case=st.sampled_from(RATES), data=st.data())
def test_with_its_sidecar_a_document_comes_back_word_for_word(
    pretend: Pretended, name: str, case: tuple[Rate, bool], data: st.DataObject
) -> None:
    rate, is_drop = case
    written = data.draw(documents(rate, is_drop=is_drop))
    before, after = _went_out_and_in(pretend, written, name, has_sidecar=True)
    assert after == before


def _places(timeline: Timeline) -> list[tuple[Any, ...]]:
    """Return what every format of cuts says: record, source, speed; joins moved to where their transitions begin.

    An EDL has no other joins: a dissolve begins with the event it leads to. What is seen is the same.
    """
    track = timeline.tracks[0]
    leads = {each.join: each.join - each.record.start_frame for each in track.transitions}
    return [_place(clip, leads) for clip in track.clips]


def _place(clip: Clip, leads: dict[int, int]) -> tuple[Any, ...]:
    head, tail = (leads.get(at, 0) for at in (clip.record.start_frame, clip.record.end_frame))
    start = clip.source.start - (head * clip.speed if clip.speed > 0 else tail * clip.speed)
    file = clip.media.file.rpartition("/")[2]
    return (clip.record.start_frame - head, clip.record.end_frame - tail, start, clip.speed, file)


def _off_by(name: str, start: Fraction, speed: Fraction) -> Fraction:
    """Return how many source frames a clip may begin off.

    An EDL's labels are whole frames; a dissolve that borrows half a source frame begins on the nearest. MLT counts the
    frames of a file played faster, so every other frame of it at 200% is none; its ledger tells so.
    """
    if name == "mlt" and abs(speed) > 1:
        return Fraction(1)
    return Fraction(0) if start.denominator == 1 else Fraction(1, 2)


def _joins(timeline: Timeline) -> list[tuple[int, int]]:
    records = (each.record for each in timeline.tracks[0].transitions)
    return [(record.start_frame, record.end_frame) for record in records]


def _assert_same_cut(name: str, before: Timeline, after: Timeline) -> None:
    for found, wanted in zip(_places(after), _places(before), strict=True):
        assert (*found[:2], *found[3:]) == (*wanted[:2], *wanted[3:])
        assert abs(found[2] - wanted[2]) <= _off_by(name, wanted[2], wanted[3])
    assert _joins(after) == _joins(before)


@pytest.mark.parametrize("name", CUT_FORMATS)
@SOME
@given(case=st.sampled_from(RATES), data=st.data())
def test_without_it_every_cut_stays_on_its_frame(
    pretend: Pretended, name: str, case: tuple[Rate, bool], data: st.DataObject
) -> None:
    rate, is_drop = case
    written = data.draw(documents(rate, is_drop=is_drop, is_plain=True))
    before, after = _went_out_and_in(pretend, written, name, has_sidecar=False)
    _assert_same_cut(name, before, after)


@pytest.mark.slow
@pytest.mark.parametrize("name", CUT_FORMATS)
@CASES
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_at_every_rate_every_cut_stays_on_its_frame(
    pretend: Pretended,
    name: str,
    rate: Rate,
    is_drop: bool,  # noqa: FBT001 - a case's
    data: st.DataObject,
) -> None:
    written = data.draw(documents(rate, is_drop=is_drop, is_plain=True))
    before, after = _went_out_and_in(pretend, written, name, has_sidecar=False)
    _assert_same_cut(name, before, after)
