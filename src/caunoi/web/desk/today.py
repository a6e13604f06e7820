"""The desk's first page: what is due, what waits for me, today's classes, and where I left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from caunoi.core import search
from caunoi.core.models import AuditEntry
from caunoi.directory.models import User
from caunoi.directory.policies import ORGANISERS
from caunoi.directory.queries.background import count_troubled
from caunoi.directory.queries.scope import roles_at, scope_of
from caunoi.intake.queries.candidates import count_by_state
from caunoi.publishing.queries.articles import waiting_articles
from caunoi.publishing.queries.comments import count_waiting
from caunoi.training.enums import ClassOrigin, ClassState, QuestionState
from caunoi.training.models import Sitting, TrainingClass
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.missing import classes_missing
from caunoi.training.queries.plans.listing import plans_to_approve, visible_plans
from caunoi.training.queries.senders import sent_classes
from caunoi.web.desk.addresses import KINDS, OF_TRAIL, address_of

SOON = dt.timedelta(days=7)
MOST = 6
# How far back in one's own trail different things are looked for.
TRAIL = 60


@dataclass(frozen=True)
class Recent:
    """Something the user changed lately."""

    title: str
    url: str
    icon: str
    at: dt.datetime


@dataclass
class TodaysClass:
    """A class that is held today, with its sittings of the day."""

    training_class: TrainingClass
    sittings: list[Sitting] = field(default_factory=list)


@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show the day; for an office that has nothing yet, the first three steps."""
    user = request.user
    assert isinstance(user, User)
    day = timezone.localdate()
    held = scope_of(user).by_kind
    organises = any(kind in held for kind in ORGANISERS)
    comments, reported = count_waiting(user)
    context = {
        "day": day,
        "offices": offices(user, day),
        "organises": organises,
        "todays": todays_classes(user, day),
        "to_close": to_close(user, day),
        "soon": starting_soon(user, day),
        "candidates": count_by_state(user).get("waiting", 0) if organises else 0,
        "articles": list(waiting_articles(user)[:MOST]),
        "held_comments": comments,
        "reported_comments": reported,
        "asked": open_questions(user),
        "sent": sent_now(user, day),
        "missing": classes_missing(user, day=day, ahead=SOON)[:MOST],
        "to_approve": list(plans_to_approve(user)[:MOST]),
        "troubled": count_troubled(user),
        "recent": recent(user),
    }
    # What somebody did on the first day is no reason to take the first steps away.
    busy = (
        "todays",
        "to_close",
        "soon",
        "candidates",
        "articles",
        "held_comments",
        "reported_comments",
        "asked",
        "sent",
        "missing",
        "to_approve",
        "troubled",
    )
    context["new_office"] = not any(context[name] for name in busy) and not visible_classes(user).exists()
    return render(request, "desk/today.html", context)


def offices(user: User, day: dt.date) -> list[str]:
    """Return the names of the organisations in which the user holds a role, each once."""
    names = roles_at(user, day).order_by("organisation__folded_name").values_list("organisation__name", flat=True)
    return list(dict.fromkeys(names))


def todays_classes(user: User, day: dt.date) -> list[TodaysClass]:
    """Return the classes with a sitting on ``day``, in the order of the day."""
    sittings = (
        Sitting.objects.filter(date=day, training_class__in=visible_classes(user))
        .exclude(training_class__state=ClassState.CANCELLED)
        .select_related("training_class")
        .order_by("order", "starts_at", "id")
    )
    classes: dict[UUID, TodaysClass] = {}
    for sitting in sittings:
        classes.setdefault(sitting.training_class_id, TodaysClass(sitting.training_class)).sittings.append(sitting)
    return list(classes.values())


def to_close(user: User, day: dt.date) -> list[TrainingClass]:
    """Return the classes that are over and not closed, longest over first."""
    over = visible_classes(user).filter(origin=ClassOrigin.HELD, ends_on__lt=day)
    open_ones = over.exclude(state__in=(ClassState.CLOSED, ClassState.CANCELLED))
    return list(open_ones.order_by("ends_on", "id")[:MOST])


def starting_soon(user: User, day: dt.date) -> list[TrainingClass]:
    """Return the classes that begin within a week and whose list isn't settled, next first."""
    unsettled = Q(state__in=(ClassState.PREPARING, ClassState.GATHERING))
    near = visible_classes(user).filter(unsettled, starts_on__gte=day, starts_on__lte=day + SOON)
    return list(near.order_by("starts_on", "id")[:MOST])


def open_questions(user: User) -> list[TrainingClass]:
    """Return the classes whose questions wait for an answer, most first, with ``open_count``."""
    waiting = visible_classes(user).filter(questions__state=QuestionState.OPEN)
    counted = waiting.annotate(open_count=Count("questions", filter=Q(questions__state=QuestionState.OPEN)))
    return list(counted.order_by("-open_count", "-starts_on", "id")[:MOST])


def sent_now(user: User, day: dt.date) -> list[TrainingClass]:
    """Return the classes of others to which one's people are sent, or asked for, and that are not over, next first."""
    of_others = sent_classes(user).exclude(pk__in=visible_classes(user).order_by().values("pk"))
    ahead = of_others.filter(Q(ends_on__gte=day) | Q(ends_on__isnull=True))
    return list(ahead.exclude(state__in=(ClassState.CLOSED, ClassState.CANCELLED)).order_by("starts_on", "id")[:MOST])


def recent(user: User) -> list[Recent]:
    """Return what the user changed lately and may still see, newest first; four queries."""
    entries = AuditEntry.objects.filter(actor_id=user.pk, object_type__in=OF_TRAIL).order_by("-at", "-id")
    last: dict[tuple[str, str], dt.datetime] = {}
    for kind, object_id, at in entries.values_list("object_type", "object_id", "at")[:TRAIL]:
        last.setdefault((OF_TRAIL[kind], object_id), at)
    class_ids = [object_id for kind, object_id in last if kind == "class"]
    found = [
        Recent(title, reverse("desk:class", args=[code]), KINDS["class"][2], last["class", str(pk)])
        for pk, code, title in visible_classes(user).filter(pk__in=class_ids).values_list("pk", "code", "title")
    ]
    plan_ids = [object_id for kind, object_id in last if kind == "plan"]
    found += [
        Recent(title, reverse("desk:plan", args=[code]), KINDS["plan"][2], last["plan", str(pk)])
        for pk, code, title in visible_plans(user).filter(pk__in=plan_ids).values_list("pk", "code", "title")
    ]
    others = search.known(keys=[key for key in last if key[0] not in {"class", "plan"}], ranges=scope_of(user).ranges)
    for document in others:
        url = address_of(document.kind, document.object_id)
        if url:
            at = last[document.kind, document.object_id]
            found.append(Recent(document.title, url, KINDS[document.kind][2], at))
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]
