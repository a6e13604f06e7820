from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Directive
from caunoi.training.enums import ClassOrigin, ClassState, HostRole
from caunoi.training.models import ClassOrganisation, Quota, TrainingClass, VenuePoint
from caunoi.training.queries.classes import ClassFilter, filtered_classes, visible_classes
from caunoi.training.services import classes, programme
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.topics import save_topic
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    PersonFactory,
    SittingFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def trail_of(training_class):
    return [entry.action for entry in AuditEntry.objects.filter(object_id=str(training_class.pk)).order_by("id")]


def test_create_class_from_a_title_alone(office, organiser):
    created = classes.create_class(actor=organiser, keeper=office, title="  Tập huấn\u200b  hòa giải ")

    assert created.title == "Tập huấn hòa giải"
    assert created.folded_title == "tap huan hoa giai"
    assert created.state == ClassState.PREPARING
    assert [(link.role, link.name) for link in created.organisations.order_by("id")] == [
        (HostRole.KEEPER, office.name),
        (HostRole.HOST, office.name),
    ]
    assert trail_of(created) == ["training.class_created"]
    document = SearchDocument.objects.get(kind="class", object_id=created.code)
    assert document.folded_title == "tap huan hoa giai"
    assert list(document.scopes.values_list("path", flat=True)) == [office.path]


def test_create_class_takes_nfd_text_and_html_as_text(office, organiser):
    created = classes.create_class(
        actor=organiser, keeper=office, title=unicodedata.normalize("NFD", "Đà Nẵng <b>số</b>")
    )

    assert created.title == "Đà Nẵng <b>số</b>"
    assert [c.pk for c in filtered_classes(organiser, ClassFilter(text="da nang so"))] == [created.pk]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "x", "ends_on": dt.date(2026, 1, 1)}, "starts_on"),
        ({"title": "x", "starts_on": dt.date(2026, 1, 2), "ends_on": dt.date(2026, 1, 1)}, "ends_on"),
        ({"title": "x", "starts_on": dt.date(26, 1, 2)}, "starts_on"),
        ({"title": "x", "starts_on": dt.date(2025, 1, 2), "ends_on": dt.date(2026, 12, 1)}, "ends_on"),
        ({"title": "x", "quota": 0}, "quota"),
    ],
)
def test_create_class_refuses_what_cannot_be(office, organiser, fields, field):
    with pytest.raises(ValidationError) as refused:
        classes.create_class(actor=organiser, keeper=office, **fields)

    assert list(refused.value.message_dict) == [field]
    assert not TrainingClass.objects.exists()


def test_create_class_refuses_an_editor(office):
    with pytest.raises(PermissionDenied):
        classes.create_class(actor=UserFactory.with_role(office, RoleKind.EDITOR), keeper=office, title="x")


def test_change_class_by_two_clerks_keeps_the_first(training_class, organiser, administrator):
    seen = training_class.revision
    classes.change_class(actor=organiser, training_class=training_class, revision=seen, place="Hội trường A")

    with pytest.raises(StaleChange):
        classes.change_class(actor=administrator, training_class=training_class, revision=seen, place="Hội trường B")

    training_class.refresh_from_db()
    assert (training_class.place, training_class.revision) == ("Hội trường A", seen + 1)


def test_change_class_records_from_and_to(training_class, organiser):
    classes.change_class(
        actor=organiser, training_class=training_class, revision=1, quota=50, ends_on=dt.date(2026, 11, 14)
    )

    entry = AuditEntry.objects.get(action="training.class_changed")
    assert entry.details == {"ends_on": ["2026-11-13", "2026-11-14"], "quota": [None, 50]}
    assert entry.organisation_id == training_class.keeper_id


def test_change_class_without_difference_writes_nothing(training_class, organiser):
    classes.change_class(actor=organiser, training_class=training_class, revision=1, title=training_class.title)

    training_class.refresh_from_db()
    assert training_class.revision == 1
    assert trail_of(training_class) == []


