"""Pages of one's own account that allauth has not: sessions, invitation, code, and what is asked of administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from caunoi.directory.queries.signin import open_sessions
from caunoi.directory.services import emails, passes, signin
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.forms import ChosenPassword, CodeForm, OwnEmail
from caunoi.web.base.lockout import count_failure, counted_name, is_locked
from caunoi.web.base.signin import second_step_is_due

if TYPE_CHECKING:
    from caunoi.directory.models import User

    class _Request(HttpRequest):
        user: User


@never_cache
@login_required
@require_GET
def session_list(request: _Request) -> HttpResponse:
    """Show where one is signed in."""
    found = open_sessions(request.user, current=request.session.session_key or "")
    linkable = bool(settings.ENV.provider) or SocialAccount.objects.filter(user=request.user).exists()
    return render(request, "account/sessions.html", {"sessions": found, "others": len(found) > 1, "linkable": linkable})


@login_required
@require_POST
def session_end(request: _Request, handle: str) -> HttpResponse:
    """End one session; the one in use is ended by signing out."""
    if signin.end_session(actor=request.user, handle=handle):
        messages.success(request, _("The session is ended. Whoever used it has to sign in again."))
    return redirect("base:session_list")


@login_required
@require_POST
def sessions_end(request: _Request) -> HttpResponse:
    """End every session but this one."""
    count = signin.end_other_sessions(actor=request.user, keep=request.session.session_key or "")
    messages.success(
        request,
        ngettext("%(count)s other session is ended.", "%(count)s other sessions are ended.", count) % {"count": count},
    )
    return redirect("base:session_list")


@never_cache
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose the first password; the account signs in on the next page."""
    account = passes.invited_account(token)
    if account is None:
        return render(request, "account/invitation_gone.html", status=404)
    form = ChosenPassword(request.POST or None)
    if form.is_valid():
        with into_form(form):
            if passes.accept_invitation(token=token, password=form.cleaned_data["password1"]) is None:
                return render(request, "account/invitation_gone.html", status=404)
            messages.success(request, _("Your password is saved. Sign in with it now."))
            return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form, "account": account})


@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Let somebody with a code from the administrator choose a new password."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        name = counted_name(request, {"username": values["login"]})
        if is_locked(request, name):
            # The lock-out page takes the place of this answer.
            return render(request, "account/lockout.html", status=429)
        with into_form(form):
            if passes.redeem_code(login=values["login"], code=values["code"], password=values["password1"]):
                messages.success(request, _("Your password is saved. Sign in with it now."))
                return redirect("account_login")
            count_failure(request, name)
            form.add_error(
                None,
                _("User name and code don't fit together, or the code is too old. Ask for a new one if need be."),
            )
    return render(request, "account/code.html", {"form": form})


@never_cache
@login_required
@reauthentication_required
def email(request: _Request) -> HttpResponse:
    """Ask for another e-mail; a link goes there, and nothing changes before it is used."""
    form = OwnEmail(request.POST or None)
    if form.is_valid():
        if not ratelimit.consume(request, action="change_email", user=request.user):
            form.add_error(None, _("That was asked for several times just now. Wait a minute, then try again."))
        else:
            with into_form(form):
                emails.ask_email_change(actor=request.user, email=form.cleaned_data["email"])
                words = _("A link went to %(email)s. Open it within two hours; until then the old address holds.")
                messages.success(request, words % {"email": form.cleaned_data["email"]})
                return redirect("base:email")
    return render(request, "account/own_email.html", {"form": form})


@never_cache
def email_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever reads the new mailbox say so by a click: mail programs open links by themselves."""
    found = emails.asked_change(token)
    if found is None:
        return render(request, "account/own_email_gone.html", status=404)
    if request.method == "POST":
        if emails.confirm_email_change(token=token) is None:
            return render(request, "account/own_email_gone.html", status=404)
        messages.success(request, _("The e-mail of your account is changed."))
        return redirect("desk:today")
    user, wanted = found
    return render(request, "account/own_email_confirm.html", {"account": user, "wanted": wanted})


@never_cache
@login_required
@require_GET
def links(request: _Request) -> HttpResponse:
    """Show the links with the provider of sign-in."""
    found = SocialAccount.objects.filter(user=request.user).order_by("date_joined", "pk")
    return render(request, "account/links.html", {"links": found, "provider": settings.ENV.provider})


@login_required
@require_POST
@reauthentication_required
def link_remove(request: _Request, pk: int) -> HttpResponse:
    """Take a link away."""
    link = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    with into_messages(request):
        signin.unlink_provider(actor=request.user, link=link)
        messages.success(request, _("The link is taken away. You sign in with your password or passkey from now on."))
    return redirect("base:links")


@login_required
@require_GET
def two_step(request: _Request) -> HttpResponse:
    """Say that the office asks for two-step sign-in, and lead there."""
    if not second_step_is_due(request.user):
        return redirect("desk:today")
    return render(request, "account/two_step.html")
