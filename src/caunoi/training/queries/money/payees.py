"""Accounts of payees, for accountants alone."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation
from caunoi.directory.queries.scope import AnyUser, in_ranges, scope_of
from caunoi.training.models import PayeeAccount


def visible_accounts_of_payees(user: AnyUser) -> QuerySet[PayeeAccount]:
    """Return the accounts kept by offices in which the user is an accountant; for anybody else there are none."""
    ranges = scope_of(user).by_kind.get(RoleKind.ACCOUNTANT, ())
    return PayeeAccount.objects.filter(in_ranges("owner__path", ranges)).order_by("id")


def account_of(user: AnyUser, owner: Organisation, person_id: UUID) -> PayeeAccount | None:
    """Return what an office keeps of one person; None where the user may not see it or there is nothing."""
    return visible_accounts_of_payees(user).filter(owner=owner, person=person_id).first()


def have_account(owner: Organisation, persons: Iterable[UUID]) -> set[UUID]:
    """Return of which persons the office keeps an account at all; no value is told."""
    # Encrypted columns can't be filtered by.
    rows = PayeeAccount.objects.filter(owner=owner, person__in=set(persons)).order_by("pk")
    return {person_id for person_id, account in rows.values_list("person_id", "account") if account}
