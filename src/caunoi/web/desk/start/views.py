"""Pages of the first day. They answer while the installation has no office, and never again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from caunoi.core.first_run import forget_first_run_token, is_first_run_token
from caunoi.directory.models import Organisation
from caunoi.directory.services.first_office import found_first_office
from caunoi.web.base.errors import into_form
from caunoi.web.desk.directory.office_settings import step_url
from caunoi.web.desk.start.forms import FirstOfficeForm, TokenForm

_LET_IN = "first_run"


def _while_empty(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 as soon as there is an office: whoever comes later learns nothing."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if Organisation.objects.exists():
            raise Http404
        return view(request)

    return guarded


@_while_empty
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the first run."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        if is_first_run_token(form.cleaned_data["token"]):
            request.session.cycle_key()
            request.session[_LET_IN] = True
            return redirect("desk:start_office")
        form.add_error("token", _("This is not the code. Compare it with the window in which the system was started."))
    return render(request, "desk/start/token.html", {"form": form})


@_while_empty
def start_office(request: HttpRequest) -> HttpResponse:
    """Ask for office and administrator; found both, sign the administrator in, and lead to the next step."""
    if not request.session.get(_LET_IN):
        return redirect("desk:start")
    form = FirstOfficeForm(request.POST or None)
    if form.is_valid():
        with into_form(form):
            office, user = found_first_office(**form.cleaned_data)
            forget_first_run_token()
            login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
            messages.success(
                request,
                _("“%(office)s” is ready. Your user name is %(username)s.")
                % {"office": office.name, "username": user.username},
            )
            return redirect(step_url("settings_mail"))
    return render(request, "desk/start/office.html", {"form": form})
