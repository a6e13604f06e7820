"""Planned against done."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.training.queries.plans.progress import Tally, plan_progress
from caunoi.web.desk.planning.frame import plan_page
from caunoi.web.desk.planning.words import QUARTERS
from caunoi.web.desk.requests import StaffRequest


@login_required
@require_GET
def progress(request: StaffRequest, code: str) -> HttpResponse:
    """Show planned against done by item, quarter, audience and unit."""
    page = plan_page(request, code, "progress")
    found = plan_progress(page.plan, timezone.localdate())
    page.context.update(
        total=found.total,
        parts=[
            (_("By item"), _("What is taught"), [(each.label.title, each, each.label) for each in found.items]),
            (_("By quarter"), _("Quarter"), [(_quarter(each), each, None) for each in found.quarters]),
            (_("By audience"), _("For whom"), [(each.label or _("not named"), each, None) for each in found.audiences]),
            (
                _("By unit"),
                _("For the people of"),
                [(each.label or _("several, or not settled"), each, None) for each in found.units],
            ),
        ],
    )
    return render(request, "desk/planning/progress.html", page.context)


def _quarter(tally: Tally) -> str:
    return QUARTERS[tally.label] if tally.label else _("not settled")
