"""What a document may say under ``master:``."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from posthouse.mastering import MasterSpec, master_presets
from posthouse.mastering.plan import resolve_target
from posthouse.timing import Rate

RATE = Rate.parse(24)


def test_numbers_of_the_document_arrive() -> None:
    spec = MasterSpec.model_validate({"loudness": "-23 LUFS", "true_peak": "-2 dBTP", "limiter": {"release": "80ms"}})
    target = resolve_target(spec, RATE, 48000)
    assert (target.loudness_lufs, target.true_peak_dbtp, target.release_samples) == (-23, -2, 3840)


# Standards sheet 1.6: integrated loudness, maximum true peak.
PUBLISHED = {
    "ebu-r128": (-23, -1),
    "atsc-a85": (-24, -2),
    "netflix": (-27, -2),
    "spotify": (-14, -1),
    "youtube": (-14, -1),
    "apple-music": (-16, -1),
    "amazon-music": (-14, -2),
    "deezer": (-15, -1),
    "podcast": (-16, -1),
    "game-portable": (-18, -1),
}


@pytest.mark.parametrize("preset", PUBLISHED)
def test_preset_is_what_was_published(preset: str) -> None:
    target = resolve_target(MasterSpec.model_validate({"preset": preset}), RATE, 48000)
    assert (target.loudness_lufs, target.true_peak_dbtp) == PUBLISHED[preset]


def test_every_preset_names_its_source() -> None:
    assert all(preset.source for preset in master_presets().values())


def test_number_wins_over_preset() -> None:
    target = resolve_target(MasterSpec.model_validate({"preset": "spotify", "true_peak": -2}), RATE, 48000)
    assert (target.loudness_lufs, target.true_peak_dbtp) == (-14, -2)


REJECTED = [
    ({}, "a master needs a loudness"),
    ({"preset": "ebu-r12"}, "no preset is called ebu-r12; did you mean ebu-r128"),
    ({"loudness": "-23 dB"}, "LUFS"),
    ({"loudness": -23, "limiter": {"max_reduction": 40}}, "less than or equal to 24"),
    ({"loudness": -23, "limiter": {"look_ahead": "2s"}}, "look_ahead is at most 1s"),
    ({"loudness": -23, "limiter": {"release": "1ms"}}, "release is at least 0.01s"),
    ({"loudness": -23, "ceiling": -1}, "Extra inputs"),
]


@pytest.mark.parametrize(("written", "message"), REJECTED)
def test_wrong_master_is_refused(written: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MasterSpec.model_validate(written)
