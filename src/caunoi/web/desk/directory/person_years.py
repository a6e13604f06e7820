"""A person's file: the years on a page, and the transcript as Word or PDF."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from caunoi import papers as library
from caunoi.directory.policies import may_change_person
from caunoi.directory.queries.scope import visible_persons
from caunoi.training.enums import PaperKind
from caunoi.training.queries import papers as queries
from caunoi.training.queries.person_file import person_file
from caunoi.training.services.transcripts import make_transcript
from caunoi.web.desk.directory.frame import show
from caunoi.web.desk.requests import StaffRequest

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@login_required
@require_GET
def person_years(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show posts, classes and roles by year; classes by their code."""
    found = get_object_or_404(visible_persons(request.user), pk=pk)
    file = person_file(request.user, found)
    context = {
        "person": found,
        "file": file,
        "years": file.years,
        "can_give_out": may_change_person(request.user, found),
    }
    return show(request, "person_years", "person_list", context)


@login_required
@require_POST
def person_transcript(request: StaffRequest, pk: UUID, form: str) -> HttpResponse:
    """Send the transcript; that it was made stands in the trail."""
    found = get_object_or_404(visible_persons(request.user), pk=pk)
    if form not in _TYPES:
        raise Http404
    paper, office = make_transcript(actor=request.user, person=found, form=form)
    try:
        content = library.render_pdf(paper) if form == "pdf" else queries.render(paper, office)
    except library.TemplateRefused as refused:
        words = _("The office's template can't be used: %(why)s Replace it or go back to the shipped one.")
        messages.error(request, words % {"why": str(refused)})
        return redirect("desk:person_years", pk)
    name = queries.file_name(PaperKind.TRANSCRIPT, found.full_name, "").removesuffix(".docx")
    header = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(content, content_type=_TYPES[form], headers={"Content-Disposition": header or "attachment"})
