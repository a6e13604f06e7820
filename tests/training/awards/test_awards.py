from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks_db.models import DBTaskResult

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.credentials.enums import AwardState
from caunoi.credentials.models import Award
from caunoi.credentials.queries.awards import printing
from caunoi.credentials.tasks import set_certificates
from caunoi.training.enums import ClassState
from caunoi.training.models import DoorRules
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.awards import issue_list
from caunoi.training.services.attendance import CellMark, mark
from caunoi.training.services.awards.issuing import issue_class_awards, replace_class_award, revoke_class_award
from caunoi.training.services.awards.rules import decide_award, drop_award_decision, set_award_rule
from caunoi.training.services.closing import reopen_class
from tests.factories import OrganisationFactory, UserFactory
from tests.training.awards.conftest import ABSENT, closed

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def rule(actor, held, **values):
    return set_award_rule(
        actor=actor, training_class=held, **{"subject": "kỹ năng hòa giải", "min_share": 75, **values}
    )


def told(found):
    return [(row.name[-3:], row.earned, row.reason) for row in found.rows]


def test_list_tells_why_somebody_gets_none(held, organiser):
    rule(organiser, held)
    assert told(issue_list(held)) == [
        ("000", True, ""),
        ("001", True, ""),
        ("002", False, "Có mặt 1/4 buổi (25%), quy định từ 75%."),
        ("003", False, "Không có mặt buổi nào."),
    ]


def test_without_a_rule_one_sitting_is_enough(held):
    assert [row.earned for row in issue_list(held).rows] == [True, True, True, False]


def test_without_a_rule_the_share_of_the_class_is_asked_for(held):
    DoorRules.objects.create(training_class=held, class_share=75)
    assert [row.earned for row in issue_list(held).rows] == [True, True, False, False]


def test_decision_stands_above_the_rule_and_can_be_taken_back(held, organiser):
    rule(organiser, held)
    with pytest.raises(ValidationError):
        decide_award(actor=organiser, enrolment=held.people[2], grants=True, reason="  ")
    decide_award(actor=organiser, enrolment=held.people[2], grants=True, reason="Trực chốt theo phân công.")
    decide_award(actor=organiser, enrolment=held.people[0], grants=False, reason="Đã có từ lớp trước.")
    rows = issue_list(held).rows
    assert (rows[2].earned, rows[2].by_rule) == (True, False)
    assert rows[2].reason.startswith("Quyết định riêng: Trực chốt theo phân công. (Có mặt 1/4")
    assert (rows[0].earned, rows[0].reason) == (False, "Quyết định riêng: Đã có từ lớp trước.")
    drop_award_decision(actor=organiser, enrolment=held.people[2])
    assert not issue_list(held).rows[2].earned
    with pytest.raises(NotNow):
        drop_award_decision(actor=organiser, enrolment=held.people[2])


def test_certificates_are_issued_by_the_frozen_report_alone(held, organiser):
    rule(organiser, held, hours=16, result="Hoàn thành")
    with pytest.raises(NotNow):
        issue_class_awards(actor=organiser, training_class=held, version=1)
    report = closed(organiser, held)
    with pytest.raises(StaleChange):
        issue_class_awards(actor=organiser, training_class=held, version=2)
    made = issue_class_awards(
        actor=organiser, training_class=held, version=report.version, issued_on=dt.date(2026, 3, 10)
    )
    assert [(award.number, award.holder.name) for award in made] == [(1, "Lê Thị Học 000"), (2, "Lê Thị Học 001")]
    assert made[0].facts == {
        "subject": "kỹ năng hòa giải",
        "code": held.code,
        "organiser": held.keeper.name,
        "days": ["2026-03-02", "2026-03-03"],
        "hours": 16,
        "place": "",
        "result": "Hoàn thành",
        "shape": 1,
    }
    with pytest.raises(NotNow):
        issue_class_awards(actor=organiser, training_class=held, version=report.version)
    assert Award.objects.count() == 2


