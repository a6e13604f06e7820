"""Where money is sent: bank account and tax code of who is paid, encrypted, the accountant's alone."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.text import clean
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import require
from caunoi.directory.queries.scope import visible_persons
from caunoi.training.enums import Action
from caunoi.training.models import PayeeAccount
from caunoi.training.policies import sees_accounts

_ACCOUNT = re.compile(r"[0-9A-Z]{4,34}")
_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?|\d{12}")


@transaction.atomic
def keep_account(
    *, actor: User, owner: Organisation, person: Person, account: str = "", bank: str = "", tax_code: str = ""
) -> PayeeAccount | None:
    """Keep account and tax code of a person whom the office pays; all blank takes away what is kept, and gives None.

    The trail says that it changed, and holds no value. Raises PermissionDenied unless the actor is an accountant of the
    office, ValidationError naming the field: an odd account or tax code, an account without its bank, a person whom
    the office doesn't know.
    """
    require(sees_accounts(actor, owner))
    if not visible_persons(actor).filter(pk=person.pk).exists():
        raise ValidationError({"account": _("Your office doesn't know this person.")})
    account = re.sub(r"[\s.\-]", "", clean(account)).upper()
    bank, tax_code = clean(bank)[:200], re.sub(r"\s", "", clean(tax_code))
    if account and not _ACCOUNT.fullmatch(account):
        raise ValidationError({"account": _("An account number has digits, perhaps letters, 4 to 34 of them.")})
    if account and not bank:
        raise ValidationError({"bank": _("Type the name of the bank.")})
    if tax_code and not _TAX_CODE.fullmatch(tax_code):
        raise ValidationError({"tax_code": _("A tax code has 10, 12 or 13 digits.")})
    known = PayeeAccount.objects.select_for_update().filter(owner=owner, person=person).first()
    if not (account or bank or tax_code):
        if known:
            _note(actor, known, Action.ACCOUNT_REMOVED, {})
            known.delete()
        return None
    row = known or PayeeAccount(owner=owner, person=person)
    values = {"account": account, "bank": bank, "tax_code": tax_code}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    _note(actor, row, Action.ACCOUNT_KEPT, dict.fromkeys(changed, True))
    return row


def _note(actor: User, row: PayeeAccount, action: Action, details: dict[str, bool]) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=row,
        organisation_id=row.owner_id,
        details=details,
        person_id=row.person_id,
    )
