"""Identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from posthouse.build.key import digest_bytes, digest_file, fingerprint_environment, job_key

if TYPE_CHECKING:
    from pathlib import Path

# BLAKE3 test vectors (BLAKE3-team/BLAKE3, test_vectors.json): input byte i is i mod 251, default hash.
VECTORS = {
    0: "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
    1: "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213",
    1024: "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7",
}


@pytest.mark.parametrize(("count", "digest"), VECTORS.items())
def test_digest_is_blake3(tmp_path: Path, count: int, digest: str) -> None:
    content = bytes(number % 251 for number in range(count))
    (tmp_path / "content").write_bytes(content)
    assert digest_bytes(content).hex() == digest
    assert digest_file(tmp_path / "content") == digest


def test_mapped_and_read_files_have_one_digest(tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    (tmp_path / "large").write_bytes(content)
    assert digest_file(tmp_path / "large") == digest_bytes(content).hex()


def test_everything_that_can_change_a_byte_changes_the_key() -> None:
    environment, params = fingerprint_environment({"av": "18.1"}), digest_bytes(b"params")
    key = job_key("cut", "1", environment=environment, params_digest=params, input_digests=["a" * 64])
    other = fingerprint_environment({"av": "18.2"})
    keys = {
        key,
        job_key("mix", "1", environment=environment, params_digest=params, input_digests=["a" * 64]),
        job_key("cut", "2", environment=environment, params_digest=params, input_digests=["a" * 64]),
        job_key("cut", "1", environment=other, params_digest=params, input_digests=["a" * 64]),
        job_key("cut", "1", environment=environment, params_digest=digest_bytes(b""), input_digests=["a" * 64]),
        job_key("cut", "1", environment=environment, params_digest=params, input_digests=["b" * 64]),
        job_key("cut", "1", environment=environment, params_digest=params, input_digests=["a" * 64] * 2),
    }
    assert len(keys) == 7
