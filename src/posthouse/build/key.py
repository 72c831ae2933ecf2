"""Identity: the one place that decides when two results are the same.

    key = BLAKE3(kind, version, environment, parameters, digests of the input results)

Input *results*, not input keys: a job that re-runs to the same bytes leaves the keys behind it as they were, so the
wave of rebuilding stops there (early cut-off). Digests are BLAKE3, 256 bits, lower-case hexadecimal.
Source: BLAKE3 specification (O'Connor, Aumasson, Neves, Wilcox-O'Hearn, 2020).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from blake3 import blake3

from posthouse.build.canonical import encode_canonical

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_FORM = b"posthouse-key-1"
_STEP_BYTES = 1 << 22


def digest_bytes(content: bytes) -> bytes:
    """Return the 32 bytes of BLAKE3 over content."""
    return blake3(content).digest()


def digest_file(path: Path) -> str:
    """Return the hexadecimal BLAKE3 of a file's content, read in steps: mapped whole, it would count as memory."""
    digest, step = blake3(), bytearray(min(_STEP_BYTES, path.stat().st_size + 1))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(step):
            digest.update(memoryview(step)[:count])
    return digest.hexdigest()


def fingerprint_environment(environment: Mapping[str, str]) -> bytes:
    """Return 32 bytes that stand for the versions of everything under the jobs that can change a byte."""
    return digest_bytes(encode_canonical(dict(environment)))


def job_key(kind: str, version: str, *, environment: bytes, params_digest: bytes, input_digests: Sequence[str]) -> str:
    """Return the key under which a job's result is kept: 64 hexadecimal digits."""
    head = (_FORM, kind.encode(), version.encode(), environment, params_digest)
    parts = [b"%d:%b" % (len(part), part) for part in head]
    parts.extend(digest.encode() for digest in input_digests)
    return blake3(b"".join(parts)).hexdigest()
