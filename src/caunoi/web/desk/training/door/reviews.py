"""What came in from the door and waits for the desk: shown with its reason, decided one by one or many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from caunoi.core.text import fold
from caunoi.directory.models import Person
from caunoi.directory.policies import require
from caunoi.directory.queries.matching import Match
from caunoi.directory.queries.scope import visible_persons
from caunoi.training.door_rules import Verdict
from caunoi.training.enums import DoorAnswer, DoorReviewKind, EnrolmentState, Mark
from caunoi.training.models import DoorReview, Enrolment, TrainingClass
from caunoi.training.policies import leads_class
from caunoi.training.queries import roster as roster_queries
from caunoi.training.queries.door import open_reviews
from caunoi.training.queries.door_words import explained
from caunoi.training.services.door.deciding import WALKING, decide, take_in
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.numbers import whole
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import class_page

# So many matters are shown at a time.
_MOST = 200


def _words(kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return what a kind of matter means, and the answers that can be given (value, words)."""
    count, keep = ("taken", _("Count as the door says")), ("dismissed", _("Leave the sheet as it is"))
    marks = (("present", _("Present, in time")), ("late", _("Present, late")))
    found: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
        DoorReviewKind.TIME: (
            _("The clock of the device jumped or was never right. They count as present; whether late is for you."),
            marks,
        ),
        DoorReviewKind.AGAINST_DESK: (
            _("The sheet says one thing, a scan that came in later another. The sheet stands until you decide."),
            (("taken", _("Take what the door says")), keep),
        ),
        DoorReviewKind.BOTH_CAME: (
            _("Who was to be replaced came, and so did the substitute. Both are marked."),
            (("dismissed", _("Seen, both came")),),
        ),
        DoorReviewKind.REFUSED: (
            _("They stood at the door and were not let in by the list: withdrawn, another ticket, another sitting."),
            (("present", _("Mark as present")), ("dismissed", _("Don’t count"))),
        ),
        DoorReviewKind.REVOKED: (
            _("Sent by a device after it was taken back. Count them if the device was in good hands until then."),
            (count, ("dismissed", _("Don’t count"))),
        ),
        DoorReviewKind.CLOSED: (
            _("These scans came in when the class was closed. Reopen the class to count them."),
            (count, ("dismissed", _("Don’t count"))),
        ),
        DoorReviewKind.NO_SITTING: (
            _("At no hour of a sitting, or the sitting was taken off the class."),
            (("dismissed", _("Seen")),),
        ),
    }
    return found[kind]


_ORDER = (
    DoorReviewKind.TIME, DoorReviewKind.AGAINST_DESK, DoorReviewKind.BOTH_CAME, DoorReviewKind.REFUSED,
    DoorReviewKind.REVOKED, DoorReviewKind.CLOSED, DoorReviewKind.NO_SITTING,
)  # fmt: skip


def waiting(training_class: TrainingClass) -> dict[str, Any]:
    """Return what waits: ``walking`` who is not listed, ``groups`` of the rest by kind, ``count`` of all.

    Two queries, however much it is.
    """
    every = open_reviews(training_class)
    rows = list(
        every.select_related("scan__device", "scan__instead_of__person", "enrolment__person", "sitting")[:_MOST]
    )
    groups = []
    for kind in _ORDER:
        mine = [_row(one) for one in rows if one.kind == kind]
        if mine:
            note, answers = _words(kind)
            groups.append({"kind": kind, "label": kind.label, "note": note, "answers": answers, "rows": mine})
    return {
        "walking": [_row(one) for one in rows if one.kind in WALKING],
        "groups": groups,
        "count": every.count(),
        "shown": len(rows),
    }


def _row(review: DoorReview) -> dict[str, Any]:
    person, scan = review.enrolment, review.scan
    said = explained(review.why)
    if not said:
        said = {
            str(Verdict.WITHDRAWN): _("withdrawn"),
            str(Verdict.NOT_LISTED): _("not on the list of the device yet"),
            str(Verdict.REPLACED): _("showed a ticket that was replaced"),
            str(Verdict.CANCELLED): _("showed a ticket that was cancelled"),
            str(Verdict.WRONG_SITTING): _("makes up another sitting"),
        }.get(scan.verdict, "")
    return {
        "review": review,
        "scan": scan,
        "name": person.person.full_name if person else scan.name or _("name no longer kept"),
        "known": bool(person or scan.name),
        "unit": person.unit_text if person else scan.unit,
        "instead_of": scan.instead_of.person.full_name if scan.instead_of else "",
        "said": said,
        "mark": Mark(review.mark).label if review.mark else "",
    }


