"""Factories of real objects; names are made up."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from caunoi.core.text import fold, given_name_first, natural_key
from caunoi.directory.enums import OrganisationKind, RoleKind, System
from caunoi.directory.models import Organisation, Person, PersonScope, Role, User
from caunoi.training.enums import HostRole
from caunoi.training.models import ClassOrganisation, Enrolment, Plan, PlanItem, Sitting, TrainingClass

_PARTS = {"morning": 1, "afternoon": 2, "evening": 3}


class OrganisationFactory(DjangoModelFactory):
    """An organisation; ``parent`` puts it below another."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Ủy ban nhân dân phường Thử Nghiệm {n}")
    folded_name = factory.LazyAttribute(lambda o: fold(o.name))
    kind = OrganisationKind.PEOPLES_COMMITTEE
    system = System.STATE
    parent = None
    path = factory.LazyAttributeSequence(lambda o, n: f"{o.parent.path if o.parent else ''}{n:06d}")


class UserFactory(DjangoModelFactory):
    """An account with the password ``mat-khau-thu``; ``role=`` and ``organisation=`` give it a role."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")
    name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")

    @factory.post_generation
    def password(self, create, extracted, **_kwargs):
        self.set_password(extracted or "mat-khau-thu")
        self.save()

    @classmethod
    def with_role(cls, organisation, kind=RoleKind.ADMINISTRATOR, **fields):
        user = cls(**fields)
        Role.objects.create(user=user, organisation=organisation, kind=kind)
        return user


class PersonFactory(DjangoModelFactory):
    """A person; ``organisation=`` makes it known there."""

    class Meta:
        model = Person

    class Params:
        organisation = None

    full_name = factory.Sequence(lambda n: f"Trần Thị Mẫu {n}")
    folded_name = factory.LazyAttribute(lambda o: fold(o.full_name))
    sort_name = factory.LazyAttribute(lambda o: given_name_first(o.full_name))

    @classmethod
    def known_to(cls, organisation, **fields):
        person = cls(**fields)
        PersonScope.objects.create(person=person, organisation=organisation)
        return person


class TrainingClassFactory(DjangoModelFactory):
    """A class kept and hosted by ``keeper``."""

    class Meta:
        model = TrainingClass
        skip_postgeneration_save = True

    keeper = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Tập huấn công tác hòa giải ở cơ sở, lớp {n}")
    folded_title = factory.LazyAttribute(lambda o: fold(o.title))
    starts_on = dt.date(2026, 11, 12)
    ends_on = dt.date(2026, 11, 13)

    @factory.post_generation
    def organisers(self, create, extracted, **_kwargs):
        for role in (HostRole.KEEPER, HostRole.HOST):
            ClassOrganisation.objects.create(
                training_class=self, organisation=self.keeper, name=self.keeper.name, role=role
            )


class SittingFactory(DjangoModelFactory):
    """The morning of the class's first day unless told."""

    class Meta:
        model = Sitting

    training_class = factory.SubFactory(TrainingClassFactory)
    date = factory.LazyAttribute(lambda o: o.training_class.starts_on)
    part = "morning"
    order = factory.LazyAttribute(lambda o: _PARTS[o.part])


class EnrolmentFactory(DjangoModelFactory):
    """A participant."""

    class Meta:
        model = Enrolment

    training_class = factory.SubFactory(TrainingClassFactory)
    person = factory.SubFactory(PersonFactory)
    sort_name = factory.LazyAttribute(lambda o: o.person.sort_name)
    unit_text = "Tổ dân phố số 1"
    folded_unit = factory.LazyAttribute(lambda o: natural_key(o.unit_text))


class PlanFactory(DjangoModelFactory):
    """A draft of an office's plan of 2026."""

    class Meta:
        model = Plan

    owner = factory.SubFactory(OrganisationFactory)
    year = 2026
    title = factory.Sequence(lambda n: f"Kế hoạch tập huấn năm 2026, bản {n}")
    folded_title = factory.LazyAttribute(lambda o: fold(o.title))


class PlanItemFactory(DjangoModelFactory):
    """Two classes of fifty seats, two sittings each, in the second quarter."""

    class Meta:
        model = PlanItem

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Kỹ năng hòa giải ở cơ sở, nội dung {n}")
    audience = "Hòa giải viên"
    class_count = 2
    seats = 50
    quarter = 2
