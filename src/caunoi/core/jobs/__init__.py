"""Background work on top of django-tasks: retries with pauses, a schedule, recovery from killed workers.

``registry`` says how a job may be repeated, ``timetable`` when it is due, ``attempts`` what becomes of one run,
``sweeping`` what becomes of the runs of a worker that is gone, ``worker`` runs all of it.
"""

from caunoi.core.jobs.registry import Policy, job, policy_of
from caunoi.core.jobs.timetable import Daily, Every, schedule

__all__ = ["Daily", "Every", "Policy", "job", "policy_of", "schedule"]
