"""The form of a unit as a file, for the desk that sends it out and for the unit that fetches it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from caunoi.core.files.kinds import WORD
from caunoi.core.text import fold
from caunoi.papers.nomination_docx import nomination_docx
from caunoi.papers.nomination_form import NominationForm
from caunoi.papers.nomination_xlsx import nomination_xlsx
from caunoi.training.models import Quota, VenuePoint
from caunoi.training.queries.links import form_mark
from caunoi.web.base.exports import XLSX
from caunoi.web.base.templatetags.caunoi import days


def form_of(quota: Quota) -> NominationForm:
    """Return what the form of a unit says; ``quota`` has its class and the class's keeper."""
    training_class = quota.training_class
    keeper = training_class.keeper
    names = VenuePoint.objects.filter(training_class=training_class).order_by("position", "id")
    venues = tuple(names.values_list("name", flat=True))
    until = training_class.nominate_until
    return NominationForm(
        mark=form_mark(quota, training_class),
        title=training_class.title,
        office=keeper.name,
        unit=quota.name,
        seats=quota.seats,
        when=days(training_class.starts_on, training_class.ends_on) if training_class.starts_on else "",
        place=training_class.place,
        audience=training_class.audience,
        until=f"{until:%d/%m/%Y}" if until else "",
        contact=", ".join(filter(None, [keeper.name, keeper.email])),
        venues=venues if len(venues) > 1 else (),
    )


def form_file(quota: Quota, kind: str) -> HttpResponse | None:
    """Return the form as ``xlsx`` or ``docx``; None for any other kind."""
    if kind == "xlsx":
        content, content_type = nomination_xlsx(form_of(quota), today=timezone.localdate()), XLSX
    elif kind == "docx":
        content, content_type = nomination_docx(form_of(quota)), WORD
    else:
        return None
    name = f"{fold(quota.name).replace(' ', '-')[:60]}-{quota.training_class.code}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
