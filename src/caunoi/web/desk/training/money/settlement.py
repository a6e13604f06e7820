"""The settlement file of a class: what it holds, what is still missing, and the ZIP."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from caunoi.training.models import TrainingClass
from caunoi.training.queries.money.checkfacts import check_facts
from caunoi.training.queries.money.checks import State, run_checks
from caunoi.training.queries.papers import of_class
from caunoi.training.queries.settlement import Part, settlement_of
from caunoi.training.services.settlement import pack_settlement
from caunoi.web.desk.papers.targets import address_of
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.frame import money_page


@login_required
def settlement(request: StaffRequest, code: str) -> HttpResponseBase:
    """Show what the settlement file holds and lacks; a POST packs it, complete or not."""
    page = money_page(request, code, "money_settlement")
    training_class = page.training_class
    if request.method == "POST":
        archive = pack_settlement(actor=request.user, training_class=training_class)
        name = f"Hồ sơ quyết toán {training_class.code} {timezone.localdate():%Y-%m-%d}.zip"
        return FileResponse(
            archive.content,
            as_attachment=True,
            filename=name,
            content_type="application/zip",
            headers={"Cache-Control": "private, no-store"},
        )
    checks = tuple(run_checks(check_facts(request.user, training_class)))
    found = settlement_of(request.user, training_class, accounts=page.context["is_accountant"], checks=checks)
    page.context.update(
        settlement=found,
        rows=[(part, _address(training_class, part)) for part in found.parts],
        missing=len(found.missing),
        failed=sum(check.state == State.FAILED for check in checks),
        unknown=sum(check.state == State.UNKNOWN for check in checks),
        confirm=_("Pack the file although %(count)s things are missing?") % {"count": len(found.missing)},
    )
    return render(request, "desk/training/money/settlement.html", page.context)


def _address(training_class: TrainingClass, part: Part) -> str:
    """Return the page on which a part is mended, or its paper stands."""
    if part.page == "paper" or (part.paper and not part.lacks):
        return address_of("paper", of_class(training_class), part.key or str(part.paper))
    if part.page in {"plan", "directive"}:
        return reverse(f"desk:{part.page}", args=[part.key])
    return reverse(f"desk:{part.page}", args=[training_class.code, *([part.key] if part.key else [])])
