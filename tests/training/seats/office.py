"""A class with quotas for units that are organisations of their own."""

from __future__ import annotations

from caunoi.directory.enums import RoleKind
from caunoi.training.enums import EnrolmentState, NominationSource
from caunoi.training.models import Enrolment, Nomination, Quota, TrainingClass
from caunoi.training.services.seats import Nominee, QuotaRow, nominate, set_quotas
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory

DESK = NominationSource.DESK


class Office:
    """A class of ``total`` seats with quotas for units that are organisations of their own."""

    def __init__(self, total, **seats):
        self.province = OrganisationFactory(name="Ban Thử Nghiệm tỉnh")
        self.clerk = UserFactory.with_role(self.province, RoleKind.ORGANISER)
        self.one = TrainingClassFactory(keeper=self.province, quota=total)
        self.offices = {name: OrganisationFactory(name=f"Phường {name}", parent=self.province) for name in seats}
        set_quotas(
            actor=self.clerk,
            training_class=self.one,
            rows=[QuotaRow(seats=count, organisation=self.offices[name]) for name, count in seats.items()],
        )
        self.units = {name: Quota.objects.get(organisation=office) for name, office in self.offices.items()}

    def name(self, unit, *names, actor=..., **more):
        return nominate(
            actor=self.clerk if actor is ... else actor,
            training_class=self.one,
            quota=self.units[unit] if unit else None,
            nominees=[Nominee(full_name=name, **more) for name in names],
            source=DESK,
        )

    def states(self):
        rows = Nomination.objects.filter(training_class=self.one).order_by("place", "created_at", "id")
        return {row.person.full_name: row.state for row in rows.select_related("person")}

    def seated(self):
        return sorted(
            Enrolment.objects.filter(training_class=self.one, state=EnrolmentState.NOMINATED).values_list(
                "person__full_name", flat=True
            )
        )

    def reload(self):
        self.one = TrainingClass.objects.get(pk=self.one.pk)
        return self.one
