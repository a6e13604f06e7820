"""Pages of speakers: the list and its export, a profile, a new one, what is taught, days away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.models import Person
from caunoi.directory.policies import organises_somewhere, require, sees_person
from caunoi.directory.queries.people import post_at, posts_of
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import people
from caunoi.training.models import SpeakerProfile
from caunoi.training.policies import keeps_speaker
from caunoi.training.queries.history import classes_taught
from caunoi.training.queries.money.earned import earned_by_year
from caunoi.training.queries.roster import likely_persons
from caunoi.training.queries.speakers import (
    filtered_speakers,
    load_of_year,
    rating_of_speaker,
    standing_person,
    taught_topics,
    visible_speakers,
    with_topics,
)
from caunoi.training.services import speakers as services
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.base.numbers import whole
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.speaker_forms import (
    AwayForm,
    ChangeProfileForm,
    NewSpeakerForm,
    SpeakerFilterForm,
    SpeakerTopicsForm,
)

_PROFILE = ("academic_title", "based_in", "most_sittings", "note")


@login_required
@require_GET
def speaker_list(request: StaffRequest) -> HttpResponse:
    """Show the speakers in scope by given name, with what they teach and when they are away next."""
    form = SpeakerFilterForm(request)
    page = paginate(request, filtered_speakers(request.user, form.wanted()), load=with_topics)
    for profile in page:
        profile.__dict__["standing"] = standing_person(profile)
    context = {"form": form, "page": page, "can_add": organises_somewhere(request.user)}
    return render(request, "desk/training/speaker_list.html", context)


@login_required
@require_GET
def speaker_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send the filtered list as a workbook or as CSV; phone numbers and notes stay here."""
    head = [_("Full name"), _("Academic title"), _("Sets out from"), _("Topics"), _("Kept by")]
    found = with_topics(filtered_speakers(request.user, SpeakerFilterForm(request).wanted()))
    rows = (
        [
            standing_person(profile).full_name,
            profile.academic_title,
            profile.based_in,
            "; ".join(str(link.topic) for link in profile.__dict__["taught"]),
            profile.owner.name,
        ]
        for profile in found.iterator(chunk_size=500)
    )
    return exports.respond(form, name=_("speakers"), head=head, rows=rows)


def _seen(request: StaffRequest, pk: UUID) -> SpeakerProfile:
    return get_object_or_404(visible_speakers(request.user), pk=pk)


def _kept(request: StaffRequest, pk: UUID) -> SpeakerProfile:
    profile = _seen(request, pk)
    require(keeps_speaker(request.user, profile))
    return profile


