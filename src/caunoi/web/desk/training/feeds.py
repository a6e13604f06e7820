"""One's own calendar addresses: made, shown once, renewed, taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.directory.models import Person, User
from caunoi.training.enums import FeedKind
from caunoi.training.models import Room
from caunoi.training.queries.feeds import choosable_feed_objects, open_feeds
from caunoi.training.services import feeds as services
from caunoi.web.base.errors import into_form
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.requests import StaffRequest


class FeedForm(forms.Form):
    """Which classes the address shows."""

    kind = forms.ChoiceField(label=gettext_lazy("It shows"), choices=choice_words(FeedKind))
    room = forms.ModelChoiceField(label=gettext_lazy("Room"), required=False, queryset=Room.objects.none())
    person = forms.ModelChoiceField(label=gettext_lazy("Speaker"), required=False, queryset=Person.objects.none())

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in zip(("room", "person"), choosable_feed_objects(user), strict=True):
            field: Any = self.fields[name]
            field.queryset = found


@login_required
def calendar_feeds(request: StaffRequest) -> HttpResponse:
    """List the addresses; make one, which is shown this once; renew one or take it back."""
    user = request.user
    token = ""
    form = FeedForm(user, request.POST if "make" in request.POST else None)
    if form.is_valid():
        with into_form(form):
            _feed, token = services.make_feed(actor=user, **form.cleaned_data)
    for step in ("renew", "revoke"):
        if step in request.POST:
            feed = get_object_or_404(open_feeds(user), pk=_key(request.POST[step]))
            if step == "renew":
                token = services.renew_feed(actor=user, feed=feed)
            else:
                services.revoke_feed(actor=user, feed=feed)
                messages.success(request, _("The address answers nobody any more."))
                return redirect("desk:calendar_feeds")
    context = {
        "form": FeedForm(user) if token else form,
        "feeds": list(open_feeds(user)),
        "address": request.build_absolute_uri(reverse("api:feed", args=[token])) if token else "",
    }
    response = render(request, "desk/training/calendar_feeds.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _key(text: str) -> str | None:
    try:
        return str(forms.UUIDField().clean(text))
    except forms.ValidationError:
        return None
