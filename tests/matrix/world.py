"""An office with one of everything, and a user of each role in each relation to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.enums import RoleKind, SuccessionKind
from caunoi.directory.models import OrganisationSuccession, Role, User
from caunoi.directory.queries.scope import forget_scope
from caunoi.training.enums import ClassState, HostRole
from caunoi.training.models import ClassOrganisation, Nomination, NominationBatch, Quota
from tests.factories import OrganisationFactory, UserFactory
from tests.web.scope_world import build_office

KINDS = tuple(RoleKind)
# Where a role lies that reaches what an office owns, and what a class's organisers share.
OFFICE = frozenset({"own", "above", "successor", "delegated"})
ORGANISERS = OFFICE | {"co_organiser"}
RELATIONS = (*sorted(OFFICE), "co_organiser", "sender", "below", "neighbour", "foreign", "former", "ended", "lapsed")


@dataclass(frozen=True)
class Action:
    """Something done: by which roles, in which relations it is allowed."""

    name: str
    do: Callable[[Any, User], object]
    kinds: tuple[RoleKind, ...]
    reach: frozenset[str] = OFFICE

    def allowed(self, kind: RoleKind, relation: str) -> bool:
        return kind in self.kinds and relation in self.reach


def build() -> SimpleNamespace:
    """Return the office's objects, with ``users`` by (kind, relation)."""
    province = OrganisationFactory(name="Tỉnh Bao Trùm")
    world = build_office("Zxqvung", "Wkbjang", parent=province)
    office = world.office
    places = {
        "own": office,
        "above": province,
        "below": OrganisationFactory(parent=office),
        "neighbour": OrganisationFactory(parent=province),
        "foreign": OrganisationFactory(),
        "successor": OrganisationFactory(),
        "former": OrganisationFactory(),
        "co_organiser": OrganisationFactory(),
        "sender": OrganisationFactory(),
    }
    for before, after in ((office, places["successor"]), (places["former"], office)):
        OrganisationSuccession.objects.create(
            predecessor=before, successor=after, on=dt.date(2025, 7, 1), kind=SuccessionKind.MERGED
        )
    for role in (HostRole.CO_ORGANISER, HostRole.SENDER):
        other = places[str(role)]
        ClassOrganisation.objects.create(
            training_class=world.training_class, organisation=other, name=other.name, role=role
        )
    world.enrolment.sender = places["sender"]
    world.enrolment.save()
    world.quota = Quota.objects.create(
        training_class=world.training_class, organisation=places["sender"], name="Tổ 9", folded_name="to 00009", seats=5
    )
    world.nomination_batch = NominationBatch.objects.create(training_class=world.training_class, count=1)
    world.nomination = Nomination.objects.create(
        training_class=world.training_class, quota=world.quota, person=world.person, state="waiting", place=99,
        source="list", batch=world.nomination_batch,
    )  # fmt: skip
    world.places = places
    world.users = {(kind, relation): _user(places, kind, relation) for kind in KINDS for relation in RELATIONS}
    return world


def _user(places: dict[str, Any], kind: RoleKind, relation: str) -> User:
    today = timezone.localdate()
    tomorrow, yesterday = today + dt.timedelta(days=1), today - dt.timedelta(days=1)
    if relation == "ended":
        user = UserFactory()
        Role.objects.create(user=user, organisation=places["own"], kind=kind, valid_from=yesterday, valid_to=today)
        return user
    if relation in {"delegated", "lapsed"}:
        end = None if relation == "delegated" else today
        absent, user = UserFactory(), UserFactory()
        source = Role.objects.create(
            user=absent, organisation=places["own"], kind=kind, valid_from=yesterday, valid_to=end
        )
        Role.objects.create(
            user=user, organisation=places["own"], kind=kind, valid_from=yesterday, valid_to=tomorrow, source=source
        )
        return user
    return UserFactory.with_role(places[relation], kind)


def cells(world: Any, actions: tuple[Action, ...]) -> list[str]:
    """Try every action as every user; return the cells that are not what the table says.

    A refusal touches nothing, so that objects and scopes are read anew only after what was done and taken back.
    """
    wrong = []
    keys = {name: (type(one), one.pk) for name, one in vars(world).items() if isinstance(one, Model)}
    for action in actions:
        for (kind, relation), user in world.users.items():
            got = _tried(world, action, user)
            if got:
                forget_scope(user)
                for name, (model, key) in keys.items():
                    setattr(world, name, model._default_manager.get(pk=key))
            if got != action.allowed(kind, relation):
                wrong.append(f"{action.name}: {kind} {relation} {'may' if got else 'may not'}")
    return wrong


def _tried(world: Any, action: Action, user: User) -> bool:
    """Say whether the action is the user's to do; whatever it did is taken back."""
    try:
        with transaction.atomic():
            allowed = action.do(world, user) is not False
            transaction.set_rollback(True)
    except PermissionDenied:
        return False
    except (ValidationError, NotNow, StaleChange):
        # Asked for the wrong thing at the wrong time, by somebody who may.
        return True
    return allowed


__all__ = ["KINDS", "OFFICE", "ORGANISERS", "RELATIONS", "Action", "ClassState", "build", "cells"]