@login_required
@require_GET
def speaker(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show a speaker: posts through time, topics, days away, talks by code, and the load of a year."""
    profile = _seen(request, pk)
    person = standing_person(profile)
    today = timezone.localdate()
    year = whole(request.GET.get("nam")) or today.year
    year = year if 1990 <= year <= today.year + 2 else today.year
    months = load_of_year(request.user, profile, year)
    earned = earned_by_year(request.user, person)
    context = {
        "profile": profile,
        "person": person,
        "sees_person": sees_person(request.user, person),
        "post": post_at(person, today),
        "posts": posts_of(person)[:50],
        "topics": taught_topics(request.user, profile),
        "rating": rating_of_speaker(request.user, profile),
        "away": profile.away.filter(last_day__gte=today).order_by("first_day", "id"),
        "away_form": AwayForm(),
        "talks": classes_taught(request.user, person)[:200],
        "year": year,
        "months": months,
        "most": max([profile.most_sittings or 0, *(month.sittings for month in months)]),
        "sittings": sum(month.sittings for month in months),
        "can_change": keeps_speaker(request.user, profile),
        "earned": earned,
        "sees_amounts": any(one.amount is not None for one in earned),
    }
    return render(request, "desk/training/speaker.html", context)


@login_required
@once
def speaker_new(request: StaffRequest) -> HttpResponse:
    """Add a speaker; somebody the register may know already is shown first."""
    require(organises_somewhere(request.user))
    known = _asked_for(request)
    initial = {"full_name": known.full_name, "birth_year": known.birth_year} if known else None
    form = NewSpeakerForm(request.user, request.POST or None, initial=initial)
    matches: list[Any] = []
    if form.is_valid():
        values = form.cleaned_data
        chosen = request.POST.get("person", "")
        with into_form(form):
            if not chosen and not request.POST.get("another"):
                matches = likely_persons(request.user, values)
            if not matches:
                return create_once(
                    request,
                    lambda: _added(request, chosen, values),
                    leads_to=lambda added: reverse("desk:speaker", args=[added.pk]),
                    words=lambda added: _("%(name)s is among the speakers now.") % {"name": added.person.full_name},
                )
    return render(request, "desk/training/speaker_new.html", {"form": form, "matches": matches, "known": known})


def _asked_for(request: StaffRequest) -> Person | None:
    """Return the person from whose page one came here."""
    try:
        return visible_persons(request.user).filter(pk=request.GET.get("nguoi", "")).first()
    except (ValueError, ValidationError):
        return None


@transaction.atomic
def _added(request: StaffRequest, chosen: str, values: dict[str, Any]) -> SpeakerProfile:
    typed = {name: values[name] for name in ("full_name", "birth_year", "phone")}
    owner = values["owner"]
    person: Person | None = None
    if chosen:
        try:
            person = visible_persons(request.user).filter(pk=chosen).first()
            person = person or people.link_person(
                actor=request.user,
                organisation=owner,
                person_id=UUID(chosen),
                full_name=typed["full_name"],
                phone=typed["phone"],
            )
        except ValueError:
            raise ValidationError({"full_name": _("Choose the person anew.")}) from None
    else:
        person = people.add_person(actor=request.user, organisation=owner, **typed)
    if values["title"] and not post_at(person, timezone.localdate()):
        people.add_post(actor=request.user, person=person, title=values["title"])
    profile = {name: values[name] for name in _PROFILE}
    return services.add_speaker(actor=request.user, owner=owner, person=person, **profile)


@login_required
def speaker_edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a profile, or say that the speaker is not asked any more."""
    profile = _kept(request, pk)
    form = ChangeProfileForm(
        request.POST or None, initial={name: getattr(profile, name) for name in (*_PROFILE, "active")}
    )
    if form.is_valid():
        with into_form(form):
            services.change_speaker(actor=request.user, profile=profile, **form.cleaned_data)
            messages.success(request, _("The profile is saved."))
            return redirect("desk:speaker", pk)
    context = {"form": form, "profile": profile, "person": standing_person(profile)}
    return render(request, "desk/training/speaker_form.html", context)


@login_required
def speaker_topics(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Tick what the speaker teaches."""
    profile = _kept(request, pk)
    form = SpeakerTopicsForm(request.user, profile, request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.set_speaker_topics(actor=request.user, profile=profile, topics=list(form.cleaned_data["topics"]))
            messages.success(request, _("What the speaker teaches is saved."))
            return redirect("desk:speaker", pk)
    context = {"form": form, "profile": profile, "person": standing_person(profile)}
    return render(request, "desk/training/speaker_topics.html", context)


@login_required
def speaker_away(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Note days on which the speaker can't come."""
    profile = _kept(request, pk)
    form = AwayForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            services.add_away(actor=request.user, profile=profile, **form.cleaned_data)
            messages.success(request, _("The days are noted."))
            return redirect(f"{reverse('desk:speaker', args=[pk])}#vang")
    context = {"form": form, "profile": profile, "person": standing_person(profile)}
    return render(request, "desk/training/speaker_away.html", context)


@login_required
@require_POST
def speaker_back(request: StaffRequest, pk: UUID, away: int) -> HttpResponse:
    """Take days away back."""
    profile = _kept(request, pk)
    found = get_object_or_404(profile.away.select_related("profile__owner"), pk=away)
    with into_messages(request):
        services.remove_away(actor=request.user, away=found)
        messages.success(request, _("The speaker can come on these days again."))
    return redirect(f"{reverse('desk:speaker', args=[pk])}#vang")
