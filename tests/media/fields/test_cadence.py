"""Pulldown: laid on by the test, found in the pictures, and taken off again to the bit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.media.cadence import FieldStory, story_from_json, story_of, story_to_json
from posthouse.media.facts import FieldOrder
from posthouse.media.reading import Cadence, CadenceRun, FilmReading, film_table, picture_count, rate_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.signal import Picture
    from tests.media.fields.conftest import Encoded, Fields

VIDEO_RATE = Fraction(30000, 1001)


def telecined(fields: Fields, film: Sequence[Picture], cadence: Cadence, *, is_top_first: bool = True) -> list[Picture]:
    """Return whole cycles of frames, from phase 0."""
    frames = []
    for start in range(0, len(film) - 3, 4):
        for first, second in cadence.pattern:
            frames.append(fields.weave(film[start + first], film[start + second], is_top_first=is_top_first))
    return frames


def reading_of(cadence: Cadence, phase: int, frames: int, order: FieldOrder = FieldOrder.TOP) -> FilmReading:
    run = CadenceRun(cadence=cadence, phase=phase, start_frame=0, end_frame=frames)
    return FilmReading(order=order, runs=(run,))


@pytest.mark.parametrize("phase", range(5))
@pytest.mark.parametrize("cadence", [Cadence.PULLDOWN_2_3, Cadence.PULLDOWN_2_3_3_2])
@pytest.mark.parametrize("mode", ["tff", "bff"])
def test_film_comes_out_of_a_pulldown_as_it_went_in(
    fields: Fields, encoded: type[Encoded], cadence: Cadence, phase: int, mode: str
) -> None:
    how = encoded(mode=mode, rate=VIDEO_RATE)
    film = fields.truth(how, 16)
    frames = telecined(fields, film, cadence, is_top_first=mode == "tff")[phase:]
    order = FieldOrder.TOP if mode == "tff" else FieldOrder.BOTTOM
    reading = reading_of(cadence, phase, len(frames), order)
    count = picture_count(reading, len(frames))
    made = fields.read(fields.write(frames, how), range(count), reading)
    start = next(number for number, picture in enumerate(film) if fields.same(picture, made[0]))
    assert count >= 13
    for number, picture in enumerate(made):
        assert fields.same(picture, film[start + number]), number


def test_the_film_rate_is_exact() -> None:
    assert rate_of(reading_of(Cadence.PULLDOWN_2_3, 0, 10), VIDEO_RATE) == Fraction(24000, 1001)
    assert rate_of(reading_of(Cadence.PULLDOWN_2_2, 0, 10), Fraction(25)) == 25


@pytest.mark.parametrize("order", ["forward", "backward", "jumping"])
def test_any_film_picture_is_that_of_a_read_from_the_start(fields: Fields, encoded: type[Encoded], order: str) -> None:
    how = encoded(codec="libx264", rate=VIDEO_RATE)
    clip = fields.write(telecined(fields, fields.truth(how, 16), Cadence.PULLDOWN_2_3), how)
    runs = (
        CadenceRun(cadence=Cadence.PULLDOWN_2_3, phase=0, start_frame=0, end_frame=10),
        CadenceRun(cadence=Cadence.VIDEO, phase=0, start_frame=10, end_frame=20),
    )
    reading = FilmReading(order=FieldOrder.TOP, runs=runs)
    whole = fields.read(clip, range(16), reading)
    wanted = {"forward": [*range(16)], "backward": [*range(15, -1, -1)], "jumping": [9, 2, 2, 3, 15, 7, 8, 1]}[order]
    for index, picture in zip(wanted, fields.read(clip, wanted, reading), strict=True):
        assert fields.same(picture, whole[index]), index
        assert fields.same(fields.read(clip, [index], reading)[0], whole[index]), index


def test_pictures_astride_two_frames_are_joined(fields: Fields, encoded: type[Encoded]) -> None:
    how = encoded()
    film = fields.truth(how, 8)
    frames = [fields.weave(film[n], film[n + 1], is_top_first=True) for n in range(7)]
    made = fields.read(fields.write(frames, how), range(6), reading_of(Cadence.PULLDOWN_2_2, 1, 7))
    assert all(fields.same(picture, film[n + 1]) for n, picture in enumerate(made))


@pytest.mark.parametrize("phase", range(5))
@pytest.mark.parametrize("cadence", [Cadence.PULLDOWN_2_3, Cadence.PULLDOWN_2_3_3_2])
@pytest.mark.parametrize("codec", ["ffv1", "libx264"])
def test_cadence_and_phase_are_found_in_the_pictures(
    fields: Fields, encoded: type[Encoded], cadence: Cadence, phase: int, codec: str
) -> None:
    how = encoded(codec=codec, rate=VIDEO_RATE, options=(("crf", "23"),) if codec == "libx264" else ())
    frames = telecined(fields, fields.truth(how, 24), cadence)[phase:]
    story = story_of(fields.read(fields.write(frames, how), range(len(frames))))
    assert story.order is FieldOrder.TOP
    assert [(run.cadence, run.phase) for run in story.runs] == [(cadence, phase)]
    assert story.confidence[0] > Fraction(8, 10)


def test_a_cut_made_after_the_transfer_is_a_break_and_nothing_drifts(fields: Fields, encoded: type[Encoded]) -> None:
    how = encoded(rate=VIDEO_RATE)
    frames = telecined(fields, fields.truth(how, 64), Cadence.PULLDOWN_2_3)
    cut = [*frames[:33], *frames[40:]]
    story = story_of(cut)
    assert [(run.cadence, run.phase, run.start_frame) for run in story.runs] == [
        (Cadence.PULLDOWN_2_3, 0, 0),
        (Cadence.PULLDOWN_2_3, 0, 33),
    ]
    table = film_table(FilmReading(order=FieldOrder.TOP, runs=story.runs))
    assert abs(len(table) - len(cut) * Fraction(4, 5)) <= 1
    for number, woven in enumerate(table):
        assert abs(woven.first_frame - (number * Fraction(5, 4))) <= 2


def test_video_is_not_taken_for_film(fields: Fields, encoded: type[Encoded]) -> None:
    clip = fields.clip(encoded(mode="bff"), 20)
    story = story_of(fields.read(clip, range(20)))
    assert story.order is FieldOrder.BOTTOM
    assert not story.has_pulldown
    assert story.frames == 20


def test_a_wrong_flag_is_told_from_the_motion(fields: Fields, encoded: type[Encoded]) -> None:
    truth = fields.truth(encoded(), 40)
    frames = [fields.weave(a, b, is_top_first=False) for a, b in zip(truth[::2], truth[1::2], strict=True)]
    clip = fields.write(frames, encoded(mode="tff"))
    assert fields.info(clip).pictures[0].field_order is FieldOrder.TOP
    assert story_of(fields.read(clip, range(20))).order is FieldOrder.BOTTOM


def test_progressive_pictures_are_told_as_such(fields: Fields, encoded: type[Encoded]) -> None:
    assert story_of(fields.truth(encoded(), 20)).order is FieldOrder.PROGRESSIVE


def test_stillness_breaks_no_run(fields: Fields, encoded: type[Encoded]) -> None:
    how = encoded(rate=VIDEO_RATE)
    moving = fields.truth(how, 16)
    film = [*moving, *[moving[-1]] * 24, *moving]
    story = story_of(telecined(fields, film, Cadence.PULLDOWN_2_3))
    assert [(run.cadence, run.phase) for run in story.runs] == [(Cadence.PULLDOWN_2_3, 0)]


def test_a_story_survives_the_cache(fields: Fields, encoded: type[Encoded]) -> None:
    story = story_of(telecined(fields, fields.truth(encoded(), 16), Cadence.PULLDOWN_2_3))
    assert story_from_json(story_to_json(story)) == story


def test_no_pictures_have_no_story() -> None:
    assert story_of(()) == FieldStory(top_frames=0, bottom_frames=0, progressive_frames=0, runs=(), confidence=())
