"""The page from which units are written to: a link for each, a ready text, a form; made, shown for an hour, revoked."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from caunoi.core.fields import cipher
from caunoi.directory.enums import System
from caunoi.directory.policies import require
from caunoi.intake.queries.nominations import quotas_of
from caunoi.training.models import NominationLink, Quota, TrainingClass
from caunoi.training.queries.links import MOST_DAYS, newest_links
from caunoi.training.queries.unit_list import named_of_units
from caunoi.training.services.links import MadeLink, make_links, revoke_link
from caunoi.web.base import exports
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.nomination_forms import form_file
from caunoi.web.base.once import create_once, once
from caunoi.web.base.templatetags.caunoi import days
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.training.frame import ClassPage, class_page

# The tab of a class on which its seats stand.
SEATS = "quotas"
_TOLD = "unit_links_told"
# So long the one who made links can copy them; nobody can see them again after that.
_TOLD_FOR = dt.timedelta(hours=1)
_USUAL_DAYS = 14
# So many letters stand in one Word file: each takes a tenth of a second or two to be written.
MOST_LETTERS = 60


def seats_url(training_class: TrainingClass) -> str:
    """Return the page of a class's seats."""
    return reverse("desk:class_quotas", args=[training_class.code])


def link_address(token: str) -> str:
    """Return the whole address that a unit opens."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('senders:list', args=[token])}"


class LinksForm(forms.Form):
    """Which units get a link, until when, and whether it goes by mail."""

    expires_on = DateField(
        label=gettext_lazy("The links work until the end of"),
        help_text=gettext_lazy("A unit can change its list by the link until then, also after the deadline."),
    )
    by_mail = forms.BooleanField(
        label=gettext_lazy("Also send them by mail to the units that have an address"), required=False
    )


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit of the page: its seats, whom it named, its newest link, and the address while it can be shown."""

    quota: Quota
    named: int
    link: NominationLink | None
    state: str
    address: str = ""
    text: str = ""

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which its link works."""
        return last_day(self.link) if self.link else None

    @property
    def missing(self) -> int:
        """Seats not named for."""
        return max(0, self.quota.seats - self.named)


def _tell(request: StaffRequest, training_class: TrainingClass, made: list[MadeLink]) -> None:
    """Keep tokens for the next hour of this session, encrypted, because sessions lie in the database."""
    kept = _told(request, training_class) | {str(one.quota.pk): one.token for one in made}
    request.session[_TOLD] = {
        "class": training_class.code,
        "at": timezone.now().isoformat(),
        "sealed": cipher().encrypt(json.dumps(kept).encode()).decode("ascii"),
    }


def _told(request: StaffRequest, training_class: TrainingClass) -> dict[str, str]:
    """Return the tokens that can still be shown, by quota; forgets those whose hour is over."""
    kept: dict[str, str] = request.session.get(_TOLD) or {}
    if not kept:
        return {}
    if dt.datetime.fromisoformat(kept["at"]) < timezone.now() - _TOLD_FOR:
        del request.session[_TOLD]
        return {}
    if kept["class"] != training_class.code:
        return {}
    tokens: dict[str, str] = json.loads(cipher().decrypt(kept["sealed"].encode("ascii")))
    return tokens


def shown_addresses(request: StaffRequest, training_class: TrainingClass) -> dict[str, str]:
    """Return the addresses that can still be shown to this user, by quota; links that work no more are left out."""
    now, links = timezone.now(), newest_links(training_class)
    told = _told(request, training_class)
    working = {str(quota_id) for quota_id, link in links.items() if _state(link, now) == "works"}
    return {key: link_address(token) for key, token in told.items() if key in working}


def _units(request: StaffRequest, training_class: TrainingClass) -> list[Unit]:
    now = timezone.now()
    links, named = newest_links(training_class), named_of_units(training_class)
    told = _told(request, training_class)
    units = []
    for quota in quotas_of(training_class):
        link = links.get(quota.pk)
        state = _state(link, now)
        token = told.get(str(quota.pk), "") if state == "works" else ""
        address = link_address(token) if token else ""
        units.append(
            Unit(
                quota=quota,
                named=named.get(quota.pk, 0),
                link=link,
                state=state,
                address=address,
                text=ready_text(training_class, quota, link, address),
            )
        )
    return units


def _state(link: NominationLink | None, now: dt.datetime) -> str:
    if link is None:
        return "none"
    if link.revoked_at:
        return "revoked"
    return "works" if link.expires_at > now else "over"


def last_day(link: NominationLink) -> dt.date:
    """Return the last day on which a link works."""
    return timezone.localdate(link.expires_at - dt.timedelta(seconds=1))


def ready_text(training_class: TrainingClass, quota: Quota, link: NominationLink | None, address: str) -> str:
    """Return a message to a unit; without ``address`` it speaks of the link sent before, or of the form."""
    keeper = training_class.keeper
    lines = [_("To: %(unit)s") % {"unit": quota.name}]
    when = days(training_class.starts_on, training_class.ends_on) if training_class.starts_on else ""
    lines.append(
        ngettext(
            "%(office)s asks your unit to name %(seats)s person for the class “%(title)s”.",
            "%(office)s asks your unit to name %(seats)s people for the class “%(title)s”.",
            quota.seats,
        )
        % {"office": keeper.name, "seats": quota.seats, "title": training_class.title}
    )
    if when:
        lines.append(_("Time: %(when)s") % {"when": when})
    if training_class.place:
        lines.append(_("Place: %(place)s") % {"place": training_class.place})
    if training_class.audience:
        lines.append(_("For whom: %(audience)s") % {"audience": training_class.audience})
    if training_class.nominate_until:
        lines.append(
            _("Please send the list until the end of %(day)s.") % {"day": f"{training_class.nominate_until:%d/%m/%Y}"}
        )
    if address and link:
        lines.append(_("Name the people here, without an account: %(address)s") % {"address": address})
        lines.append(_("The address works until the end of %(day)s.") % {"day": f"{last_day(link):%d/%m/%Y}"})
    elif link and _state(link, timezone.now()) == "works":
        lines.append(_("Name the people at the address that was sent to you before."))
    else:
        lines.append(_("Fill in the form that comes with this message and send it back."))
    if keeper.email:
        lines.append(_("Contact: %(contact)s") % {"contact": f"{keeper.name}, {keeper.email}"})
    return "\n".join(lines)


def _usual_day(training_class: TrainingClass) -> dt.date:
    """Return until when links work if nobody says otherwise: to the first day of the class, or two weeks."""
    today = timezone.localdate()
    day = training_class.starts_on or today + dt.timedelta(days=_USUAL_DAYS)
    return min(max(day, today + dt.timedelta(days=1)), today + dt.timedelta(days=MOST_DAYS))


@login_required
@once
def unit_links(request: StaffRequest, code: str) -> HttpResponse:
    """Show the units with their links; make links for those that were ticked, or for all that have none."""
    page = _page(request, code)
    training_class = page.training_class
    form = LinksForm(request.POST or None, initial={"expires_on": _usual_day(training_class), "by_mail": False})
    if request.method == "POST" and form.is_valid():
        with into_form(form):
            return _make(request, page, form.cleaned_data)
    units = _units(request, training_class)
    page.context.update(
        form=form,
        units=units,
        seats_url=seats_url(training_class),
        shown=sum(1 for unit in units if unit.address),
        without=sum(1 for unit in units if unit.state != "works"),
        with_mail=sum(1 for unit in units if unit.quota.organisation and unit.quota.organisation.email),
        missing=[unit for unit in units if unit.missing],
        layouts=System.choices,
        layout=training_class.keeper.system,
        asked=(asked := sum(1 for unit in units if unit.quota.seats)),
        parts=range(1, -(-asked // MOST_LETTERS) + 1),
    )
    return render(request, "desk/training/unit_links.html", page.context)


def _make(request: StaffRequest, page: ClassPage, wanted: dict[str, Any]) -> HttpResponse:
    """Make the links, tell of them, and come back to the page; raises as the service does."""
    ticked = set(request.POST.getlist("quota"))
    units = _units(request, page.training_class)
    chosen = [unit.quota for unit in units if (str(unit.quota.pk) in ticked if ticked else unit.state != "works")]

    def make() -> list[MadeLink]:
        made = make_links(
            actor=request.user,
            training_class=page.training_class,
            quotas=chosen,
            expires_on=wanted["expires_on"],
            by_mail=wanted["by_mail"],
        )
        _tell(request, page.training_class, made)
        return made

    return create_once(
        request,
        make,
        leads_to=lambda _made: reverse("desk:unit_links", args=[page.training_class.code]),
        words=_made_words,
    )


def _made_words(made: list[MadeLink]) -> str:
    text = ngettext("%(count)s link is made.", "%(count)s links are made.", len(made)) % {"count": len(made)}
    mailed = sum(1 for one in made if one.mailed)
    if mailed:
        text += " " + ngettext("%(count)s goes out by mail.", "%(count)s go out by mail.", mailed) % {"count": mailed}
    return text


def _page(request: StaffRequest, code: str) -> ClassPage:
    page = class_page(request, code, SEATS)
    require(page.can_run)
    return page


def _quota(page: ClassPage, pk: UUID) -> Quota:
    quota = quotas_of(page.training_class).filter(pk=pk).first()
    if quota is None:
        raise Http404(_("There is no such unit in this class."))
    quota.training_class = page.training_class
    return quota


@login_required
@require_GET
def unit_link(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Show what is sent to one unit: the text, the link and its picture while they can be shown, the form."""
    page = _page(request, code)
    quota = _quota(page, pk)
    unit = next(each for each in _units(request, page.training_class) if each.quota.pk == quota.pk)
    picture = segno.make(unit.address, error="l", micro=False).svg_data_uri(scale=4, border=2) if unit.address else ""
    page.context.update(unit=unit, picture=picture, usual_day=_usual_day(page.training_class))
    return render(request, "desk/training/unit_link.html", page.context)


