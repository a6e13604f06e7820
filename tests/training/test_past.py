from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Directive, Person, Post
from caunoi.training.enums import ClassOrigin, ClassState, GuestRole, HostRole, Qualifier
from caunoi.training.facts import ProvenanceFact, read_facts
from caunoi.training.models import TrainingClass
from caunoi.training.queries.reports import class_totals, count_in_words
from caunoi.training.services import classes, closing
from caunoi.training.services.past import PastOrganiser, PastPerson, record_past_class

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SOURCE = ProvenanceFact(kind="report", source="bai-cu.docx", byline="Thu Thử", published_on="2019-09-14", views=120)


def record(actor, keeper, **fields):
    fields = {"title": "Bồi dưỡng công tác dân vận", "provenance": SOURCE} | fields
    return record_past_class(actor=actor, keeper=keeper, **fields)


def test_past_class_keeps_what_is_known_and_what_is_not(organiser, office):
    Directive.objects.create(owner=office, number="68-KH/BDVTU", folded_number="68-kh/bdvtu")
    past = record(
        organiser,
        office,
        days=[dt.date(2019, 9, 12), dt.date(2019, 9, 11)],
        place="Hội trường huyện",
        organisers=[
            PastOrganiser("Đảng ủy phường", office, HostRole.HOST),
            ("Ban Dân vận tỉnh", None, HostRole.CO_ORGANISER),
        ],
        speakers=[PastPerson("Nguyễn Văn Mẫu", "Phó Trưởng ban"), ("Nguyễn Văn Mẫu", "", None, "")],
        guests=[PastPerson("Trần Thị Thử", "Bí thư Huyện ủy", None, GuestRole.OPENS)],
        topics=["Dân vận khéo", "Quy chế dân chủ", "Dân vận khéo"],
        directives=["68-KH/BDVTU", "15/2014/NĐ-CP"],
        count=270,
        qualifier=Qualifier.OVER,
    )

    report = past.reports.get()
    facts = read_facts(report.facts)
    assert (past.state, past.origin, past.starts_on) == (
        ClassState.CLOSED,
        ClassOrigin.REPORT,
        dt.date(2019, 9, 11),
    )
    assert facts.days == ("2019-09-11", "2019-09-12")
    assert (facts.present.value, facts.present.qualifier) == (270, "over")
    assert facts.nominated.value is None
    assert facts.attendances.value is None
    assert facts.provenance == SOURCE
    assert [(o.name, o.role, o.id) for o in facts.organisers] == [
        ("Đảng ủy phường", "host", str(office.pk)),
        ("Ban Dân vận tỉnh", "co_organiser", None),
    ]
    assert [t.title for t in facts.topics] == ["Dân vận khéo", "Quy chế dân chủ"]
    assert [(report.names[s.person_id], s.post) for s in facts.speakers] == [("Nguyễn Văn Mẫu", "Phó Trưởng ban")]
    assert [(report.names[g.person_id], g.role) for g in facts.guests] == [("Trần Thị Thử", "opens")]
    assert [d.number for d in facts.directives] == ["68-KH/BDVTU", "15/2014/NĐ-CP"]
    assert Directive.objects.count() == 2
    assert set(Person.objects.values_list("provenance", flat=True)) == {Provenance.REPORT}
    assert not Post.objects.exists()
    assert AuditEntry.objects.get(action="training.past_recorded").details == {
        "source": "bai-cu.docx",
        "count": 270,
        "qualifier": "over",
    }
    assert SearchDocument.objects.get(kind="class").object_id == past.code


def test_past_class_without_day_or_count_says_so(organiser, office):
    past = record(organiser, office, when="ngày 12/11 (không rõ năm)")

    facts = read_facts(past.reports.get().facts)
    assert (past.starts_on, facts.days, facts.when) == (None, (), "ngày 12/11 (không rõ năm)")
    assert facts.present.value is None
    assert count_in_words(facts.present) == ""


def test_past_class_reopened_keeps_provenance_and_days(organiser, office):
    days = [dt.date(2019, 9, 11), dt.date(2019, 9, 20)]
    past = record(organiser, office, days=days, count=48)
    closing.reopen_class(actor=organiser, training_class=past, reason="Sửa địa điểm")
    past.refresh_from_db()
    classes.change_class(actor=organiser, training_class=past, revision=past.revision, place="Trung tâm chính trị")
    past.refresh_from_db()

    facts = read_facts(closing.close_class(actor=organiser, training_class=past, revision=past.revision).facts)

    assert facts.days == ("2019-09-11", "2019-09-20")
    assert facts.provenance == SOURCE
    assert (facts.place, facts.present.value) == ("Trung tâm chính trị", 48)


def test_past_class_writes_all_or_nothing(organiser, office, stranger):
    with pytest.raises(ValidationError):
        record(organiser, office, title=" ", topics=["x"])
    with pytest.raises(ValidationError):
        record(organiser, office, speakers=[PastPerson("")])
    with pytest.raises(PermissionDenied):
        record(stranger, office)

    assert not TrainingClass.objects.exists()
    assert not SearchDocument.objects.exists()


def test_totals_never_turn_vague_numbers_into_exact_ones(organiser, office, stranger):
    for count, qualifier in ((100, Qualifier.EXACT), (1079, Qualifier.EXACT)):
        record(organiser, office, days=[dt.date(2019, 5, 5)], count=count, qualifier=qualifier)
    exact = class_totals(organiser, 2019)
    record(organiser, office, days=[dt.date(2019, 6, 5)], count=270, qualifier=Qualifier.OVER)
    least = class_totals(organiser, 2019)
    record(organiser, office, days=[dt.date(2019, 7, 5)], count=80, qualifier=Qualifier.NEARLY)
    record(organiser, office, days=[dt.date(2019, 7, 6)])
    record(organiser, office, days=[dt.date(2020, 7, 6)], count=5)
    vague = class_totals(organiser, 2019)

    assert (exact.text, exact.is_exact, exact.classes) == ("1.179", True, 2)
    assert (least.least, least.uncertain, least.is_exact) == (1449, 0, False)
    assert (vague.least, vague.uncertain, vague.classes, vague.unknown) == (1449, 2, 5, 1)
    assert vague.vague == (("over", 270), ("nearly", 80))
    assert "1.449" in vague.text
    assert class_totals(organiser).exact == 1184
    assert class_totals(stranger, 2019).classes == 0
