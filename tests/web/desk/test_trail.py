"""The trail at the desk: in words, filtered, exported, in scope, and as cheap for two hundred rows as for twenty."""

from __future__ import annotations

import datetime as dt
import io
import re
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from caunoi.core import audit
from caunoi.core.audit import action_label
from caunoi.core.models import AuditEntry
from caunoi.directory.enums import Action, RoleKind
from caunoi.directory.services import people
from caunoi.training.enums import HostRole
from caunoi.training.models import ClassOrganisation
from caunoi.web.desk.trail.sentences import sentence
from caunoi.web.desk.trail.things import THINGS, trail_url
from tests.factories import OrganisationFactory, PersonFactory, UserFactory
from tests.web.scope_world import build_office

pytestmark = pytest.mark.django_db


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def auditor(office):
    return UserFactory.with_role(office, RoleKind.AUDITOR, name="Lê Thị Kiểm")


@pytest.fixture
def reading(auditor):
    return client_of(auditor)


def write(office, subject=None, *, actor=None, action=Action.PERSON_CHANGED, **facts):
    with transaction.atomic():
        return audit.record(actor=actor, action=action, subject=subject or office, organisation_id=office.pk, **facts)


def told(response):
    assert response.status_code == 200
    return [(each.who, each.what, each.label) for each in response.context["sentences"]]


def test_change_reads_as_a_sentence_from_what_to_what(reading, office, organiser):
    person = PersonFactory.known_to(office, full_name="Trần Thị Mẫu")
    people.change_person(
        actor=organiser, person=person, full_name="Trần Thị Mẫu Mới", birth_year=1961, phone="0905 111 222", email=""
    )
    response = reading.get("/viec/nhat-ky/")
    [each] = response.context["sentences"]
    assert [str(line) for line in each.lines] == [
        "Họ và tên: Trần Thị Mẫu → Trần Thị Mẫu Mới",
        "Năm sinh: – → 1961",
        "Điện thoại: đã đổi, không ghi lại ở đây",
    ]
    assert (each.who, each.what, each.label) == (
        organiser.name,
        action_label(Action.PERSON_CHANGED),
        "Trần Thị Mẫu Mới",
    )
    assert "0905" not in response.content.decode()


def test_everything_an_office_does_is_told_without_codes():
    """No name of a column, no id, no JSON: every detail that services write has words."""
    with translation.override("vi"):
        build_office("Zxqvung", "Wkbjang")
        code = re.compile(r"[a-z]+_[a-z_]+|\b(True|False|None)\b|[{}\[\]]|[0-9a-f]{8}-[0-9a-f]{4}|[a-z]+\.[a-z]+_")
        odd = []
        for entry in AuditEntry.objects.all():
            each = sentence(entry)
            texts = [each.what, each.kind, *(str(line) for line in each.lines)]
            odd += [f"{entry.action}: {text}" for text in texts if code.search(text) or not text]
    assert odd == []


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (RoleKind.ADMINISTRATOR, 200),
        (RoleKind.AUDITOR, 200),
        (RoleKind.ORGANISER, 403),
        (RoleKind.EDITOR, 403),
    ],
)
def test_administrators_and_auditors_alone_read_the_trail(office, kind, status):
    user = UserFactory.with_role(office, kind)
    person = PersonFactory.known_to(office)
    write(office, person, person_id=person.pk)
    client = client_of(user)
    addresses = ["/viec/nhat-ky/", "/viec/nhat-ky/tai-ve.csv", trail_url("directory.person", person.pk)]
    assert [client.get(address).status_code for address in addresses] == [status] * 3
    linked = (
        trail_url("directory.person", person.pk) in client.get(f"/viec/danh-ba/nguoi/{person.pk}/").content.decode()
    )
    assert linked == (status == 200)


