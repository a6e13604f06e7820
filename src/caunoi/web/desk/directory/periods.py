"""Pages on which an administrator sees how long things are kept, and sets it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from caunoi.core import retention
from caunoi.core.models import RetentionRun
from caunoi.core.models.retention import Confidence
from caunoi.directory.enums import RoleKind
from caunoi.directory.policies import require, runs_installation
from caunoi.directory.queries.scope import scope_of
from caunoi.directory.services.periods import MOST_DAYS, set_period
from caunoi.web.base.errors import into_form
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_PART = "data_notice"


class PeriodForm(forms.Form):
    """How long, by which rule, from when."""

    days = forms.IntegerField(
        label=gettext_lazy("Kept for (days)"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("Left blank: kept for as long as the office does not set a period. A year is 365."),
    )
    citation = forms.CharField(
        label=gettext_lazy("By which rule"),
        max_length=300,
        help_text=gettext_lazy("The law with its article, or the decision of your office with its number."),
        error_messages={"required": gettext_lazy("Name the rule or the decision of your office.")},
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure"),
        choices=partial(choice_words, Confidence),
        initial=Confidence.OWN,
        widget=forms.RadioSelect,
    )
    valid_from = DateField(label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Type the day.")})


def _administrator(request: StaffRequest) -> None:
    administers = bool(scope_of(request.user).by_kind.get(RoleKind.ADMINISTRATOR))
    require(administers or runs_installation(request.user))


@login_required
@require_GET
def period_list(request: StaffRequest) -> HttpResponse:
    """Show each kind of thing with its period; how many would go today, to who keeps the whole installation."""
    _administrator(request)
    keeps_all = bool(runs_installation(request.user))
    last = dict(RetentionRun.objects.order_by().values_list("kind").annotate(last=Max("at")))
    counts = dict(RetentionRun.objects.filter(at__in=list(last.values())).order_by("pk").values_list("kind", "count"))
    rows = []
    for kind in retention.kinds():
        period = retention.period_of(kind)
        rows.append(
            {
                "kind": kind,
                "period": period,
                "due": retention.count_due(kind, days=period.days) if keeps_all else None,
                "last": last.get(kind.name) if keeps_all else None,
                "gone": counts.get(kind.name),
            }
        )
    return show(request, "period_list", _PART, {"rows": rows, "keeps_all": keeps_all})


@login_required
def period_edit(request: StaffRequest, kind: str) -> HttpResponse:
    """Set how long one kind of thing is kept; an administrator of a part sees the rule and no form."""
    _administrator(request)
    try:
        found = retention.kind_named(kind)
    except KeyError:
        raise Http404 from None
    period = retention.period_of(found)
    initial: dict[str, Any] = {"days": period.days, "confidence": Confidence.OWN, "valid_from": timezone.localdate()}
    if period.since:
        initial |= {"citation": period.citation, "confidence": period.confidence}
    form = PeriodForm(request.POST or None, initial=initial)
    if form.is_valid():
        with into_form(form):
            set_period(actor=request.user, kind=found, **form.cleaned_data)
            messages.success(request, _("The period is set."))
            return redirect("desk:period_list")
    keeps_all = bool(runs_installation(request.user))
    context = {
        "form": form if keeps_all else None,
        "kind": found,
        "period": period,
        "due": retention.count_due(found, days=period.days) if keeps_all else None,
    }
    return show(request, "period_form", _PART, context)
