"""The first office of an installation and its first administrator."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core.errors import NotNow
from caunoi.directory.models import Organisation, Unit, User
from caunoi.directory.services.accounts import open_first_account
from caunoi.directory.services.organisations import found_organisation


@transaction.atomic
def found_first_office(
    *, administrator: str, username: str, email: str, password: str, **organisation: Any
) -> tuple[Organisation, User]:
    """Found the office with its administrator, both or neither; ``organisation`` as in :func:`found_organisation`.

    No role is asked for, because there is nobody yet: the face that calls this asks for the token of the first run.
    Raises NotNow where an office stands already, ValidationError for what can't be, with the fields of the form.
    """
    # Any row will do as the gate through which two first administrators come one after the other.
    Unit.objects.select_for_update(of=("self",)).order_by("pk").first()
    if Organisation.objects.exists():
        raise NotNow(_("This installation has its office already. Sign in with the account that was opened then."))
    try:
        validate_password(password, User(username=username, name=administrator, email=email))
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error
    founded = found_organisation(**organisation)
    try:
        user, _password = open_first_account(
            organisation=founded, name=administrator, username=username, email=email, password=password
        )
    except ValidationError as error:
        faults = dict(error.message_dict)
        if "name" in faults:
            faults["administrator"] = faults.pop("name")
        raise ValidationError(faults) from error
    return founded, user
