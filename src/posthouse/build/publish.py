"""Finished files in their place: whole or not at all, and known by one stat.

A published file is a clone of the stored one where the file system can (no bytes copied, none shared), else a hard
link, else a copy. A receipt under ``.posthouse/receipts`` says what was put there; an edited, replaced or deleted
file no longer matches it and is published again. A hard-linked file that is edited in place damages the
stored one too, which is then noticed like any damage, and rebuilt.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import fcntl
import json
import os
import shutil
from typing import TYPE_CHECKING, final

from posthouse.build.entry import folder_files, sync_path
from posthouse.build.key import digest_bytes
from posthouse.build.lease import hold_lock
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from pathlib import Path

_FICLONE = 0x40049409  # linux/fs.h; btrfs, XFS, bcachefs
_PART = ".posthouse-part"


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was published at one destination.

    Attributes:
        digest: of the result.
        files: (name under the destination, size in bytes, mtime in ns); a single file's name is empty.
    """

    digest: str
    files: tuple[tuple[str, int, int], ...]


@final
class Publisher:
    """Publishes results of the store at ``root`` and remembers it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def is_current(self, destination: Path, digest: str, *, share: str = "") -> bool:
        """Whether what was published there has that digest and stands as it was left."""
        receipt = self._receipt(self._name(destination, share))
        return receipt is not None and receipt.digest == digest and _stand(destination, receipt)

    def publish(self, stored: Path, digest: str, destination: Path, scratch: Path, *, share: str = "") -> bool:
        """Put a result at its destination, over whatever is there; in a folder, other files are left alone.

        Args:
            stored: the result, in the store.
            digest: its digest.
            destination: where it shall stand.
            scratch: this build's own folder for what is being written.
            share: tells it from other results in the same folder; each removes only its own former files.

        Returns:
            Whether anything was written; False if another process has just published the same.

        Raises:
            MediaError: the destination cannot be written.
        """
        name = self._name(destination, share)
        with hold_lock(self._root / "locks" / name, give_up=lambda: False):
            if self.is_current(destination, digest, share=share):
                return False
            try:
                self._publish_alone(stored, digest, destination, scratch, name)
            except OSError as error:
                raise MediaError(f"{destination} cannot be written: {error.strerror or error}") from error
        return True

    def _publish_alone(self, stored: Path, digest: str, destination: Path, scratch: Path, receipt: str) -> None:
        before = self._receipt(receipt)
        sources = list(folder_files(stored)) if stored.is_dir() else [("", stored)]
        for name, source in sources:
            _put(source, destination / name if name else destination, scratch)
        if before is not None:
            _remove_former(destination, before, {name for name, _ in sources})
        self._write(destination, digest, [name for name, _ in sources], scratch / f"{receipt}.json")

    def _name(self, destination: Path, share: str) -> str:
        """Return a name for a destination, and one's share of it, that moves with the production."""
        relative = os.path.relpath(destination, self._root)
        return digest_bytes(f"{relative}\0{share}".encode() if share else relative.encode()).hex()[:32]

    def _receipt(self, name: str) -> Receipt | None:
        try:
            facts = json.loads((self._root / "receipts" / f"{name}.json").read_bytes())
            files = tuple((str(name), int(size), int(mtime)) for name, size, mtime in facts["files"])
            return Receipt(digest=str(facts["digest"]), files=files)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, destination: Path, digest: str, names: list[str], part: Path) -> None:
        files = []
        for name in names:
            seen = (destination / name).stat() if name else destination.stat()
            files.append((name, seen.st_size, seen.st_mtime_ns))
        part.write_text(
            json.dumps({"destination": os.path.relpath(destination, self._root), "digest": digest, "files": files})
        )
        sync_path(part)
        part.replace(self._root / "receipts" / part.name)


def _stand(destination: Path, receipt: Receipt) -> bool:
    for name, size_bytes, mtime_ns in receipt.files:
        try:
            seen = (destination / name if name else destination).stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        if (seen.st_size, seen.st_mtime_ns) != (size_bytes, mtime_ns):
            return False
    return bool(receipt.files)


def _put(source: Path, destination: Path, scratch: Path) -> None:
    """Put one file at its destination by renaming a clone, a link or a copy of it there."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    is_near = scratch.stat().st_dev == destination.parent.stat().st_dev
    part = (scratch if is_near else destination.parent) / f"{_PART}-{digest_bytes(str(destination).encode()).hex()}"
    part.unlink(missing_ok=True)
    if not (_clone(source, part) or (is_near and _link(source, part))):
        shutil.copyfile(source, part)
    sync_path(part)
    part.replace(destination)
    part.unlink(missing_ok=True)  # renaming one link of a file onto another does nothing
    sync_path(destination.parent)


def _clone(source: Path, part: Path) -> bool:
    with source.open("rb") as original, part.open("wb") as clone:
        try:
            fcntl.ioctl(clone.fileno(), _FICLONE, original.fileno())
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
        else:
            return True
    part.unlink()
    return False


def _link(source: Path, part: Path) -> bool:
    try:
        os.link(source, part)
    except OSError:
        return False
    return True


def _remove_former(destination: Path, before: Receipt, names: set[str]) -> None:
    """Remove what an earlier result had put in a folder and this one has not, unless it was changed since."""
    for name, size_bytes, mtime_ns in before.files:
        former = destination / name
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            seen = former.stat()
            if name and name not in names and (seen.st_size, seen.st_mtime_ns) == (size_bytes, mtime_ns):
                former.unlink()
