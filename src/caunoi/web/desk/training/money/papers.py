"""Payment lists and the cost statement as Word files."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi import papers
from caunoi.directory.enums import System
from caunoi.training.enums import MONEY_KINDS, PaperKind
from caunoi.training.queries.papers import Wish, file_name, make_paper, of_class, render
from caunoi.training.queries.papers.paying import accounts_for
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.money.frame import money_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_GET
def payment_paper(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Send a paper about money; accounts stand in it for the accountant alone."""
    training_class = money_page(request, code, "class_money").training_class
    if kind not in MONEY_KINDS:
        raise Http404
    asked = request.GET.get("layout", "")
    layout = papers.Layout(asked if asked in System.values else training_class.keeper.system)
    wish = Wish(layout=layout, accounts=accounts_for(request.user, training_class.keeper))
    paper = make_paper(PaperKind(kind), of_class(training_class), wish)
    if paper is None:
        raise Http404
    try:
        content = render(paper, training_class.keeper)
    except papers.TemplateRefused:
        messages.error(request, _("The office's own template can't be used any more. Replace it under Papers."))
        return redirect("desk:class_papers", training_class.code)
    name = file_name(PaperKind(kind), training_class.title, training_class.code)
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": disposition})
