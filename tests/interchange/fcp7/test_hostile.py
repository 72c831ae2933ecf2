"""Exports with anything changed, cut out or doubled: a reading or one MediaError, never anything else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.fcp7 import read as read_fcp7
from posthouse.interchange.fcpxml import read as read_fcpxml

if TYPE_CHECKING:
    from pathlib import Path

FILES = [
    "fcp7xml/otio_premiere_example.xml",
    "fcpxml/otio_fcpx_example.fcpxml",
    "fcpxml/SyncClip.fcpxml",
    "fcpxml/29.97d.fcpxml",
]
SWAPS = [b"-1", b"0", b"", b"999999999999", b"1/0s", b"abc", b"0.5", b"TRUE", b"<", b"\x00", b"-7/3s", b"r1", b"&x;"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(25))
def test_changed_bytes_never_break_a_reader(media: Path, tmp_path: Path, name: str, seed: int) -> None:
    content = bytearray((media / "interchange" / name).read_bytes())
    chance = random.Random(f"{name} {seed}")
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(content))
        content[at : at + chance.randint(0, 9)] = chance.choice(SWAPS)
    if seed % 5 == 0:
        del content[chance.randrange(len(content)) :]
    _read(tmp_path, bytes(content), name)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(25))
def test_changed_values_never_break_a_reader(media: Path, tmp_path: Path, name: str, seed: int) -> None:
    """The XML stays whole: numbers and attributes say something else."""
    import re

    text = (media / "interchange" / name).read_text()
    chance = random.Random(f"values {name} {seed}")
    values = ["-1", "0", "", "99999999999", "1/3s", "-5s", "abc", "0.5", "FALSE", "r1", "1/0s", "1/999999999s"]
    changed = re.sub(
        r'(?<=[">])[^<>"]{1,30}(?=["<])', lambda m: chance.choice(values) if chance.random() < 0.02 else m[0], text
    )
    _read(tmp_path, changed.encode(), name)


def _read(tmp_path: Path, content: bytes, name: str) -> None:
    path = tmp_path / "cut.xml"
    path.write_bytes(content)
    try:
        (read_fcp7 if name.startswith("fcp7") else read_fcpxml)(path)
    except MediaError:
        return  # one clear error is as right as a reading


@pytest.mark.slow
def test_a_hundred_thousand_clips_are_read(tmp_path: Path) -> None:
    rate = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
    items = "".join(
        f"<clipitem><name>c</name>{rate}<start>{n * 5}</start><end>{n * 5 + 5}</end><in>{n}</in><out>{n + 5}</out>"
        '<file id="f"/></clipitem>'
        for n in range(100_000)
    )
    path = tmp_path / "cut.xml"
    tracks = f"<media><video><track>{items}</track></video></media>"
    path.write_text(f'<xmeml><sequence id="s"><name>n</name>{rate}{tracks}</sequence></xmeml>')
    assert len(read_fcp7(path).timelines[0].tracks[0].clips) == 100_000
