"""The page on which somebody lets a colleague act for him until a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from caunoi.directory.models import Role, User
from caunoi.directory.queries.delegation import colleagues, delegable_roles, delegations
from caunoi.directory.services.accounts import end_role
from caunoi.directory.services.delegation import delegate_role
from caunoi.web.base.errors import into_form
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.requests import StaffRequest

_ONE_DAY = dt.timedelta(days=1)


class DelegationForm(forms.Form):
    """Which role, to whom, until when."""

    role: forms.ModelChoiceField[Role] = forms.ModelChoiceField(
        label=gettext_lazy("Role"),
        queryset=None,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose the role.")},
    )
    to: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=gettext_lazy("To the colleague"),
        queryset=None,
        error_messages={"required": gettext_lazy("Choose the colleague.")},
    )
    last_day = DateField(
        label=gettext_lazy("Until the end of"),
        help_text=gettext_lazy("It ends by itself after that day."),
        error_messages={"required": gettext_lazy("Type the last day.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.queryset = delegable_roles(user).order_by("pk")
        role.label_from_instance = lambda each: capfirst(str(each))
        to: Any = self.fields["to"]
        to.queryset = colleagues(user)
        to.label_from_instance = lambda each: f"{each.get_full_name()} ({each.username})"


@login_required
def delegation(request: StaffRequest) -> HttpResponse:
    """Show what the user delegated and received; delegate a role."""
    form = DelegationForm(request.user, request.POST or None)
    if form.is_valid():
        with into_form(form):
            given = delegate_role(
                actor=request.user,
                role=form.cleaned_data["role"],
                to=form.cleaned_data["to"],
                until=form.cleaned_data["last_day"] + _ONE_DAY,
            )
            messages.success(
                request,
                _("%(name)s acts for you as %(role)s until the end of %(day)s.")
                % {
                    "name": given.user.get_full_name(),
                    "role": given,
                    "day": f"{form.cleaned_data['last_day']:%d/%m/%Y}",
                },
            )
            return redirect("desk:delegation")
    found = [
        {"role": each, "last_day": each.valid_to - _ONE_DAY, "given": each.source.user_id == request.user.pk}
        for each in delegations(request.user)
        if each.source and each.valid_to
    ]
    return render(request, "desk/directory/delegation.html", {"form": form, "delegations": found})


@login_required
@require_POST
def delegation_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a delegation today."""
    found = get_object_or_404(delegations(request.user), pk=pk)
    end_role(actor=request.user, role=found)
    messages.success(request, _("The delegation is ended: %(role)s.") % {"role": found})
    return redirect("desk:delegation")