def test_title_and_audience_of_the_class_stay_with_the_class(held, organiser):
    for words in (
        "lớp dành cho người có uy tín",
        "Bồi dưỡng Đảng viên mới",
        "kỹ năng, NGƯỜI CÓ UY TÍN",
        "công tác tôn giáo",
    ):
        with pytest.raises(ValidationError) as refused:
            rule(organiser, held, subject=words)
        assert list(refused.value.message_dict) == ["subject"]
    held.audience = "Tổ trưởng tổ hòa giải"
    held.save()
    with pytest.raises(ValidationError):
        rule(organiser, held, subject="bồi dưỡng tổ trưởng tổ hòa giải")
    report = closed(organiser, held)
    made = issue_class_awards(actor=organiser, training_class=held, version=report.version)
    everything = str([made[0].facts, made[0].holder.credential, made[0].issue.design])
    assert "uy tín" not in everything
    assert "dân tộc" not in everything


def test_after_reopening_awards_stand_and_those_no_longer_earned_are_named(held, organiser):
    rule(organiser, held)
    report = closed(organiser, held)
    first, second = issue_class_awards(actor=organiser, training_class=held, version=report.version)
    reopen_class(actor=organiser, training_class=held, reason="Sửa điểm danh.")
    held.refresh_from_db()
    assert held.state == ClassState.HELD
    mark(
        actor=organiser,
        training_class=held,
        cells=[
            CellMark(enrolment_id=held.people[1].pk, sitting_id=sitting.pk, mark=ABSENT)
            for sitting in held.sitting_list[:3]
        ],
        reason="Ghi nhầm người.",
    )
    report = closed(organiser, held)
    found = issue_list(held)
    assert [(row.award, row.earned) for row in found.contested] == [(second, False)]
    assert found.to_issue == []
    revoke_class_award(actor=organiser, training_class=held, award=second, reason="Không đủ số buổi.")
    assert issue_list(held).contested == []
    assert Award.objects.get(pk=first.pk).state == AwardState.ISSUED
    # Once revoked, nobody gets it again unless it is earned.
    with pytest.raises(NotNow):
        issue_class_awards(actor=organiser, training_class=held, version=report.version)


def test_replaced_certificate_of_a_class(held, organiser):
    report = closed(organiser, held)
    made = issue_class_awards(actor=organiser, training_class=held, version=report.version)
    new = replace_class_award(
        actor=organiser, training_class=held, award=made[0], name="Lê Thị Học Một", reason="Sai tên."
    )
    assert (new.number, new.replaces_id) == (4, made[0].pk)
    assert issue_list(held).rows[0].award == new
    other = type(made[0])(pk=made[1].pk, source="class:other")
    with pytest.raises(NotNow):
        revoke_class_award(actor=organiser, training_class=held, award=other, reason="Khác lớp.")


def test_files_are_set_by_a_job_after_issuing(held, organiser, django_capture_on_commit_callbacks):
    report = closed(organiser, held)
    with django_capture_on_commit_callbacks(execute=True):
        issue_class_awards(actor=organiser, training_class=held, version=report.version)
    job = DBTaskResult.objects.get(task_path__endswith="set_certificates")
    assert (job.args_kwargs["args"], printing(source_of(held)).made) == ([source_of(held)], 0)
    assert set_certificates.call(source_of(held)) == 3
    assert printing(source_of(held)).done
    assert set_certificates.call(source_of(held)) == 0


def test_others_neither_set_the_rule_nor_issue(held, organiser):
    report = closed(organiser, held)
    stranger = UserFactory.with_role(OrganisationFactory(), "organiser")
    leader = UserFactory.with_role(held.keeper, "leader")
    for actor in (stranger, leader):
        with pytest.raises(PermissionDenied):
            rule(actor, held)
        with pytest.raises(PermissionDenied):
            issue_class_awards(actor=actor, training_class=held, version=report.version)
    assert not AuditEntry.objects.filter(action__startswith="credentials.").exists()


def test_list_of_300_asks_as_often_as_one_of_4(held, organiser, office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.training.awards.conftest import PRESENT, held_class

    closed(organiser, held)
    many = held_class(office, organiser, [[PRESENT] * 2 for _ in range(60)])
    closed(organiser, many)
    counts = []
    for each in (held, many):
        with CaptureQueriesContext(connection) as asked:
            issue_list(each)
        counts.append(len(asked))
    assert counts[0] == counts[1]
