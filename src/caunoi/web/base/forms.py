"""Forms of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.fields import cipher
from caunoi.directory.enums import AccountAction
from caunoi.directory.services.signin import note
from caunoi.directory.tasks import send_reset_link
from caunoi.web.base.lockout import count_failure, is_locked

_NAME = gettext_lazy("Name of the passkey")


class _Guarded:
    """Counts wrong codes of the second step together with wrong passwords."""

    user: Any

    def clean_code(self) -> str:
        """Check the code; raises ValidationError where it is wrong or the account locked."""
        name = self.user.username
        if is_locked(context.request, name):
            raise ValidationError(_("Too many wrong codes."))
        try:
            return super().clean_code()  # type: ignore[misc, no-any-return]  # the form beside this class
        except ValidationError:
            count_failure(context.request, name)
            raise


class SecondStepForm(_Guarded, AuthenticateForm):
    """The code after the password."""


class SecondStepAgainForm(_Guarded, ReauthenticateForm):
    """The code before the protection of the account is changed."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _NAME
        self.fields["name"].widget.attrs["maxlength"] = 60
        # Every passkey signs in alone: one kind is enough to understand.
        del self.fields["passwordless"]

    def clean_name(self) -> str:
        """Return the name, cut to what fits a line; a valid passkey is not refused for its name."""
        return super().clean_name()[:60]


class RenamePasskeyForm(EditWebAuthnForm):
    """What a passkey is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(label=_NAME, max_length=60)

    def save(self) -> Any:
        """Rename it, and tell the trail."""
        before, user = self.instance.wrap().name, self.instance.user
        saved = super().save()
        note(
            actor=user,
            user=user,
            action=AccountAction.METHOD_RENAMED,
            details={"name": [before, self.cleaned_data["name"]]},
        )
        return saved


class ForgottenPassword(ResetPasswordForm):
    """The address of somebody who forgot the password. The page looks nothing up: a job does."""

    def clean_email(self) -> str:
        """Return the address as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ARG002 - allauth's signature
        """Have the mail written; the same work whoever is named."""
        email = str(self.cleaned_data["email"])
        send_reset_link.enqueue(cipher().encrypt(email.encode()).decode("ascii"))
        return email


class OwnEmail(forms.Form):
    """The new e-mail of one's own account."""

    email = forms.EmailField(
        label=gettext_lazy("New e-mail"),
        error_messages={
            "required": gettext_lazy("Type the new address."),
            "invalid": gettext_lazy("This is no e-mail address. For example: vanphong@example.vn."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class ChosenPassword(forms.Form):
    """A new password, typed twice; whether it is too easy is the service's to say."""

    password1 = forms.CharField(
        label=gettext_lazy("Your new password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 signs. Several words in a row are easy to remember and hard to guess."),
    )
    password2 = forms.CharField(
        label=gettext_lazy("New password once more"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Hold the two against each other."""
        values = super().clean() or {}
        if values.get("password1") and values.get("password2") and values["password1"] != values["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        return values


class CodeForm(ChosenPassword):
    """The code that an administrator handed over, and the password to come."""

    login = forms.CharField(
        label=gettext_lazy("User name or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Eight letters and digits from your administrator. Small letters and gaps don't matter."
        ),
    )

    field_order = ("login", "code", "password1", "password2")
