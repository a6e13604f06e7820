"""Old reports come in, and the list of those that wait."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import OrderBy
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from caunoi.core.text import fold_words
from caunoi.directory.models import Organisation, User
from caunoi.directory.policies import ORGANISERS
from caunoi.directory.queries.scope import roles_at
from caunoi.intake.enums import CandidateState, ItemState
from caunoi.intake.models import ReportCandidate, ReportUpload
from caunoi.intake.queries.candidates import count_by_state, unseen_uploads, visible_candidates, visible_uploads
from caunoi.intake.services.uploads import add_candidates, dismiss_upload, read_now
from caunoi.web.base.errors import add_errors
from caunoi.web.base.lists import paginate, sorting
from caunoi.web.desk.intake.forms import ListFilter, UploadForm
from caunoi.web.desk.requests import StaffRequest

_SORTS = {
    "title": ("folded_title", "id"),
    "day": ("held_first", "id"),
    "left": ("open_count", "id"),
    "sent": ("at", "id"),
}


def _own_offices(user: User) -> list[Organisation]:
    """Return the organisations in which the user himself organises; those below are reached from the service."""
    roles = roles_at(user, timezone.localdate()).filter(kind__in=ORGANISERS)
    return list(Organisation.objects.filter(roles__in=roles).distinct().order_by("folded_name", "id")[:50])


def _page(request: StaffRequest, form: UploadForm | None = None) -> HttpResponse:
    offices = _own_offices(request.user)
    counts = count_by_state(request.user)
    narrowed = ListFilter(request.GET or None, counts=counts)
    rows = _rows(request, narrowed)
    order = sorting(request, _SORTS, default="-sent")
    uploads = list(unseen_uploads(request.user)[:5])
    context = {
        "offices": offices,
        "form": form or (UploadForm(organisations=offices) if offices else None),
        "filter": narrowed,
        "narrowed": bool(request.GET.get("q") or request.GET.get("unsure")),
        "state": _state(narrowed),
        "counts": counts,
        "order": order,
        "page": paginate(request, rows.order_by(*_nulls_last(order.order_by)), size=20),
        "uploads": uploads,
        "reading": any(upload.left for upload in uploads),  # type: ignore[attr-defined]
    }
    return render(request, "desk/intake/list.html", context)


def _state(narrowed: ListFilter) -> str:
    chosen = narrowed.cleaned_data.get("state") if narrowed.is_bound and narrowed.is_valid() else ""
    return chosen or CandidateState.WAITING.value


def _rows(request: StaffRequest, narrowed: ListFilter) -> QuerySet[ReportCandidate]:
    rows = (
        visible_candidates(request.user)
        .filter(state=_state(narrowed))
        .select_related("organisation", "training_class", "uploaded_by")
        .annotate(is_empty=Case(When(reading={}, decisions={}, then=Value(True)), default=Value(False)))
        .defer("text", "reading", "decisions")
    )
    if narrowed.is_bound and narrowed.is_valid():
        for word in fold_words(narrowed.cleaned_data["q"]):
            rows = rows.filter(Q(folded_title__contains=word) | Q(source__icontains=word))
        if narrowed.cleaned_data["unsure"]:
            rows = rows.filter(uncertain_count__gt=0)
    return rows


def _nulls_last(fields: list[str]) -> list[OrderBy]:
    return [
        F(field.removeprefix("-")).desc(nulls_last=True) if field.startswith("-") else F(field).asc(nulls_last=True)
        for field in fields
    ]


@login_required
@require_GET
def intake_list(request: StaffRequest) -> HttpResponse:
    """Show the reports that wait, and the way in."""
    return _page(request)


@login_required
@require_http_methods(["GET", "POST"])
def intake_upload(request: StaffRequest) -> HttpResponse:
    """Take reports in; a single one that can be reviewed is opened at once."""
    offices = _own_offices(request.user)
    if request.method == "GET" or not offices:
        return redirect("desk:intake_list")
    form = UploadForm(request.POST, request.FILES, organisations=offices)
    if form.is_valid():
        try:
            upload = add_candidates(
                actor=request.user, organisation=form.cleaned_data["organisation"], files=form.sent()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _after(request, upload)
    return _page(request, form)


def _after(request: StaffRequest, upload: ReportUpload) -> HttpResponse:
    items = list(upload.items.select_related("candidate")[:2])
    single = items[0].candidate if len(items) == 1 else None
    if single is None:
        return redirect("desk:intake_list")
    dismiss_upload(actor=request.user, upload=upload)
    if items[0].state == ItemState.KNOWN:
        messages.info(request, _("This report was sent in before; here is where it stands."))
    return redirect("desk:candidate", single.pk)


@login_required
@require_POST
def upload_read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read the next files of an upload at once."""
    read_now(actor=request.user, upload=get_object_or_404(visible_uploads(request.user), pk=pk))
    return redirect("desk:intake_list")


@login_required
@require_POST
def upload_seen(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the outcome of an upload out of sight."""
    dismiss_upload(actor=request.user, upload=get_object_or_404(visible_uploads(request.user), pk=pk))
    return redirect("desk:intake_list")
