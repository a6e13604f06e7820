"""One's own calendar addresses: made, shown for an hour, renewed, taken back."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.core.fields import cipher
from caunoi.directory.models import User
from caunoi.training.enums import FeedKind
from caunoi.training.models import CalendarFeed
from caunoi.training.queries.feeds import choosable_feed_objects, open_feeds
from caunoi.training.services import feeds as services
from caunoi.web.base.errors import into_form
from caunoi.web.base.once import create_once, once
from caunoi.web.desk.requests import StaffRequest

_TOLD = "calendar_feed_told"
# So long the one who made an address can copy it; nobody can see it again after that.
_TOLD_FOR = dt.timedelta(hours=1)


class FeedForm(forms.Form):
    """Which classes the address shows: one choice, so that nothing has to fit together."""

    shows = forms.ChoiceField(label=gettext_lazy("It shows"))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms, persons = choosable_feed_objects(user)
        self.objects = {str(FeedKind.OWN): (FeedKind.OWN, None)} | {
            f"{kind}:{each.pk}": (kind, each)
            for kind, found in ((FeedKind.ROOM, rooms), (FeedKind.SPEAKER, persons))
            for each in found
        }
        choices: list[Any] = [(str(FeedKind.OWN), _("All classes that I see"))]
        for kind, label in ((FeedKind.ROOM, _("Classes in one room")), (FeedKind.SPEAKER, _("Classes of one speaker"))):
            of_kind = [(value, str(each)) for value, (one, each) in self.objects.items() if one == kind]
            if of_kind:
                choices.append((label, of_kind))
        field: Any = self.fields["shows"]
        field.choices = choices

    def chosen(self) -> dict[str, Any]:
        """Return what the service takes."""
        kind, found = self.objects[self.cleaned_data["shows"]]
        return {
            "kind": kind,
            **({"room": found} if kind == FeedKind.ROOM else {}),
            **({"person": found} if kind == FeedKind.SPEAKER else {}),
        }


@login_required
@once
def calendar_feeds(request: StaffRequest) -> HttpResponse:
    """List one's addresses, with the one made within the last hour; make another."""
    user = request.user
    form = FeedForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():

        def make() -> CalendarFeed:
            feed, token = services.make_feed(actor=user, **form.chosen())
            _tell(request, feed, token)
            return feed

        with into_form(form):
            return create_once(
                request,
                make,
                leads_to=lambda _feed: reverse("desk:calendar_feeds"),
                words=lambda _feed: _("The address is made. It stands below for an hour."),
            )
    told, token = _told(request)
    feeds = list(open_feeds(user))
    shown = next((feed for feed in feeds if feed.pk == told), None)
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('api:feed', args=[token])}" if shown else ""
    # By this scheme a phone offers to follow the calendar instead of copying it once.
    webcal = f"webcal://{address.partition('://')[2]}"
    context = {
        "form": form,
        "feeds": feeds,
        "shown": shown,
        "address": address,
        "webcal": webcal,
        "picture": segno.make(webcal, error="l", micro=False).svg_data_uri(scale=4, border=2) if address else "",
    }
    return render(request, "desk/training/calendar_feeds.html", context)


@login_required
@require_POST
def calendar_feed_renew(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give an address another token, shown for an hour."""
    feed = get_object_or_404(open_feeds(request.user), pk=pk)
    _tell(request, feed, services.renew_feed(actor=request.user, feed=feed))
    messages.success(request, _("The new address stands below for an hour. The old one answers nobody any more."))
    return redirect("desk:calendar_feeds")


@login_required
@require_POST
def calendar_feed_revoke(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Make an address worthless."""
    feed = get_object_or_404(open_feeds(request.user), pk=pk)
    services.revoke_feed(actor=request.user, feed=feed)
    messages.success(request, _("The address answers nobody any more."))
    return redirect("desk:calendar_feeds")


def _tell(request: StaffRequest, feed: CalendarFeed, token: str) -> None:
    """Keep the token for the next hour of this session, encrypted, because sessions lie in the database."""
    sealed = cipher().encrypt(json.dumps([str(feed.pk), token]).encode()).decode("ascii")
    request.session[_TOLD] = {"at": timezone.now().isoformat(), "sealed": sealed}


def _told(request: StaffRequest) -> tuple[UUID | None, str]:
    """Return the feed and the token that can still be shown; forgets them when the hour is over."""
    kept: dict[str, str] = request.session.get(_TOLD) or {}
    if not kept:
        return None, ""
    if dt.datetime.fromisoformat(kept["at"]) < timezone.now() - _TOLD_FOR:
        del request.session[_TOLD]
        return None, ""
    pk, token = json.loads(cipher().decrypt(kept["sealed"].encode("ascii")))
    return UUID(pk), token