def test_change_class_refuses_a_stranger_and_a_closed_class(training_class, organiser, stranger):
    with pytest.raises(PermissionDenied):
        classes.change_class(actor=stranger, training_class=training_class, revision=1, place="x")
    TrainingClass.objects.update(state=ClassState.CLOSED)
    with pytest.raises(NotNow, match=r"mở lại|Reopen"):
        classes.change_class(actor=organiser, training_class=training_class, revision=1, place="x")


@pytest.mark.parametrize("before", list(ClassState))
@pytest.mark.parametrize("after", list(ClassState))
def test_move_on_follows_the_table_and_nothing_else(training_class, organiser, before, after):
    TrainingClass.objects.update(state=before)
    training_class.refresh_from_db()

    if after in classes.TRANSITIONS[before]:
        moved = classes.move_on(
            actor=organiser, training_class=training_class, state=after, revision=1, reason="Trùng lịch"
        )
        assert (moved.state, moved.revision) == (after, 2)
        assert AuditEntry.objects.get(action="training.class_state").details == {"state": [str(before), str(after)]}
    else:
        with pytest.raises(NotNow):
            classes.move_on(actor=organiser, training_class=training_class, state=after, revision=1, reason="x")
        training_class.refresh_from_db()
        assert training_class.state == before


def test_cancelling_needs_a_reason_and_no_attendance(training_class, organiser):
    with pytest.raises(ValidationError) as refused:
        classes.move_on(actor=organiser, training_class=training_class, state=ClassState.CANCELLED, revision=1)
    assert list(refused.value.message_dict) == ["reason"]

    mark_present(EnrolmentFactory(training_class=training_class), SittingFactory(training_class=training_class))
    with pytest.raises(NotNow):
        classes.move_on(
            actor=organiser, training_class=training_class, state=ClassState.CANCELLED, revision=1, reason="x"
        )


def mark_present(enrolment, sitting):
    from caunoi.training.models import Attendance, Scan

    scan = Scan.objects.create(enrolment=enrolment, sitting=sitting, mark="present", source="desk")
    Attendance.objects.create(enrolment=enrolment, sitting=sitting, mark="present", scan=scan)


def test_set_organisers_shares_the_class(office, organiser, training_class, stranger):
    other = stranger.roles.get().organisation
    assert not visible_classes(stranger).exists()
    ward_front = OrganisationFactory(name="Ủy ban MTTQ Việt Nam phường", parent=office)

    classes.set_organisers(
        actor=organiser,
        training_class=training_class,
        hosts=[office],
        co_organisers=[ward_front],
        named_co_organisers=["Hội Cựu chiến binh phường"],
    )

    links = training_class.organisations.exclude(role=HostRole.KEEPER).order_by("position")
    assert [(link.role, link.name, link.organisation_id) for link in links] == [
        (HostRole.HOST, office.name, office.pk),
        (HostRole.CO_ORGANISER, ward_front.name, ward_front.pk),
        (HostRole.CO_ORGANISER, "Hội Cựu chiến binh phường", None),
    ]
    assert SearchDocument.objects.get(object_id=training_class.code).scopes.count() == 2
    with pytest.raises(ValidationError):
        classes.set_organisers(actor=organiser, training_class=training_class, hosts=[office, other])
    with pytest.raises(ValidationError):
        classes.set_organisers(actor=organiser, training_class=training_class, hosts=[])


def test_a_sender_sees_no_class(training_class, stranger):
    ClassOrganisation.objects.create(
        training_class=training_class, organisation=stranger.roles.get().organisation, name="x", role=HostRole.SENDER
    )

    assert not visible_classes(stranger).exists()


