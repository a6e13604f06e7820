"""Pages on which two entries of the register become one person, or are told to be two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.models import Person
from caunoi.directory.policies import ORGANISERS, may_merge, organises_somewhere, require
from caunoi.directory.queries.entries import entries_of
from caunoi.directory.queries.merging import likely_pairs
from caunoi.directory.queries.people import known_to, posts_of
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import merging as services
from caunoi.training.queries.history import classes_attended, classes_taught, classes_visited
from caunoi.training.queries.roster import units_of
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "person_list"
_MOST = 50


class MergeForm(forms.Form):
    """Which entry stands for both, and why."""

    kept = forms.ChoiceField(
        label=gettext_lazy("Which entry stands for both?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the entry that stands for both.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why (stands in the trail)"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For example: typed twice, the second time without a phone."),
    )

    def __init__(self, pair: tuple[Person, Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["kept"]
        labels = (_("The left one: %(name)s"), _("The right one: %(name)s"))
        choices.choices = [
            (str(each.pk), label % {"name": each.full_name}) for each, label in zip(pair, labels, strict=True)
        ]


@login_required
@require_GET
def duplicates(request: StaffRequest) -> HttpResponse:
    """Show pairs of entries that may be one person, of one person's name where ``nguoi`` is given."""
    require(organises_somewhere(request.user))
    person = None
    if asked := request.GET.get("nguoi"):
        try:
            person = get_object_or_404(visible_persons(request.user), pk=UUID(asked))
        except ValueError:
            raise Http404 from None
    pairs = likely_pairs(
        request.user,
        ORGANISERS,
        person=person,
        most=_MOST,
        units_of=lambda ids: units_of(request.user, ids),
    )
    return show(request, "duplicates", _PART, {"pairs": pairs, "person": person, "most": _MOST})


@login_required
def merge(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Show two entries side by side, and merge them or remember that they are two people."""
    persons = visible_persons(request.user)
    pair = (get_object_or_404(persons, pk=pk), get_object_or_404(persons, pk=other))
    if pk == other:
        raise Http404
    require(organises_somewhere(request.user))
    form = MergeForm(pair, request.POST or None, initial={"kept": str(min(pair, key=lambda p: p.created_at).pk)})
    if "khac" in request.POST:
        with into_messages(request):
            services.keep_apart(actor=request.user, one=pair[0], other=pair[1])
            messages.success(request, _("Remembered: these are two people."))
        return redirect("desk:person_duplicates")
    if form.is_valid():
        with into_form(form):
            kept, merged = pair if form.cleaned_data["kept"] == str(pk) else pair[::-1]
            services.merge_persons(actor=request.user, kept=kept, merged=merged, reason=form.cleaned_data["reason"])
            messages.success(request, _("The two entries are one person now. It can be undone on this page."))
            return redirect("desk:person", kept.pk)
    context = {
        "form": form,
        "pair": pair,
        "sides": [_side(request, each) for each in pair],
        "can_merge": all(may_merge(request.user, each) for each in pair),
    }
    return show(request, "merge", _PART, context)


def _side(request: StaffRequest, person: Person) -> dict[str, Any]:
    user = request.user
    return {
        "person": person,
        "posts": list(posts_of(person)[:10]),
        "places": [each.name for each in known_to(user, person)],
        "attended": classes_attended(user, person).count(),
        "taught": classes_taught(user, person).count(),
        "visited": classes_visited(user, person).count(),
    }


@login_required
@require_POST
def unmerge(request: StaffRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Let an entry that was merged into the person stand for itself again."""
    person = get_object_or_404(visible_persons(request.user), pk=pk)
    merged = next((each for each in entries_of(person)[1:] if each.pk == other), None)
    if merged is None:
        raise Http404
    with into_messages(request):
        services.undo_merge(actor=request.user, merged=merged)
        messages.success(request, _("The merging is undone: there are two entries again."))
    return redirect("desk:person", pk)
