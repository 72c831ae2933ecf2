"""One step of the build, as a value: what to do, with what, from what."""

from __future__ import annotations

import dataclasses
from typing import final

from posthouse.build.canonical import encode_canonical
from posthouse.build.key import digest_bytes


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """A pure function call: ``kind`` names the function, ``params`` and the results of ``inputs`` are all it may see.

    Two jobs with equal kind, params and inputs are the same job (they share one result), whatever the label, craft
    or order. Media enters by its content digest in ``params``; the function asks the context for the path.

    Attributes:
        kind: name of a registered ``JobKind``.
        params: frozen dataclass, frozen pydantic model or plain canonical value (see ``canonical``); never mutated.
        inputs: the jobs whose results the function reads, in the order it gets their paths.
        label: for people, and the job's place in history; unique within its kind: ``picture fleet 48-96``.
        craft: the craft that asked for it, for grouping: ``editorial``.
        cores: CPU cores the function keeps busy.
        affinity: jobs of one affinity like to run on one worker in order (they share an open decoder).
        order: its place among jobs of its affinity, and of its run among others; lower runs first.
        size: amount of work, for time estimates, in any unit the kind keeps to (frames, samples).
    """

    kind: str
    params: object
    inputs: tuple[Job, ...] = ()
    label: str
    craft: str = ""
    cores: int = 1
    affinity: str = ""
    order: int = 0
    size: float = 1.0
    params_digest: bytes = dataclasses.field(init=False, repr=False)
    identity: bytes = dataclasses.field(init=False, repr=False)

    def __post_init__(self) -> None:
        params_digest = digest_bytes(encode_canonical(self.params))
        identity = digest_bytes(
            b"".join((self.kind.encode(), b"\0", params_digest, *(job.identity for job in self.inputs)))
        )
        object.__setattr__(self, "params_digest", params_digest)
        object.__setattr__(self, "identity", identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def slot(self) -> str:
        """Return the job's place in history: the same slot with other parameters is the same work, changed."""
        return f"{self.kind}\x1f{self.label}"
