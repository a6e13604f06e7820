from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.credentials.checks import numbers_have_no_gaps
from caunoi.credentials.enums import AwardState, Standing
from caunoi.credentials.models import Award, AwardHolder, Series
from caunoi.credentials.services.ledger import issue_awards, replace_award, revoke_award
from tests.credentials.conftest import FACTS, holders_of
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
DAY = dt.date(2026, 3, 10)


def test_issued_awards_are_numbered_named_and_signed(issued, office):
    office.refresh_from_db()
    assert [award.number for award in issued] == [1, 2, 3]
    assert [award.number_text for award in issued] == [f"000{n}/2026/GCN" for n in (1, 2, 3)]
    assert [award.holder.name for award in issued] == [f"Trần Thị Mẫu {n}" for n in range(3)]
    assert len({award.code for award in issued}) == 3
    assert "Trần" not in str(Award.objects.values("facts", "number_text", "reason").first())
    row = AuditEntry.objects.get(action="credentials.awards_issued")
    assert row.details == {"count": 3, "first": "0001/2026/GCN", "last": "0003/2026/GCN"}
    assert list(numbers_have_no_gaps(False)) == []


def test_second_issue_of_the_same_source_gives_nobody_a_second_one(issued, office, organiser):
    again = holders_of(office, 1, start=9)
    people = [type(again[0])(person_id=award.person_id, name=award.holder.name) for award in issued]
    made = issue_awards(
        actor=organiser, owner=office, source="class:1", facts=FACTS, holders=[*people, *again], issued_on=DAY
    )
    assert [(award.number, award.person_id) for award in made] == [(4, again[0].person_id)]


def test_whoever_organises_elsewhere_issues_nothing(office):
    stranger = UserFactory.with_role(OrganisationFactory(), "organiser")
    with pytest.raises(PermissionDenied):
        issue_awards(actor=stranger, owner=office, source="class:1", facts=FACTS, holders=holders_of(office, 1))
    assert not Award.objects.exists()


def test_numbers_begin_anew_each_year(issued, office, organiser):
    [made] = issue_awards(
        actor=organiser, owner=office, source="class:2", facts=FACTS, holders=holders_of(office, 1, 5),
        issued_on=dt.date(2025, 12, 30),
    )  # fmt: skip
    assert (made.number, made.number_text) == (1, "0001/2025/GCN")


def test_revoked_award_keeps_everything_and_tells_why(issued, organiser):
    with pytest.raises(ValidationError):
        revoke_award(actor=organiser, award=issued[0], reason=" ")
    gone = revoke_award(actor=organiser, award=issued[0], reason="Cấp nhầm lớp.")
    assert gone.standing(DAY) == Standing.REVOKED
    assert (gone.state, gone.reason, gone.facts) == (AwardState.REVOKED, "Cấp nhầm lớp.", issued[0].facts)
    with pytest.raises(NotNow):
        revoke_award(actor=organiser, award=issued[0], reason="Lần nữa.")


def test_replaced_award_points_to_the_one_with_the_name_corrected(issued, organiser):
    made = replace_award(actor=organiser, award=issued[1], name="Trần Thị Mẫu Hai", reason="Sai tên.")
    old = Award.objects.get(pk=issued[1].pk)
    assert (old.standing(DAY), old.replaced_by) == (Standing.REPLACED, made)
    assert (made.number, made.holder.name, made.facts) == (4, "Trần Thị Mẫu Hai", old.facts)
    assert made.holder.unit == "Tổ dân phố số 1"
    assert "Mẫu" not in str(list(AuditEntry.objects.values_list("details", "object_label", "reason")))


def test_award_past_its_day_is_expired(issued):
    issued[0].expires_on = dt.date(2026, 12, 31)
    assert issued[0].standing(dt.date(2026, 12, 31)) == Standing.VALID
    assert issued[0].standing(dt.date(2027, 1, 1)) == Standing.EXPIRED


def test_erased_holder_gets_no_other_one(issued, organiser):
    AwardHolder.objects.filter(award=issued[0]).delete()
    with pytest.raises(NotNow):
        replace_award(actor=organiser, award=issued[0], name="Ai đó", reason="Sai tên.")
    assert Award.objects.get(pk=issued[0].pk).state == AwardState.ISSUED


@pytest.mark.django_db(transaction=True)
def test_many_who_issue_at_once_leave_no_gap_and_give_no_number_twice(office, organiser):
    """Real threads with connections of their own; every third one breaks off after it took its numbers."""
    crowds = [holders_of(office, 5, start=100 * part) for part in range(9)]
    start, faults = threading.Barrier(9), []

    def issue(part):
        try:
            start.wait()
            with transaction.atomic():
                issue_awards(
                    actor=organiser, owner=office, source=f"class:{part % 4}", facts=FACTS, holders=crowds[part],
                    issued_on=DAY,
                )  # fmt: skip
                if part % 3 == 0:
                    transaction.set_rollback(True)
        except Exception as fault:  # noqa: BLE001 - shown below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(part,)) for part in range(9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert sorted(Award.objects.values_list("number", flat=True)) == list(range(1, 31))
    assert Series.objects.get().last_number == 30
    assert list(numbers_have_no_gaps(False)) == []