def test_rows_of_organisations_in_scope_alone_are_shown(office, reading, stranger):
    below = OrganisationFactory(parent=office)
    write(office, reason="của cơ quan")
    write(below, reason="cấp dưới")
    elsewhere = OrganisationFactory()
    write(elsewhere, reason="nơi khác")
    with transaction.atomic():
        audit.record(actor=None, action="test.done", subject=office, organisation_id=None)
    reasons = [each.reason for each in reading.get("/viec/nhat-ky/").context["sentences"]]
    assert reasons == ["cấp dưới", "của cơ quan"]
    assert told(client_of(stranger).get("/viec/nhat-ky/")) == []


def test_a_sender_reads_nothing_of_the_class(office, training_class):
    sender = OrganisationFactory()
    ClassOrganisation.objects.create(
        training_class=training_class, organisation=sender, name=sender.name, role=HostRole.SENDER
    )
    write(office, training_class)
    client = client_of(UserFactory.with_role(sender, RoleKind.ADMINISTRATOR))
    assert told(client.get("/viec/nhat-ky/")) == []
    assert client.get(trail_url("training.trainingclass", training_class.pk)).status_code == 404


def test_a_person_known_to_two_offices_shows_each_its_own_rows(office, reading, stranger):
    person = PersonFactory.known_to(office)
    other = stranger.roles.get().organisation
    people.make_known(person=person, organisation=other)
    write(office, person, person_id=person.pk, reason="của cơ quan")
    write(other, person, person_id=person.pk, reason="nơi khác")
    address = trail_url("directory.person", person.pk)
    assert [each.reason for each in reading.get(address).context["sentences"]] == ["của cơ quan"]
    assert [each.reason for each in client_of(stranger).get(address).context["sentences"]] == ["nơi khác"]


def test_filters_narrow_by_who_kind_action_and_period(office, reading, organiser, administrator):
    person = PersonFactory.known_to(office)
    first = write(office, person, actor=organiser, reason="1")
    write(office, office, actor=administrator, action=Action.ORGANISATION_CHANGED, reason="2")
    AuditEntry.objects.filter(pk=first.pk).update(at=timezone.now() - dt.timedelta(days=40))
    day = timezone.localdate() - dt.timedelta(days=40)

    def reasons(**query):
        return [each.reason for each in reading.get("/viec/nhat-ky/", query).context["sentences"]]

    assert reasons() == ["2", "1"]
    assert reasons(actor=organiser.pk) == ["1"]
    assert reasons(kind="directory.organisation") == ["2"]
    assert reasons(action=Action.PERSON_CHANGED) == ["1"]
    assert reasons(first=f"{day:%d/%m/%Y}", last=f"{day:%d/%m/%Y}") == ["1"]
    assert reasons(first=f"{day + dt.timedelta(days=1):%d/%m/%Y}") == ["2"]
    assert reasons(last=f"{day - dt.timedelta(days=1):%d/%m/%Y}") == []
    assert reasons(actor="x", kind="y", action="z", first="31/02/2026") == ["2", "1"]


def test_who_can_be_chosen_are_the_accounts_of_the_scope(office, reading, organiser, auditor, stranger):
    names = {label for _value, label in reading.get("/viec/nhat-ky/").context["form"].fields["actor"].choices}
    assert {organiser.name, auditor.name} <= names
    assert stranger.name not in names
    page = reading.get("/viec/nhat-ky/", {"actor": organiser.pk}).content.decode()
    assert f'<option value="{organiser.pk}" selected>{organiser.name}</option>' in page


@pytest.mark.parametrize("size", [20, 100])
def test_number_of_queries_does_not_grow_with_the_rows(office, reading, organiser, training_class, size):
    person = PersonFactory.known_to(office)
    for number in range(size):
        write(office, (person, training_class, office)[number % 3], actor=organiser, person_id=person.pk)
    reading.get("/viec/nhat-ky/")
    counts = []
    for address in (f"/viec/nhat-ky/?size={size}", f"{trail_url('directory.person', person.pk)}?size={size}"):
        with CaptureQueriesContext(connection) as queries:
            assert len(reading.get(address).context["sentences"]) == size
        counts.append(len(queries))
    assert counts == [9, 10]


