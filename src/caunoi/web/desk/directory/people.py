"""Pages of persons: the list and its export, one with posts and classes, a new one, change, posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.directory.models import Person
from caunoi.directory.policies import (
    may_change_person,
    may_export_person,
    may_merge,
    organises_somewhere,
    require,
)
from caunoi.directory.queries.consents import consents_of
from caunoi.directory.queries.entries import current_entry, entries_of
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.people import filtered_persons, known_to, posts_of, with_posts
from caunoi.directory.queries.scope import scope_of, visible_organisations, visible_persons
from caunoi.directory.services import people as services
from caunoi.training.queries.history import classes_attended, classes_taught, classes_visited
from caunoi.training.queries.roster import likely_persons
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form
from caunoi.web.base.lists import Sorting, paginate, sorting
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.directory.filters import PersonFilterForm
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.directory.people_forms import EndPostForm, NewPersonForm, PersonForm, PostForm
from caunoi.web.desk.requests import StaffRequest

_PART = "person_list"
# Nobody turns more pages than this holds; a longer list is filtered.
_MOST = 1_000
# A filter offers the highest organisations; a lower one is chosen on its own page.
_OFFERED = 100
_COLUMNS = {"name": ("sort_name", "id"), "year": ("birth_year", "sort_name", "id")}


def _sorting(request: StaffRequest) -> Sorting:
    return sorting(request, _COLUMNS, default="name")


def _form(request: StaffRequest) -> PersonFilterForm:
    offered = visible_organisations(request.user).order_by(Length("path"), "folded_name", "id")
    choices = {str(pk): name for pk, name in offered.values_list("pk", "name")[:_OFFERED]}
    asked = request.GET.get("organisation", "")
    if asked and asked not in choices:
        try:
            chosen = visible_organisations(request.user).filter(pk=UUID(asked)).first()
        except ValueError:
            chosen = None
        if chosen:
            choices[str(chosen.pk)] = chosen.name
    return PersonFilterForm(request, list(choices.items()))


def _wanted(request: StaffRequest, form: PersonFilterForm) -> QuerySet[Person]:
    found = filtered_persons(request.user, form.wanted())
    return found.order_by(*_sorting(request).order_by)


@login_required
@require_GET
def person_list(request: StaffRequest) -> HttpResponse:
    """Show the persons in scope by given name, each with the posts held today."""
    form = _form(request)
    context = {
        "form": form,
        "page": paginate(request, _without_secrets(with_posts(_wanted(request, form))), most=_MOST),
        "sorting": _sorting(request),
        "can_add": organises_somewhere(request.user),
    }
    return show(request, "person_list", _PART, context)


@login_required
@require_GET
def person_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV; phone numbers stay here."""
    head = [_("Full name"), _("Year of birth"), _("Posts held today")]
    rows = (
        [person.full_name, person.birth_year, "; ".join(str(post) for post in person.__dict__["held_posts"])]
        for person in _loaded(with_posts(_wanted(request, _form(request))))
    )
    return exports.respond(form, name=_("people"), head=head, rows=rows)


def _loaded(persons: QuerySet[Person]) -> Any:
    # In parts, so that a province's register does not lie in memory at once.
    return _without_secrets(persons).iterator(chunk_size=2000)


def _without_secrets(persons: QuerySet[Person]) -> QuerySet[Person]:
    # A list shows neither, and each would be decrypted.
    return persons.defer("phone", "email")


def _person(request: StaffRequest, pk: UUID) -> Person:
    return get_object_or_404(visible_persons(request.user), pk=pk)