def test_a_co_organiser_runs_the_class_but_does_not_keep_it(training_class, stranger):
    ClassOrganisation.objects.create(
        training_class=training_class,
        organisation=stranger.roles.get().organisation,
        name="x",
        role=HostRole.CO_ORGANISER,
    )

    classes.change_class(actor=stranger, training_class=training_class, revision=1, place="Nhà văn hóa")
    with pytest.raises(PermissionDenied):
        classes.set_organisers(actor=stranger, training_class=training_class, hosts=[stranger.roles.get().organisation])
    with pytest.raises(PermissionDenied):
        classes.move_on(
            actor=stranger, training_class=training_class, state=ClassState.CANCELLED, revision=2, reason="x"
        )


def test_set_directives_refuses_those_of_others(office, organiser, training_class, stranger):
    own = Directive.objects.create(owner=office, number="12/KH-UBND", folded_number="12/kh-ubnd")
    foreign = Directive.objects.create(
        owner=stranger.roles.get().organisation, number="1-KH/TU", folded_number="1-kh/tu"
    )

    classes.set_directives(actor=organiser, training_class=training_class, directives=[own, own])
    with pytest.raises(ValidationError):
        classes.set_directives(actor=organiser, training_class=training_class, directives=[own, foreign])

    assert [link.directive for link in training_class.directive_links.all()] == [own]


def test_duplicate_class_shifts_days_and_leaves_people_behind(office, organiser, training_class):
    TrainingClass.objects.update(title="Tập huấn hòa giải năm 2026", quota=300)
    training_class.refresh_from_db()
    sitting = SittingFactory(training_class=training_class, date=dt.date(2026, 11, 13), part="afternoon")
    programme.save_agenda_item(
        actor=organiser,
        training_class=training_class,
        sitting=sitting,
        title="Kỹ năng hòa giải",
        periods=4,
        speakers=[Appearance(full_name="Nguyễn Văn Mẫu", post="Trưởng phòng")],
    )
    EnrolmentFactory(training_class=training_class)
    VenuePoint.objects.create(training_class=training_class, name="Điểm cầu chính", in_charge="Trần Thị Thử")

    copy = classes.duplicate_class(actor=organiser, training_class=training_class, starts_on=dt.date(2027, 3, 8))

    assert copy.title == "Tập huấn hòa giải năm 2027"
    assert (copy.starts_on, copy.ends_on) == (dt.date(2027, 3, 8), dt.date(2027, 3, 9))
    assert (copy.state, copy.origin, copy.quota) == (ClassState.PREPARING, ClassOrigin.HELD, 300)
    assert [(s.date, s.part) for s in copy.sittings.all()] == [(dt.date(2027, 3, 9), "afternoon")]
    assert [(i.title, i.periods, i.speakers.count()) for i in copy.agenda.all()] == [("Kỹ năng hòa giải", 4, 0)]
    assert [(p.name, p.in_charge) for p in copy.venue_points.all()] == [("Điểm cầu chính", "")]
    assert copy.enrolments.count() == 0
    assert trail_of(copy) == ["training.class_duplicated"]


def test_filters_narrow_the_list(office, organiser):
    spring = TrainingClassFactory(keeper=office, title="Đối ngoại", starts_on=dt.date(2025, 2, 3), ends_on=None)
    autumn = TrainingClassFactory(keeper=office, title="Dân vận", starts_on=dt.date(2026, 10, 3), ends_on=None)
    undated = TrainingClassFactory(
        keeper=office, title="Lớp cũ", starts_on=None, ends_on=None, origin="report", state="closed"
    )

    def found(**wanted):
        return [c.title for c in filtered_classes(organiser, ClassFilter(**wanted))]

    assert found() == [autumn.title, spring.title, undated.title]
    assert found(order="oldest") == [spring.title, autumn.title, undated.title]
    assert found(order="title") == ["Dân vận", "Đối ngoại", "Lớp cũ"]
    assert found(year=2025) == ["Đối ngoại"]
    assert found(year=0) == ["Lớp cũ"]
    assert found(quarter=4) == ["Dân vận"]
    assert found(origin="report") == ["Lớp cũ"]
    assert found(state="closed") == ["Lớp cũ"]
    assert found(text="doi NGOAI") == ["Đối ngoại"]
    assert found(organiser=office.pk) == [autumn.title, spring.title, undated.title]
    assert found(organiser=OrganisationFactory().pk) == []


