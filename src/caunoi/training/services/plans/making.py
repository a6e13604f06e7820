"""A plan itself: made, changed, its directives, a draft removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit, search
from caunoi.core.errors import NotNow
from caunoi.core.text import clean_lines, fold
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.policies import organises_in, require
from caunoi.directory.queries.scope import visible_directives
from caunoi.training.enums import Action, PlanState
from caunoi.training.models import Plan, PlanDirective
from caunoi.training.services.plans.guard import SEARCH_KIND, conclude, fitting, index_plan, lock_plan, note

_FIELDS = ("title", "year", "purpose")


@transaction.atomic
def make_plan(*, actor: User, owner: Organisation, year: int, title: str = "", purpose: str = "") -> Plan:
    """Make a draft of the office's plan of a year; without a title it is called after the year.

    Raises PermissionDenied unless the actor organises in the office, ValidationError for a year that can't be.
    """
    require(organises_in(actor, owner))
    plan = new_plan(owner=owner, year=year, title=title, purpose=purpose)
    note(actor=actor, plan=plan, action=Action.PLAN_MADE)
    index_plan(plan)
    return plan


def new_plan(
    *, owner: Organisation, year: int, title: str = "", purpose: str = "", follows: Plan | None = None
) -> Plan:
    """Write the row of a new draft; permission, trail and search are the caller's. Raises ValidationError."""
    values = checked(
        {"title": title or _("Training plan of %(year)s") % {"year": year}, "year": year, "purpose": purpose}
    )
    return Plan.objects.create(owner=owner, folded_title=fold(values["title"])[:300], follows=follows, **values)


def checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; raises ValidationError naming every field that can't be."""
    texts, faults = fitting(values, {"title": 300})
    if not texts["title"]:
        faults["title"] = _("Type the title of the plan.")
    year = values.get("year")
    if not isinstance(year, int) or not 1945 <= year <= 2100:
        faults["year"] = _("The year must lie between 1945 and 2100.")
    if faults:
        raise ValidationError(faults)
    return {"title": texts["title"], "year": year, "purpose": clean_lines(values.get("purpose") or "")}


@transaction.atomic
def change_plan(*, actor: User, plan: Plan, revision: int, **fields: Any) -> Plan:
    """Change what ``fields`` names of title, year and purpose. Does nothing where nothing differs.

    Raises PermissionDenied, StaleChange, NotNow for a plan that is not being written, ValidationError, TypeError for a
    field that isn't changed here.
    """
    unknown = set(fields) - set(_FIELDS)
    if unknown:
        raise TypeError(f"change_plan changes no {', '.join(sorted(unknown))}")
    locked = lock_plan(actor=actor, plan=plan, revision=revision)
    before = {name: getattr(locked, name) for name in _FIELDS}
    after = checked(before | fields)
    details = audit.changes(before, after)
    if not details:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    conclude(actor=actor, plan=locked, action=Action.PLAN_CHANGED, details=details)
    return locked


@transaction.atomic
def set_plan_directives(
    *, actor: User, plan: Plan, directives: Sequence[Directive], revision: int | None = None
) -> Plan:
    """Replace the directives on which the plan rests, in the order given.

    A directive out of the actor's scope is refused unless the plan cites it already. Raises PermissionDenied,
    StaleChange, NotNow, ValidationError.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision)
    links = locked.directive_links.select_related("directive").order_by("position", "id")
    standing, wanted = [link.directive for link in links], list(dict.fromkeys(directives))
    fresh = [directive.pk for directive in wanted if directive not in standing]
    if visible_directives(actor).filter(pk__in=fresh).count() != len(fresh):
        raise ValidationError({"directives": _("One of the directives is not known to your office.")})
    if wanted == standing:
        return locked
    locked.directive_links.all().delete()
    PlanDirective.objects.bulk_create(
        PlanDirective(plan=locked, directive=directive, position=position)
        for position, directive in enumerate(wanted, start=1)
    )
    details = audit.changes({"directives": [str(d) for d in standing]}, {"directives": [str(d) for d in wanted]})
    conclude(actor=actor, plan=locked, action=Action.PLAN_DIRECTIVES, details=details)
    return locked


@transaction.atomic
def remove_plan(*, actor: User, plan: Plan, revision: int | None = None) -> None:
    """Remove a draft that was never submitted, with its items.

    Raises PermissionDenied, StaleChange, NotNow for a plan that was submitted once, that classes were made from, or
    from which another one was made.
    """
    locked = lock_plan(actor=actor, plan=plan, revision=revision, states=(PlanState.DRAFT,))
    if locked.versions.exists():
        raise NotNow(_("The plan was submitted before, so it stays with its versions."))
    if locked.items.filter(classes__isnull=False).exists():
        raise NotNow(_("Classes belong to the plan's items already. Take them from the items first."))
    if locked.followers.exists() or locked.items.filter(carried_to__isnull=False).exists():
        raise NotNow(_("Another plan was made from this one, so it stays."))
    note(actor=actor, plan=locked, action=Action.PLAN_REMOVED, details={"count": locked.items.count()})
    search.remove(kind=SEARCH_KIND, object_id=locked.code)
    locked.delete()
