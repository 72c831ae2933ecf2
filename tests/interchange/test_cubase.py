"""Markers of a Cubase track archive, and the refusal of a Premiere project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.formats import format_of
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path


def test_markers_stand_on_the_projects_timecode(media: Path) -> None:
    path = media / "interchange" / "daw" / "BasicMarkers.xml"
    timeline = format_of(path).reader(path).timelines[0]
    assert (timeline.rate, timeline.start_frame) == (Rate.parse("23.976"), (59 * 60 + 59) * 24 + 10)  # 00:59:59:10
    # one marker is named for where it stands; four beats at 115 last 2.087 s, eight to 120 from tick 7680: 2.087 s more
    assert [(marker.name, timeline.start_frame + marker.at, marker.duration) for marker in timeline.markers] == [
        ("Marker at One Hour", 86400, 0),
        ("Cycle Marker Name 1", 86436, 50),
        ("Cycle Marker Name 2", 86486, 50),
    ]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("<tracklist2></tracklist2>", "no project setup"),
        ("<tracklist2><obj class='PArrangeSetup'/></tracklist2>", "is no number"),
        ("<tracklist2><obj class='PArrangeSetup'><int name='FrameType' value='3'/></obj></tracklist2>", "no marker"),
        ("<tracklist2><obj class='PArrangeSetup'><int name='FrameType' value='99'/></obj></tracklist2>", "type 99"),
        ("<tracklist2>", "no whole"),
    ],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, text: str, cause: str) -> None:
    path = tmp_path / "wrong.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MediaError, match=cause):
        format_of(path).reader(path)


def test_a_premiere_project_is_refused_with_the_way_out(media: Path) -> None:
    path = media / "interchange" / "prproj" / "test.zipped.prproj"
    with pytest.raises(MediaError, match=r"Final Cut Pro XML"):
        format_of(path).reader(path)
