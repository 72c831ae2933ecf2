"""The build: pure jobs, their keys, and a store of results. It knows no craft.

In come ``Target``s: jobs (``Job``) whose functions and versions a ``Registry`` knows. Out come results, kept by key in
the production's ``.posthouse`` folder, and published files. A job runs only if nothing in the store answers for it;
what runs says why (``Plan``), how far it is (``Progress``), and leaves nothing half-written whenever it is killed.
Read ``job.py`` first, then ``key.py`` (identity), ``evaluation.py`` (what must run), ``engine.py`` (the front door).
"""

from posthouse.build.context import Cancelled, JobContext, SharedResources
from posthouse.build.engine import BuildReport, Engine
from posthouse.build.executor import Executor, Result
from posthouse.build.job import Job
from posthouse.build.local import LocalExecutor
from posthouse.build.plan import JobState, Plan, PlannedJob
from posthouse.build.reason import Cause, Reason
from posthouse.build.registry import JobKind, Registry
from posthouse.build.target import Target

__all__ = [
    "BuildReport",
    "Cancelled",
    "Cause",
    "Engine",
    "Executor",
    "Job",
    "JobContext",
    "JobKind",
    "JobState",
    "LocalExecutor",
    "Plan",
    "PlannedJob",
    "Reason",
    "Registry",
    "Result",
    "SharedResources",
    "Target",
]