@login_required
@require_POST
def unit_link_revoke(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Make the link of a unit worthless."""
    page = _page(request, code)
    quota = _quota(page, pk)
    with into_messages(request):
        revoke_link(actor=request.user, quota=quota)
        messages.success(request, _("The link of %(unit)s works no more.") % {"unit": quota.name})
    return redirect("desk:unit_links", page.training_class.code)


@login_required
@require_GET
def unit_form(request: StaffRequest, code: str, pk: UUID, kind: str) -> HttpResponse:
    """Send the form of a unit as a file."""
    page = _page(request, code)
    response = form_file(_quota(page, pk), kind)
    if response is None:
        raise Http404
    return response


@login_required
@require_GET
def unit_links_export(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """Send the sheet of units and links, with those addresses that can still be shown."""
    page = _page(request, code)
    rows = [
        [
            number,
            unit.quota.name,
            unit.quota.seats,
            unit.named,
            unit.quota.organisation.email if unit.quota.organisation else "",
            unit.address,
            last_day(unit.link) if unit.link and unit.address else None,
        ]
        for number, unit in enumerate(_units(request, page.training_class), start=1)
    ]
    head = [_("No."), _("Unit"), _("Seats"), _("Named"), _("E-mail"), _("Link"), _("Works until the end of")]
    what = _("links of units")
    return exports.respond(form, name=f"{what} {page.training_class.code}", head=head, rows=rows)