@login_required
@require_POST
def door_decide(request: StaffRequest, code: str) -> HttpResponse:
    """Decide those that are ticked: counted as the door says, as a mark chosen, or not."""
    page = class_page(request, code, "attendance")
    require(page.can_run)
    chosen = [number for text in request.POST.getlist("viec") if (number := whole(text)) is not None]
    said = request.POST.get("tra-loi", "")
    wanted = Mark(said) if said in {Mark.PRESENT, Mark.LATE} else None
    answer = DoorAnswer.DISMISSED if said == DoorAnswer.DISMISSED else DoorAnswer.TAKEN
    with into_messages(request):
        if not chosen:
            raise ValidationError(_("Tick at least one first."))
        count = decide(
            actor=request.user,
            training_class=page.training_class,
            reviews=chosen,
            answer=answer,
            wanted=wanted,
            reason=request.POST.get("ly-do", ""),
        )
        words = ngettext("%(n)s matter decided.", "%(n)s matters decided.", count)
        messages.success(request, words % {"n": count})
    return redirect("desk:class_door", page.training_class.code)


class WalkInForm(forms.Form):
    """Who came without being listed."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"})
    )
    unit_text = forms.CharField(
        label=gettext_lazy("Unit"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    distinct = forms.BooleanField(
        label=gettext_lazy("This is another person of the same name"), required=False, widget=forms.HiddenInput
    )


@login_required
def door_walk_in(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Put somebody on the list who came without being on it; the register and the list are asked who it may be."""
    page = class_page(request, code, "attendance")
    training_class = page.training_class
    require(leads_class(request.user, training_class))
    rows = open_reviews(training_class).select_related("scan__instead_of__person", "scan__device", "sitting")
    review = get_object_or_404(rows, pk=pk, kind__in=WALKING)
    review.training_class = training_class
    typed = {"full_name": review.scan.name, "unit_text": review.scan.unit}
    form = WalkInForm(request.POST or None, initial=typed)
    matches: list[Match] = []
    if request.method == "POST":
        if "khong-tinh" in request.POST:
            with into_messages(request):
                decide(actor=request.user, training_class=training_class, reviews=[pk], answer=DoorAnswer.DISMISSED)
                messages.success(request, _("%(name)s is not counted.") % {"name": review.scan.name})
            return redirect("desk:class_door", training_class.code)
        if form.is_valid():
            with into_form(form):
                chosen = _chosen(request, training_class)
                matches = [] if chosen or "another" in request.POST else _maybe(request, form.cleaned_data)
                if not matches:
                    row = take_in(actor=request.user, review=review, **(chosen or form.cleaned_data))
                    messages.success(
                        request, _("%(name)s is on the list and counted.") % {"name": row.person.full_name}
                    )
                    return redirect("desk:class_door", training_class.code)
        if any(error.code == "listed" for error in form.errors.as_data().get("full_name", [])):
            form.fields["distinct"].widget = forms.CheckboxInput()
    page.context.update(
        form=form,
        row=_row(review),
        matches=matches,
        listed=_listed_alike(training_class, request.POST.get("full_name", review.scan.name)),
        hall="door",
    )
    return render(request, "desk/training/door/walk_in.html", page.context)


def _chosen(request: StaffRequest, training_class: TrainingClass) -> dict[str, Any] | None:
    """Return whom the clerk pointed at: a row of the list, or a person of the register."""
    number = whole(request.POST.get("listed", ""))
    if number is not None:
        rows = Enrolment.objects.filter(training_class=training_class, state=EnrolmentState.NOMINATED)
        return {"listed": get_object_or_404(rows.select_related("person"), pk=number)}
    key = request.POST.get("person", "")
    if not key:
        return None
    try:
        return {"person": visible_persons(request.user).get(pk=key), "unit_text": request.POST.get("unit_text", "")}
    except (ValidationError, Person.DoesNotExist):
        raise ValidationError({"full_name": _("Choose the person anew.")}) from None


def _maybe(request: StaffRequest, typed: dict[str, Any]) -> list[Match]:
    if typed["distinct"]:
        return []
    return [match for match in roster_queries.likely_persons(request.user, typed) if match.visible]


def _listed_alike(training_class: TrainingClass, name: str) -> list[Enrolment]:
    """Return who stands on the list under this name, or shares the given name and one word more."""
    words = fold(name).split()
    if not words:
        return []
    rows = Enrolment.objects.filter(
        training_class=training_class, state=EnrolmentState.NOMINATED, sort_name__startswith=words[-1]
    ).select_related("person")
    alike = [one for one in rows.order_by("sort_name", "id")[:200] if _shared(one, words) >= min(2, len(words))]
    return sorted(alike, key=lambda one: -_shared(one, words))[:5]


def _shared(row: Enrolment, words: list[str]) -> int:
    return len(set(row.person.folded_name.split()) & set(words))
