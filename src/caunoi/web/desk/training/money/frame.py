"""What the pages of a class's money share: who may be here, the line of parts."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.training.policies import prepares_money, sees_accounts, sees_money, writes_money
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, Tab, class_page

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("class_money", gettext_lazy("Planned and spent")),
    ("money_speakers", gettext_lazy("Speakers")),
    ("money_participants", gettext_lazy("Meals and travel")),
    ("money_expenses", gettext_lazy("Other expenses")),
    ("money_checks", gettext_lazy("Check the file")),
    ("money_settlement", gettext_lazy("Settlement file")),
)


def money_page(request: StaffRequest, code: str, part: str) -> ClassPage:
    """Return the frame of a page of a class's money; raises Http404 for whoever has no business with it."""
    page = class_page(request, code, "money")
    training_class = page.training_class
    if not sees_money(request.user, training_class):
        raise Http404(_("There is no such page for your role."))
    writes = writes_money(request.user, training_class)
    page.context.update(
        part=part,
        parts=[
            Tab(label=label, url=reverse(f"desk:{name}", args=[training_class.code]), current=name == part)
            for name, label in PARTS
        ],
        writes=writes and training_class.is_open,
        prepares=prepares_money(request.user, training_class) and training_class.is_open,
        is_accountant=sees_accounts(request.user, training_class.keeper),
    )
    return page
