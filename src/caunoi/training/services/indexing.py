"""Everything that search knows of training, written anew."""

from __future__ import annotations

from caunoi.training.models import Plan, Topic, TrainingClass
from caunoi.training.services.guard import index_class
from caunoi.training.services.plans.guard import index_plan
from caunoi.training.services.topics import index_topic

_PART = 500


def index_all_classes() -> None:
    """Write the documents of all classes."""
    for training_class in TrainingClass.objects.order_by("pk").iterator(chunk_size=_PART):
        index_class(training_class)


def index_all_topics() -> None:
    """Write the documents of all topics."""
    for topic in Topic.objects.select_related("owner").order_by("pk").iterator(chunk_size=_PART):
        index_topic(topic)


def index_all_plans() -> None:
    """Write the documents of all plans."""
    for plan in Plan.objects.select_related("owner").order_by("pk").iterator(chunk_size=_PART):
        index_plan(plan)
