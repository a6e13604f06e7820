"""One list of the participants of all classes of an item: on a page and as a table."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from caunoi.training.queries.papers import of_item
from caunoi.training.queries.plans.people import numbered_classes, people_of, persons_in
from caunoi.web.base import exports
from caunoi.web.base.lists import paginate
from caunoi.web.desk.papers.targets import address_of
from caunoi.web.desk.planning.items import item_page
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.participants import FilterForm


@login_required
@require_GET
def item_people(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show the list, with the class of each row."""
    page, item = item_page(request, code, pk)
    classes = numbered_classes(request.user, item)
    filters = FilterForm(request.GET)
    text = filters.cleaned_data["q"] if filters.is_valid() else ""
    rows = people_of(classes, text=text)
    found = paginate(request, rows)
    number = {each.training_class.pk: each for each in classes}
    page.context.update(
        classes=classes,
        filters=filters,
        text=text,
        page=found,
        rows=[(row, number[row.training_class_id]) for row in found],
        persons=persons_in(rows),
        paper_url=address_of("paper", of_item(item), "combined_list"),
    )
    return render(request, "desk/planning/item_people.html", page.context)


@login_required
@require_GET
def item_people_export(request: StaffRequest, code: str, pk: UUID, form: str) -> HttpResponse:
    """Send the list as a workbook or as CSV."""
    page, item = item_page(request, code, pk)
    classes = {each.training_class.pk: each for each in numbered_classes(request.user, item)}
    head = [
        _("No."),
        _("Full name"),
        _("Post"),
        _("Unit"),
        _("Class"),
        _("Title of the class"),
        _("Venue point"),
        _("Sent by"),
        _("Year of birth"),
        _("Phone"),
        _("Comes instead of"),
        _("Note"),
    ]
    rows = (
        [
            number,
            row.person.full_name,
            row.post,
            row.unit_text,
            classes[row.training_class_id].number,
            classes[row.training_class_id].training_class.title,
            row.venue_point.name if row.venue_point else "",
            row.sender.name if row.sender else "",
            row.person.birth_year,
            row.person.phone,
            row.substitute_for.person.full_name if row.substitute_for else "",
            row.note,
        ]
        for number, row in enumerate(people_of(list(classes.values())), start=1)
    )
    return exports.respond(form, name=f"{_('participants of all classes')} {page.plan.code}", head=head, rows=rows)
