"""Every cut of the shared media becomes a production whose frames are the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.errors import PosthouseError
from posthouse.interchange import Outcome
from posthouse.studio.exchange.importing import Asked, import_cut, read_cut
from tests.studio.exchange.exchanging import assert_frame_exact

if TYPE_CHECKING:
    from pathlib import Path

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
CUTS = [f"{folder}/{name}" for folder, names in _FILES.items() for name in names]


@pytest.mark.parametrize("cut", CUTS)
def test_every_clip_is_where_the_file_has_it(media: Path, tmp_path: Path, cut: str) -> None:
    file = media / "interchange" / cut
    imported = import_cut(file, Asked(folder=tmp_path / "new"))
    _, reading = read_cut(file)
    assert_frame_exact(imported, reading.timelines[0])


@pytest.mark.parametrize("cut", CUTS)
def test_every_loss_has_a_reason(media: Path, tmp_path: Path, cut: str) -> None:
    imported = import_cut(media / "interchange" / cut, Asked(folder=tmp_path / "new"))
    assert imported.report.entries
    assert all(entry.reason or entry.outcome is Outcome.KEPT for entry in imported.report.entries)


def test_an_empty_timeline_is_refused_with_its_name(media: Path, tmp_path: Path) -> None:
    with pytest.raises(PosthouseError, match="4096x2160 is empty"):
        import_cut(media / "interchange" / "fcpxml" / "4096x2160.fcpxml", Asked(folder=tmp_path))