def test_search_of_a_class_holds_no_person(office, organiser, training_class):
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Lê Thị Học Viên"))
    programme.save_agenda_item(
        actor=organiser,
        training_class=training_class,
        sitting=None,
        title="Chính sách tín ngưỡng",
        speakers=[Appearance(full_name="Phạm Văn Giảng")],
    )

    of_class = SearchDocument.objects.get(kind="class").folded_text
    of_person = SearchDocument.objects.get(kind="person")
    assert "chinh sach tin nguong" in of_class
    assert "phan van giang" not in of_class
    assert "hoc vien" not in of_class
    assert of_person.folded_text.strip() == "pham van giang"


def test_duplicate_of_another_offices_class_is_ones_own_alone(office, organiser, training_class):
    """The province made it; a commune that it lets see the class takes it over, and shares nothing back."""
    other = OrganisationFactory(parent=office)
    elsewhere = OrganisationFactory()
    classes.set_organisers(actor=organiser, training_class=training_class, hosts=[office], co_organisers=[other])
    topic = save_topic(actor=organiser, owner=office, title="Chuyên đề của tỉnh")
    sitting = SittingFactory(training_class=training_class)
    programme.save_agenda_item(
        actor=organiser, training_class=training_class, sitting=sitting, title="Kỹ năng", topic=topic, periods=4
    )
    VenuePoint.objects.create(training_class=training_class, name="Điểm cầu chính")
    EnrolmentFactory(training_class=training_class)
    Quota.objects.create(training_class=training_class, name="Tổ 1", folded_name="to 00001", seats=3)
    clerk = UserFactory.with_role(other, RoleKind.ORGANISER)

    copy = classes.duplicate_class(
        actor=clerk, training_class=training_class, keeper=other, starts_on=dt.date(2027, 3, 8)
    )

    assert {(link.organisation, link.role) for link in copy.organisations.all()} == {
        (other, HostRole.KEEPER),
        (other, HostRole.HOST),
    }
    assert (copy.keeper, copy.place, copy.venue_points.count(), copy.quotas.count()) == (other, "", 0, 0)
    assert [(item.title, item.periods, item.topic) for item in copy.agenda.all()] == [("Kỹ năng", 4, None)]
    assert [sitting.date for sitting in copy.sittings.all()] == [dt.date(2027, 3, 8)]
    assert (copy.enrolments.count(), copy.directive_links.count(), copy.plan_item) == (0, 0, None)
    for keeper, actor in ((office, clerk), (elsewhere, UserFactory.with_role(elsewhere, RoleKind.ORGANISER))):
        with pytest.raises(PermissionDenied):
            classes.duplicate_class(actor=actor, training_class=training_class, keeper=keeper)


def test_duplicate_page_offers_ones_own_offices(office, organiser, training_class):
    other = OrganisationFactory(parent=office)
    classes.set_organisers(actor=organiser, training_class=training_class, hosts=[office], co_organisers=[other])
    client = Client()
    client.force_login(UserFactory.with_role(other, RoleKind.ORGANISER))
    url = reverse("desk:class_duplicate", args=[training_class.code])
    field, key = re.search(r'name="(\w+)" value="([^"]+)" data-cn-once', client.get(url).content.decode()).groups()
    client.post(url, {"keeper": other.pk, "starts_on": "08/03/2027", field: key})
    copy = TrainingClass.objects.exclude(pk=training_class.pk).get()
    assert (copy.keeper, copy.starts_on) == (other, dt.date(2027, 3, 8))