def test_export_holds_the_filtered_rows_in_words(office, reading, organiser):
    person = PersonFactory.known_to(office, full_name="Trần Thị Mẫu")
    write(office, person, actor=organiser, details={"full_name": ["=A", "Trần Thị Mẫu"]}, reason="=1+1")
    write(office, office, action=Action.ORGANISATION_CHANGED)
    address = f"?action={Action.PERSON_CHANGED}"
    csv = reading.get(f"/viec/nhat-ky/tai-ve.csv{address}").content.decode("utf-8-sig")
    assert "Họ và tên: =A → Trần Thị Mẫu" in csv
    assert "'=1+1" in csv
    book = CalamineWorkbook.from_filelike(io.BytesIO(reading.get(f"/viec/nhat-ky/tai-ve.xlsx{address}").content))
    head, row = book.get_sheet_by_index(0).to_python()
    assert head[:3] == ["Dòng", "Thời gian", "Ai làm"]
    assert row[2:8] == [
        organiser.name,
        action_label(Action.PERSON_CHANGED),
        "Người",
        "Trần Thị Mẫu",
        "Họ và tên: =A → Trần Thị Mẫu",
        "=1+1",
    ]


def test_every_kind_has_a_page_of_its_trail_and_of_another_office_none():
    own, other = build_office("Zxqvung", "Wkbjang"), build_office("Hgfding", "Pytroong")
    objects = {
        "lop": "training_class",
        "nguoi": "person",
        "co-quan": "office",
        "van-ban": "directive",
        "chuyen-de": "topic",
        "bai-viet": "article",
        "tai-lieu": "material",
        "su-kien": "event",
        "trang-tin": "site",
        "bao-cao-cu": "candidate",
        "tai-khoan": "clerk",
        "ke-hoach": "plan",
        "phong": "room",
        "bao-cao-vien": "speaker",
    }
    assert set(objects) == set(THINGS)
    boss = client_of(own.boss)
    for slug, name in objects.items():
        mine = reverse("desk:trail_object", args=[slug, getattr(own, name).pk])
        assert boss.get(mine, follow=True).status_code == 200, mine
        theirs = reverse("desk:trail_object", args=[slug, getattr(other, name).pk])
        assert boss.get(theirs).status_code == 404, theirs
    for odd in ("x", str(uuid4()), "12"):
        assert boss.get(f"/viec/nhat-ky/nguoi/{odd}/").status_code == 404


def test_removed_thing_keeps_its_trail(office, reading, organiser):
    gone = uuid4()
    entry = write(office, action="training.topic_removed", actor=organiser)
    AuditEntry.objects.filter(pk=entry.pk).update(
        object_type="training.topic", object_id=str(gone), object_label="Chuyên đề đã bỏ"
    )
    response = reading.get(trail_url("training.topic", gone))
    assert "Chuyên đề đã bỏ" in response.content.decode()
    assert told(response) == [(organiser.name, action_label("training.topic_removed"), "Chuyên đề đã bỏ")]


def test_wiped_row_says_so_and_names_nobody(office, reading, organiser):
    person = PersonFactory.known_to(office, full_name="Trần Thị Mẫu")
    write(office, person, actor=organiser, person_id=person.pk, details={"full_name": ["A", "Trần Thị Mẫu"]})
    audit.wipe_words(actor=organiser, person=person, organisation_id=office.pk)
    person.full_name = "Người đã xóa"
    person.save()
    text = reading.get(trail_url("directory.person", person.pk)).content.decode()
    assert "Trần Thị Mẫu" not in text
    assert "đã xóa tên" in text


def test_a_name_in_the_list_to_choose_from_is_never_html(office, reading):
    UserFactory.with_role(office, name="<script>x</script>")
    page = reading.get("/viec/nhat-ky/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_a_wide_scope_reads_the_same_rows_as_a_narrow_one(office, reading, monkeypatch):
    write(OrganisationFactory(parent=office), reason="cấp dưới")
    write(OrganisationFactory(), reason="nơi khác")
    narrow = told(reading.get("/viec/nhat-ky/"))
    monkeypatch.setattr("caunoi.directory.queries.trail._FEW", 0)
    assert told(reading.get("/viec/nhat-ky/")) == narrow
    assert len(narrow) == 1
