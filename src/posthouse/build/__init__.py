"""The build: pure jobs, their keys, and a store of results. It knows no craft.

In come ``Target``s: jobs (``Job``) whose functions and versions a ``Registry`` knows. Out come results, kept by key in
the production's ``.posthouse`` folder, and published files. A job runs only if nothing in the store answers for it;
what runs says why (``Plan``), how far it is (``Progress``), and leaves nothing half-written whenever it is killed.
Read ``job.py`` first, then ``key.py`` (identity), ``evaluation.py`` (what must run), ``engine.py`` (the front door).
"""

from posthouse.build.clean import Cleaning
from posthouse.build.context import Cancelled, JobContext, SharedResources
from posthouse.build.display import choose_progress, format_seconds
from posthouse.build.engine import BuildReport, BuiltJob, Engine
from posthouse.build.executor import Executor, Result
from posthouse.build.job import Job
from posthouse.build.local import LocalExecutor
from posthouse.build.plan import JobState, Plan, PlannedJob
from posthouse.build.progress import Event, NoProgress, Progress
from posthouse.build.reason import Cause, Reason
from posthouse.build.registry import JobKind, Registry
from posthouse.build.target import Target

__all__ = [
    "BuildReport",
    "BuiltJob",
    "Cancelled",
    "Cause",
    "Cleaning",
    "Engine",
    "Event",
    "Executor",
    "Job",
    "JobContext",
    "JobKind",
    "JobState",
    "LocalExecutor",
    "NoProgress",
    "Plan",
    "PlannedJob",
    "Progress",
    "Reason",
    "Registry",
    "Result",
    "SharedResources",
    "Target",
    "choose_progress",
    "format_seconds",
]
