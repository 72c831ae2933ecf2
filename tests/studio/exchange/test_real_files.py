"""Every cut of the shared media becomes a production whose frames are the file's."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import PosthouseError
from posthouse.interchange import Outcome
from posthouse.studio.exchange.importing import Asked, Imported, import_cut
from posthouse.timing import Timecode, programme_frames
from tests.studio.exchange.exchanging import assert_frame_exact

if TYPE_CHECKING:
    from posthouse.interchange import Clip, Track

_FILES = {
    "otio": ["nested_example.otio", "premiere_example.otio", "screening_example.otio", "transition.otio"],
    "edl": [
        "edlgenius_cmx3600.edl",
        "edlgenius_cmx3600_5994.edl",
        "gdi_45S_SAMPLE.EDL",
        "gdi_REVERSE.EDL",
        "gdi_SIMPLE_DISSOLVE.EDL",
        "gdi_TIMEWARP_HALF.EDL",
        "gdi_edl_mixed_line_endings.edl",
        "otio_cdl.edl",
        "otio_dissolve_test_4.edl",
        "otio_multi_audio.edl",
        "otio_nucoda_example.edl",
        "otio_speed_effects.edl",
        "otio_wipe_test.edl",
        "pycmx_INS4_R1_010417.edl",
        "pycmx_ISSUE_14_conform_edl_issue_01.edl",
        "pycmx_TEST.edl",
        "pycmx_cdl_example01.edl",
        "pycmx_test_25.edl",
        "sgotio_20200121_BB_R1_FF3_v2_TEST.edl",
        "sgotio_ER_00119_with_comments.edl",
        "sgotio_SR_010.edl",
        "sgotio_black_slug_fcp.edl",
        "sgotio_raphe_temp1_rfe_R01_v01_TRANSITIONS.edl",
        "sgotio_scan_request_test.edl",
    ],
    "fcp7xml": ["otio_hiero_xml_export.xml", "otio_premiere_example.xml"],
    "fcpxml": [
        "23.98.fcpxml",
        "29.97d.fcpxml",
        "BasicMarkers.fcpxml",
        "CaptionSample.fcpxml",
        "ClipMetadata.fcpxml",
        "CutSample.fcpxml",
        "MulticamSample.fcpxml",
        "Occlusion.fcpxml",
        "SyncClip.fcpxml",
        "TimelineSample.fcpxml",
        "TransitionMarkers1.fcpxml",
        "otio_fcpx_example.fcpxml",
    ],
    "aaf": [
        "otio_2997fps-DFTC.aaf",
        "otio_linear_speed_effects.aaf",
        "otio_multiple_markers.aaf",
        "otio_nested_stack.aaf",
        "otio_simple.aaf",
        "otio_transitions.aaf",
        "otio_utf8.aaf",
    ],
}
NO_FOOTAGE = {
    "edl/otio_multi_audio.edl",  # sound only
    "edl/pycmx_TEST.edl",  # sound only
    "fcpxml/BasicMarkers.fcpxml",  # a title
    "fcpxml/MulticamSample.fcpxml",  # a multicam
    "fcpxml/Occlusion.fcpxml",  # titles
    "fcpxml/SyncClip.fcpxml",  # a sync clip
    "fcpxml/TransitionMarkers1.fcpxml",  # titles
}
"""Cuts without a clip of footage on their main track."""
CUTS = [f"{folder}/{name}" for folder, names in _FILES.items() for name in names]


@functools.cache
def _imported(file: Path) -> Imported:
    return import_cut(file, Asked(folder=Path("new")))


@pytest.mark.parametrize("cut", CUTS)
def test_every_clip_is_where_the_file_has_it(media: Path, cut: str) -> None:
    imported = _imported(media / "interchange" / cut)
    assert assert_frame_exact(imported, imported.reading.timelines[0]) >= (0 if cut in NO_FOOTAGE else 1)


@pytest.mark.parametrize("cut", ["edl/otio_multi_audio.edl", "edl/pycmx_TEST.edl"])
def test_every_sound_of_a_cut_without_pictures_is_a_cue_on_its_frame(media: Path, cut: str) -> None:
    imported = _imported(media / "interchange" / cut)
    timeline, document = imported.reading.timelines[0], imported.production.document
    heard = {  # channels of one media at one place are one sound
        (clip.media.name, clip.media.reel, clip.source.start, *_with_crossfades(clip, track))
        for track in timeline.tracks
        for clip in track.clips
    }
    wanted = sorted((start, length) for *_, start, length in heard)
    start = Timecode.parse(str(document.format.start), timeline.rate) if document.format.start else None
    found = [
        (programme_frames(cue.at.offset, timeline.rate, start), cue.length.nearest_frames(timeline.rate))
        for cue in document.sound.cues
        if cue.length is not None
    ]
    assert sorted(found) == wanted


def _with_crossfades(clip: Clip, track: Track) -> tuple[int, int]:
    """Return a clip's first frame and length with what its crossfades borrow."""
    spread = {each.join: each for each in track.transitions}
    head, tail = spread.get(clip.record.start_frame), spread.get(clip.record.end_frame)
    start = head.record.start_frame if head else clip.record.start_frame
    return start, (tail.record.end_frame if tail else clip.record.end_frame) - start


@pytest.mark.parametrize("cut", CUTS)
def test_every_loss_has_a_reason(media: Path, cut: str) -> None:
    imported = _imported(media / "interchange" / cut)
    assert imported.report.entries
    assert all(entry.reason or entry.outcome is Outcome.KEPT for entry in imported.report.entries)


def test_an_empty_timeline_is_refused_with_its_name(media: Path, tmp_path: Path) -> None:
    with pytest.raises(PosthouseError, match="4096x2160 is empty"):
        import_cut(media / "interchange" / "fcpxml" / "4096x2160.fcpxml", Asked(folder=tmp_path))