@login_required
@require_GET
def person(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one person: posts through time, and the classes of the user's scope, by code and day."""
    root = current_entry(pk)
    if root != pk and visible_persons(request.user).filter(pk=root).exists():
        return redirect("desk:person", root)
    found = _person(request, pk)
    scope = scope_of(request.user)
    today = timezone.localdate()
    posts = [
        {
            "post": post,
            "linked": bool(post.organisation and scope.holds(post.organisation.path)),
            "held": post.valid_to is None or post.valid_to > today,
        }
        for post in posts_of(found)
    ]
    context = {
        "person": found,
        "posts": posts,
        "known_to": known_to(request.user, found),
        "attended": classes_attended(request.user, found)[:200],
        "taught": classes_taught(request.user, found)[:200],
        "visited": classes_visited(request.user, found)[:200],
        "can_change": may_change_person(request.user, found),
        "can_merge": may_merge(request.user, found),
        "can_give_out": may_export_person(request.user, found),
        "merged": entries_of(found)[1:],
        "consents": consents_of(found)[:20],
    }
    return show(request, "person", _PART, context)


@login_required
@once
def person_new(request: StaffRequest) -> HttpResponse:
    """Add a person; somebody the register may know already is shown first."""
    require(organises_somewhere(request.user))
    form = NewPersonForm(request.user, request.POST or None, initial={"organisation": request.GET.get("organisation")})
    matches: list[Match] = []
    if form.is_valid():
        values = form.cleaned_data
        with into_form(form):
            if request.POST.get("link"):
                linked = _link(request, values)
                messages.success(request, _("%(name)s is linked to your office.") % {"name": linked.full_name})
                return redirect("desk:person", linked.pk)
            if not request.POST.get("another"):
                matches = likely_persons(request.user, values)
            if not matches:
                return create_once(
                    request,
                    lambda: _added(request, values),
                    leads_to=lambda added: reverse("desk:person", args=[added.pk]),
                    words=lambda added: _("%(name)s is added.") % {"name": added.full_name},
                )
    return show(request, "person_new", _PART, {"form": form, "matches": matches})


@transaction.atomic
def _added(request: StaffRequest, values: dict[str, Any]) -> Person:
    title = values.pop("title")
    added = services.add_person(actor=request.user, **values)
    if title:
        services.add_post(actor=request.user, person=added, title=title, organisation=values["organisation"])
    return added


def _link(request: StaffRequest, values: dict[str, Any]) -> Person:
    try:
        chosen = UUID(request.POST["link"])
    except ValueError:
        chosen = UUID(int=0)
    return services.link_person(
        actor=request.user,
        organisation=values["organisation"],
        person_id=chosen,
        full_name=values["full_name"],
        phone=values["phone"],
    )


@login_required
def person_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is kept of a person."""
    found = _person(request, pk)
    require(may_change_person(request.user, found))
    initial = {name: getattr(found, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            services.change_person(actor=request.user, person=found, **form.cleaned_data)
            messages.success(request, _("The person is saved."))
            return redirect("desk:person", found.pk)
    context = {"form": form, "person": found, "heading": _("Change the person"), "button": _("Save")}
    return show(request, "person_form", _PART, context)


@login_required
def post_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record a post that a person holds or held."""
    found = _person(request, pk)
    require(may_change_person(request.user, found))
    form = PostForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.add_post(actor=request.user, person=found, **form.cleaned_data)
            messages.success(request, _("The post is recorded."))
            return redirect("desk:person", found.pk)
    context = {"form": form, "person": found, "heading": _("Add a post"), "button": _("Record the post")}
    return show(request, "person_form", _PART, context)


@login_required
def post_end(request: StaffRequest, pk: UUID, post: int) -> HttpResponse:
    """Say from which day on a post is not held any more."""
    found = _person(request, pk)
    require(may_change_person(request.user, found))
    held = get_object_or_404(posts_of(found).select_related("person"), pk=post)
    form = EndPostForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with into_form(form):
            services.end_post(actor=request.user, post=held, on=form.cleaned_data["on"])
            messages.success(request, _("“%(post)s” ended.") % {"post": held})
            return redirect(reverse("desk:person", args=[found.pk]))
    context = {
        "form": form,
        "person": found,
        "heading": _("End the post “%(post)s”") % {"post": held},
        "button": _("End the post"),
    }
    return show(request, "person_form", _PART, context)
