"""Pages of participants and lists."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from caunoi.directory.models import Person
from caunoi.intake.models import RosterDraft
from caunoi.training.enums import ClassState, EnrolmentState
from caunoi.training.models import Enrolment, RosterBatch
from caunoi.training.services import roster
from tests.factories import EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db


def url(name, training_class, *args):
    return reverse(f"desk:{name}", args=[training_class.code, *args])


def named(response):
    return [row.person.full_name for row in response.context["page"]]


def test_person_is_added_and_the_form_is_ready_for_the_next(desk, training_class):
    response = desk.post(
        url("class_participants", training_class),
        {"full_name": "Nguyễn Văn Mẫu", "post": "Tổ trưởng", "unit_text": "TDP 3"},
        follow=True,
    )
    assert named(response) == ["Nguyễn Văn Mẫu"]
    html = response.content.decode()
    assert 'value="TDP 3"' in html
    assert "autofocus" in html


def test_all_that_is_wrong_with_a_participant_is_said_at_once(desk, training_class):
    typed = {"full_name": '=HYPERLINK("x")', "birth_year": "1820", "phone": "12"}
    added = desk.post(url("class_participants", training_class), typed)
    row = EnrolmentFactory(training_class=training_class)
    instead = desk.post(url("participant_substitute", training_class, row.pk), typed)

    for response in (added, instead):
        assert sorted(response.context["form"].errors) == ["birth_year", "full_name", "phone"]
        assert 'value="=HYPERLINK(&quot;x&quot;)"' in response.content.decode()
    assert Enrolment.objects.get() == row


def test_person_twice_is_refused_in_words_and_a_namesake_can_be_ticked(desk, training_class):
    person = {"full_name": "Nguyễn Văn Mẫu", "post": "", "unit_text": "TDP 3"}
    desk.post(url("class_participants", training_class), person)
    response = desk.post(url("class_participants", training_class), person)
    assert response.status_code == 200
    assert 'value="Nguyễn Văn Mẫu"' in response.content.decode()
    assert 'type="checkbox" name="distinct"' in response.content.decode()
    desk.post(url("class_participants", training_class), person | {"distinct": "on"})
    assert Enrolment.objects.count() == 2


def test_person_known_from_before_is_used_where_more_than_the_name_says_so(desk, office, training_class):
    known = PersonFactory.known_to(office, full_name="Nguyễn Văn Mẫu", birth_year=1970)
    desk.post(url("class_participants", training_class), {"full_name": "Nguyễn Văn Mẫu", "birth_year": "1970"})
    assert Enrolment.objects.get().person == known


def test_somebody_the_register_may_know_is_asked_back_once(desk, office, stranger, training_class):
    page = url("class_participants", training_class)
    known = PersonFactory.known_to(office, full_name="Nguyễn Thị Hương", birth_year=1970)
    PersonFactory(full_name="Nguyễn Thị Hương")
    typed = {"full_name": "Nguyễn Thịi Hương", "unit_text": "TDP 3"}

    asked = desk.post(page, typed).content.decode()
    assert "họ tên viết gần giống" in asked
    assert asked.count('name="person"') == 1
    assert 'value="Nguyễn Thịi Hương"' in asked
    assert not Enrolment.objects.exists()
    # Somebody out of sight can't be named by his key.
    hidden = PersonFactory()
    desk.post(page, {**typed, "person": hidden.pk})
    desk.post(page, {**typed, "person": "x"})
    assert not Enrolment.objects.exists()

    desk.post(page, {**typed, "person": known.pk})
    assert [row.person for row in Enrolment.objects.all()] == [known]
    # Who is on the list already is somebody else, and is not asked for again.
    desk.post(page, {"full_name": "Nguyễn Thị Hướng", "unit_text": "TDP 9"})
    assert Enrolment.objects.count() == 2
    other = PersonFactory.known_to(office, full_name="Trần Văn Thử")
    desk.post(page, {"full_name": "Trần Văn Thử", "another": "1"})
    assert Enrolment.objects.count() == 3
    assert not Enrolment.objects.filter(person=other).exists()


def test_list_is_found_without_marks_and_sorted_by_given_name(desk, training_class):
    for name, unit in (("Trần Thị Yến", "Tổ 1"), ("Lê Văn Ánh", "Tổ 2"), ("Đỗ Thị Bưởi", "Tổ 1")):
        EnrolmentFactory(
            training_class=training_class,
            person=PersonFactory(full_name=name),
            unit_text=unit,
        )
    page = url("class_participants", training_class)
    assert named(desk.get(page)) == ["Đỗ Thị Bưởi", "Trần Thị Yến", "Lê Văn Ánh"]
    assert named(desk.get(page, {"sort": "name"})) == ["Lê Văn Ánh", "Đỗ Thị Bưởi", "Trần Thị Yến"]
    assert named(desk.get(page, {"q": "do thi"})) == ["Đỗ Thị Bưởi"]
    assert named(desk.get(page, {"q": "to 2"})) == ["Lê Văn Ánh"]


def test_list_costs_the_same_queries_for_5_and_60(desk, training_class, django_assert_max_num_queries):
    for size in (5, 55):
        for _ in range(size):
            EnrolmentFactory(training_class=training_class)
        with django_assert_max_num_queries(20):
            assert desk.get(url("class_participants", training_class), {"size": 100}).status_code == 200


def test_row_is_changed_withdrawn_brought_back_and_replaced(desk, training_class):
    desk.post(url("class_participants", training_class), {"full_name": "Nguyễn Văn Mẫu", "unit_text": "TDP 3"})
    row = Enrolment.objects.get()
    desk.post(
        url("participant", training_class, row.pk),
        {"full_name": "Nguyễn Văn Mẫu", "post": "Bí thư", "unit_text": "TDP 4", "note_text": "Ngồi bàn đầu"},
    )
    row.refresh_from_db()
    assert (row.post, row.unit_text, row.note) == ("Bí thư", "TDP 4", "Ngồi bàn đầu")
    desk.post(url("participant_withdraw", training_class, row.pk), {"reason": "Bận"})
    row.refresh_from_db()
    assert row.state == EnrolmentState.WITHDRAWN
    assert "<s>Nguyễn Văn Mẫu</s>" in desk.get(url("class_participants", training_class)).content.decode()
    desk.post(url("participant_withdraw", training_class, row.pk), {"khoi-phuc": "1"})
    desk.post(url("participant_substitute", training_class, row.pk), {"full_name": "Trần Thị Thử"})
    assert row.substitute.person.full_name == "Trần Thị Thử"
    assert desk.get(url("participant", training_class, row.pk)).status_code == 200


def test_export_is_a_workbook_and_a_defused_csv(desk, training_class):
    EnrolmentFactory(
        training_class=training_class, person=PersonFactory(full_name="Nguyễn Văn Mẫu"), post="=1+1", unit_text="TDP 3"
    )
    workbook = desk.get(url("participants_export", training_class, "xlsx"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:4] == [1.0, "Nguyễn Văn Mẫu", "=1+1", "TDP 3"]
    csv = desk.get(url("participants_export", training_class, "csv")).content.decode()
    assert "1,Nguyễn Văn Mẫu,'=1+1,TDP 3" in csv


def test_html_in_a_name_is_shown_as_text_on_every_page(desk, organiser, training_class):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Nguyễn Văn Mẫu")
    # Older than the rule by which such a name is refused.
    Person.objects.update(full_name="<script>alert(1)</script>")
    for address in (
        url("class_participants", training_class),
        url("participant", training_class, row.pk),
        url("participant_substitute", training_class, row.pk),
    ):
        html = desk.get(address).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_class_of_another_office_is_not_there(stranger, client, organiser, training_class):
    row = EnrolmentFactory(training_class=training_class)
    client.force_login(stranger)
    for name, *args in (
        ("class_participants",),
        ("participants_export", "csv"),
        ("roster_import",),
        ("participant", row.pk),
        ("participant_substitute", row.pk),
        ("class_attendance",),
        ("class_questions",),
    ):
        assert client.get(url(name, training_class, *args)).status_code == 404


def test_closed_class_shows_its_list_and_takes_nobody(desk, training_class):
    EnrolmentFactory(training_class=training_class)
    training_class.state = ClassState.CLOSED
    training_class.save()
    response = desk.get(url("class_participants", training_class))
    assert len(named(response)) == 1
    assert 'id="them"' not in response.content.decode()
    desk.post(url("class_participants", training_class), {"full_name": "Nguyễn Văn Mẫu"})
    assert Enrolment.objects.count() == 1


LIST = (
    "Họ và tên\tNăm sinh\tĐơn vị\tDân tộc\nNguyễn Văn Mẫu\t31/02/1970\tTDP 3\tKinh\nTrần Thị Thử\t1980\tTDP 4\tKinh\n"
)


def sent(desk, training_class, **what):
    desk.post(url("roster_import", training_class), what)
    return RosterDraft.objects.get()


def test_list_is_pasted_corrected_accepted_and_taken_back(desk, training_class):
    draft = sent(desk, training_class, text=LIST)
    page = url("roster_draft", training_class, draft.pk)
    html = desk.get(page).content.decode()
    assert "Dân tộc" in html
    assert "31/02/1970" in html
    assert html.count("Sửa ngay tại đây") == 1
    assert "dán lại" in html
    assert "sửa trong tệp" not in html
    assert 'value="accept"' not in html
    assert not Person.objects.exists()
    edit = {"sua-2-birth_year": "1970", "cu-2-birth_year": "31/02/1970", "do": "rows", "revision": "1"}
    html = desk.post(page, edit, follow=True).content.decode()
    assert 'value="accept"' in html
    response = desk.post(page, {"do": "accept", "revision": "2"}, follow=True)
    assert named(response) == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]
    batch = RosterBatch.objects.get()
    desk.post(url("roster_undo", training_class, batch.pk))
    assert Enrolment.objects.count() == 0


def test_choice_made_with_the_accepting_button_counts(desk, training_class):
    draft = sent(desk, training_class, text="Họ và tên\tĐơn vị\nNguyễn Văn Mẫu\tTDP 3\nTrần Thị Thử\tTDP 4\n")
    page = url("roster_draft", training_class, draft.pk)
    desk.post(page, {"do": "accept", "revision": "1", "chon-3": "skip", "cu-chon-3": ""})
    assert [row.person.full_name for row in Enrolment.objects.select_related("person")] == ["Nguyễn Văn Mẫu"]


def test_columns_are_chosen_and_the_list_can_be_dropped(desk, training_class):
    draft = sent(desk, training_class, text="Tổ trưởng;Nguyễn Văn Mẫu;TDP 3\n")
    page = url("roster_draft", training_class, draft.pk)
    columns = {"cot-0": "post", "cot-1": "full_name", "cot-2": "unit_text"}
    response = desk.post(page, {"do": "columns", "revision": "1", "sheet": "0", "head": "0", **columns}, follow=True)
    assert [one.row.full_name for one in response.context["page"]] == ["Nguyễn Văn Mẫu"]
    desk.post(page, {"do": "discard", "revision": "2"})
    assert not RosterDraft.objects.exists()
    assert desk.get(page).status_code == 302


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "ds.xlsx"), (b"PK\x03\x04 broken", "ds.xlsx"), (b"%PDF-1.7", "ds.pdf"), (b"\x01\x00\x02", "ds.xls")],
)
def test_file_that_cannot_be_read_is_told_beside_the_field(desk, training_class, content, name):
    response = desk.post(url("roster_import", training_class), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not RosterDraft.objects.exists()


def test_another_clerk_s_draft_is_not_there(desk, client, administrator, training_class):
    draft = sent(desk, training_class, text=LIST)
    client.force_login(administrator)
    response = client.get(url("roster_draft", training_class, draft.pk))
    assert response.status_code == 302
    client.post(url("roster_draft", training_class, draft.pk), {"do": "discard", "revision": "1"})
    assert RosterDraft.objects.count() == 1
