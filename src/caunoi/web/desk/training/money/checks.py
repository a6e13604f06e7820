"""The check of a class's file: each comparison with its state and the rows concerned."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from caunoi.training.queries.money.checkfacts import check_facts
from caunoi.training.queries.money.checks import Found, State, run_checks
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.frame import money_page

TONES = {
    State.PASSED: ("good", gettext_lazy("passed")),
    State.FAILED: ("bad", gettext_lazy("not passed")),
    State.UNKNOWN: ("plain", gettext_lazy("not enough data")),
}


@login_required
@require_safe
def checks(request: StaffRequest, code: str) -> HttpResponse:
    """Show every check with its state."""
    page = money_page(request, code, "money_checks")
    training_class = page.training_class
    found = run_checks(check_facts(request.user, training_class))
    rows: list[dict[str, Any]] = [
        {
            "check": check,
            "tone": TONES[check.state][0],
            "state": TONES[check.state][1],
            "found": [(one.words, _address(training_class.code, one)) for one in check.found],
        }
        for check in found
    ]
    page.context.update(
        rows=rows,
        passed=sum(check.state == State.PASSED for check in found),
        failed=sum(check.state == State.FAILED for check in found),
        unknown=sum(check.state == State.UNKNOWN for check in found),
    )
    return render(request, "desk/training/money/checks.html", page.context)


def _address(code: str, one: Found) -> str:
    if one.page == "class":
        return reverse("desk:class", args=[one.key])
    return reverse(f"desk:{one.page}", args=[code, one.key] if one.key else [code])
