"""Stems are written as asked and every sample is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.delivery.stems import verify_stem, write_stems
from posthouse.errors import DeliveryError

if TYPE_CHECKING:
    from tests.delivery.conftest import House


def test_stems_carry_the_trades_names_and_meet_every_check(house: House) -> None:
    pcm = house.sound()
    stems = {"dialogue": pcm, "music": pcm, "effects": pcm, "mix": pcm}
    files = write_stems(stems, house.folder, "harbour", start_samples=172_800_000)
    assert [file.name for file in files] == [f"harbour_{word}.wav" for word in ("DX", "MX", "FX", "MIX")]
    for file in files:
        verify_stem(file, pcm).raise_failures()


def test_one_changed_sample_is_found(house: House) -> None:
    pcm = house.sound()
    (file,) = write_stems({"mix": pcm}, house.folder, "harbour")
    octets = bytearray(file.read_bytes())
    octets[-1] ^= 0x01
    file.write_bytes(octets)
    with pytest.raises(DeliveryError, match="samples that differ is 1, required 0"):
        verify_stem(file, pcm).raise_failures()


def test_a_stem_that_is_no_wav_is_a_delivery_error(house: House) -> None:
    (house.folder / "a.wav").write_bytes(b"no sound")
    with pytest.raises(DeliveryError, match="cannot be read again"):
        verify_stem(house.folder / "a.wav", house.sound())
