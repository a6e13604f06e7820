"""The list of a class: one person, a whole list, changes, substitutes, one undo."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.enums import Provenance
from caunoi.directory.models import Person, PersonScope
from caunoi.directory.queries.matching import masked
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import people
from caunoi.training.enums import ClassState, EnrolmentState, Mark
from caunoi.training.models import Enrolment, RosterBatch
from caunoi.training.queries.roster import match_persons, name_key, participants
from caunoi.training.services import attendance, batches, roster
from caunoi.training.services.register import RosterRow
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = pytest.mark.django_db


def rows(*names, **fields):
    return [RosterRow(full_name=name, number=number, **fields) for number, name in enumerate(names, start=2)]


def test_name_key_ignores_case_and_place_of_the_tone_but_not_marks():
    assert name_key("TRẦN THỊ HOÀ") == name_key("Trần Thị Hòa")
    assert name_key("Nguyễn Văn Mẫu") != name_key("Nguyễn Văn Mậu")


def test_enrol_adds_a_person_known_to_the_keeper_and_a_readable_trail(organiser, training_class):
    enrolment = roster.enrol(
        actor=organiser,
        training_class=training_class,
        full_name="  Nguyễn   Văn Mẫu ",
        post="Tổ trưởng",
        unit_text="Tổ dân phố số 3",
    )
    assert (enrolment.person.full_name, enrolment.folded_unit) == ("Nguyễn Văn Mẫu", "to dan pho so 00003")
    assert enrolment.sort_name == "mau nguyen van"
    assert list(visible_persons(organiser)) == [enrolment.person]
    entry = AuditEntry.objects.get(action="training.enrolled")
    assert entry.details == {"participant": "Nguyễn Văn Mẫu", "post": "Tổ trưởng", "unit_text": "Tổ dân phố số 3"}
    assert (entry.person_id, entry.object_id) == (enrolment.person_id, str(training_class.pk))


def test_enrol_the_same_person_twice_is_refused_with_the_line(organiser, training_class):
    for name in ("Lê Thị Bưởi", "Trần Thị An"):
        roster.enrol(actor=organiser, training_class=training_class, full_name=name, unit_text="TDP 3")
    with pytest.raises(ValidationError) as refused:
        roster.enrol(actor=organiser, training_class=training_class, full_name="LÊ THỊ BƯỞI", unit_text="tdp 3")
    assert refused.value.error_dict["full_name"][0].code == "listed"
    assert "Lê Thị Bưởi (TDP 3)" in refused.value.message_dict["full_name"][0]
    assert " 2" in refused.value.message_dict["full_name"][0]
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [{"birth_year": 1971}, {"unit_text": "TDP 4", "phone": ""}, {"phone": "0905 000 222"}, {"distinct": True}],
)
def test_enrol_a_namesake_that_something_tells_apart_stays_two(organiser, training_class, other):
    first = {"full_name": "Lê Thị Bưởi", "birth_year": 1970, "unit_text": "TDP 3", "phone": "0905 000 111"}
    roster.enrol(actor=organiser, training_class=training_class, **first)
    roster.enrol(actor=organiser, training_class=training_class, **(first | other))
    assert Person.objects.filter(full_name="Lê Thị Bưởi").count() == 2


def test_enrol_in_a_closed_class_is_refused_and_by_a_stranger_too(organiser, stranger, training_class):
    with pytest.raises(PermissionDenied):
        roster.enrol(actor=stranger, training_class=training_class, full_name="Lê Thị Bưởi")
    training_class.state = ClassState.CLOSED
    training_class.save()
    with pytest.raises(NotNow):
        roster.enrol(actor=organiser, training_class=training_class, full_name="Lê Thị Bưởi")
    assert not Person.objects.exists()


def test_accept_roster_takes_all_in_one_batch_with_one_audit_row(organiser, training_class):
    batch = batches.accept_roster(
        actor=organiser,
        training_class=training_class,
        rows=rows("Nguyễn Văn Mẫu", "Trần Thị Thử", unit_text="Tổ dân phố số 1", birth_year=1980),
        source="danh-sach.xlsx",
    )
    assert [str(one) for one in participants(training_class)] == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]
    assert {one.person.provenance for one in batch.enrolments.select_related("person")} == {Provenance.ROSTER}
    assert SearchDocument.objects.filter(kind="person", scopes__path=training_class.keeper.path).count() == 2
    entry = AuditEntry.objects.get(action="training.roster_accepted")
    assert entry.details == {"source": "danh-sach.xlsx", "count": 2}


def test_accept_roster_names_every_row_that_fails_and_writes_nothing(organiser, training_class):
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Trần Thị Thử"), unit_text="TDP 1")
    with pytest.raises(ValidationError) as refused:
        batches.accept_roster(
            actor=organiser,
            training_class=training_class,
            rows=rows("Nguyễn Văn Mẫu", "nguyễn văn mẫu", "Trần Thị Thử", " "),
        )
    messages = refused.value.message_dict["rows"]
    assert [message.split(":")[0][-1] for message in messages] == ["3", "4", "5"]
    assert (Enrolment.objects.count(), Person.objects.count(), RosterBatch.objects.count()) == (1, 1, 0)


def test_accept_roster_costs_as_many_queries_for_300_as_for_3(organiser, django_assert_max_num_queries):
    for size in (3, 300):
        training_class = TrainingClassFactory(keeper=organiser.roles.get().organisation)
        with django_assert_max_num_queries(40):
            batches.accept_roster(
                actor=organiser,
                training_class=training_class,
                rows=rows(*[f"Nguyễn Văn Mẫu {n}" for n in range(size)]),
            )
        assert training_class.enrolments.count() == size


def test_accept_roster_uses_a_person_of_the_register(organiser, office, training_class):
    known = PersonFactory.known_to(office, full_name="Trần Thị Thử")
    batches.accept_roster(actor=organiser, training_class=training_class, rows=rows("Trần Thị Thử", person_id=known.pk))
    assert list(training_class.enrolments.values_list("person_id", flat=True)) == [known.pk]
    assert Person.objects.count() == 1


def test_accept_roster_draws_nobody_into_scope_by_an_id_alone(organiser, stranger, training_class):
    there = stranger.roles.get().organisation
    hidden = people.add_person(actor=stranger, organisation=there, full_name="Phạm Thị Kín", phone="0905 111 222")
    with pytest.raises(ValidationError):
        batches.accept_roster(
            actor=organiser, training_class=training_class, rows=rows("Phạm Thị Kín", person_id=hidden.pk)
        )
    batches.accept_roster(
        actor=organiser,
        training_class=training_class,
        rows=rows("Phạm Thị Kín", person_id=hidden.pk, phone="+84 905 111 222"),
    )
    assert list(visible_persons(organiser)) == [hidden]


def test_match_persons_tells_the_masked_name_only_across_scopes(organiser, stranger, office):
    there = stranger.roles.get().organisation
    people.add_person(actor=stranger, organisation=there, full_name="Phạm Thị Kín", phone="0905 111 222")
    people.add_person(actor=organiser, organisation=office, full_name="Lê Văn Mẫu", birth_year=1970)
    found = match_persons(
        organiser,
        [
            {"full_name": "pham thi kin", "phone": "0905111222"},
            {"full_name": "Phạm Thị Kín", "phone": "0905111223"},
            {"full_name": "Lê Văn Mẫu", "birth_year": 1970},
            {"full_name": "Lê Văn Mẫu", "birth_year": 1971},
        ],
    )
    assert [[(m.full_name, m.visible, m.birth_year) for m in one] for one in found] == [
        [("P. T. K.", False, None)],
        [],
        [("Lê Văn Mẫu", True, 1970)],
        [],
    ]
    assert masked("Đỗ Ân") == "Đ. Â."


def test_match_persons_knows_the_unit_of_an_earlier_class(organiser, training_class):
    row = roster.enrol(
        actor=organiser, training_class=training_class, full_name="Lê Văn Mẫu", unit_text="Tổ dân phố số 3"
    )
    (found,) = match_persons(organiser, [{"full_name": "Lê Văn Mẫu", "unit_text": "tổ dân phố số 3"}])
    assert [(match.person_id, match.by_unit, match.strong) for match in found] == [(row.person_id, True, True)]


def test_undo_roster_removes_rows_and_new_persons_but_none_known_before(organiser, office, training_class):
    known = PersonFactory.known_to(office, full_name="Trần Thị Thử")
    kept = PersonFactory.known_to(office, full_name="Đã Có Từ Trước", provenance=Provenance.ROSTER)
    batch = batches.accept_roster(
        actor=organiser,
        training_class=training_class,
        rows=[
            *rows("Nguyễn Văn Mẫu"),
            RosterRow(full_name=known.full_name, number=3, person_id=known.pk),
            RosterRow(full_name=kept.full_name, number=4, person_id=kept.pk),
        ],
    )
    batches.undo_roster(actor=organiser, batch=batch)
    assert set(Person.objects.values_list("pk", flat=True)) == {known.pk, kept.pk}
    assert not Enrolment.objects.exists()
    assert not SearchDocument.objects.filter(title="Nguyễn Văn Mẫu").exists()
    with pytest.raises(NotNow):
        batches.undo_roster(actor=organiser, batch=batch)


def test_undo_roster_is_refused_in_words_when_attendance_hangs_on_it(organiser, training_class):
    sitting = SittingFactory(training_class=training_class)
    batch = batches.accept_roster(actor=organiser, training_class=training_class, rows=rows("Nguyễn Văn Mẫu"))
    attendance.mark(
        actor=organiser,
        training_class=training_class,
        cells=[attendance.CellMark(enrolment_id=batch.enrolments.get().pk, sitting_id=sitting.pk, mark=Mark.PRESENT)],
    )
    with pytest.raises(NotNow, match="Nguyễn Văn Mẫu"):
        batches.undo_roster(actor=organiser, batch=batch)
    assert Enrolment.objects.count() == 1


def test_change_enrolment_moves_the_row_and_tells_from_what_to_what(organiser, training_class):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Nguyễn Văn Mẫu", unit_text="TDP 3")
    roster.change_enrolment(
        actor=organiser,
        enrolment=row,
        full_name="Nguyễn Văn Ánh",
        birth_year=1969,
        post="Bí thư chi bộ",
        unit_text="TDP 4",
    )
    row = Enrolment.objects.select_related("person").get()
    assert (row.person.full_name, row.sort_name, row.folded_unit) == ("Nguyễn Văn Ánh", "anh nguyen van", "tdp 00004")
    entry = AuditEntry.objects.get(action="training.enrolment_changed")
    assert entry.details["unit_text"] == ["TDP 3", "TDP 4"]


def test_withdraw_keeps_the_row_and_restore_brings_it_back(organiser, training_class):
    row = roster.enrol(actor=organiser, training_class=training_class, full_name="Nguyễn Văn Mẫu")
    assert roster.withdraw(actor=organiser, enrolment=row, reason="Bận việc").state == EnrolmentState.WITHDRAWN
    with pytest.raises(ValidationError):
        roster.enrol(actor=organiser, training_class=training_class, full_name="Nguyễn Văn Mẫu")
    assert roster.restore(actor=organiser, enrolment=row).state == EnrolmentState.NOMINATED


def test_withdraw_somebody_who_was_there_is_refused(organiser, training_class):
    row = EnrolmentFactory(training_class=training_class)
    sitting = SittingFactory(training_class=training_class)
    cell = attendance.CellMark(enrolment_id=row.pk, sitting_id=sitting.pk, mark=Mark.LATE)
    attendance.mark(actor=organiser, training_class=training_class, cells=[cell])
    with pytest.raises(NotNow):
        roster.withdraw(actor=organiser, enrolment=row)


def test_substitute_stands_on_an_own_row_once(organiser, training_class):
    row = EnrolmentFactory(training_class=training_class, unit_text="TDP 7")
    other = roster.substitute(actor=organiser, enrolment=row, full_name="Trần Thị Thử")
    assert (other.substitute_for, other.unit_text) == (row, "TDP 7")
    with pytest.raises(NotNow):
        roster.substitute(actor=organiser, enrolment=row, full_name="Lê Thị Ba")
    with pytest.raises(NotNow):
        roster.substitute(actor=organiser, enrolment=other, full_name="Lê Thị Ba")


def test_substitute_who_was_withdrawn_gives_the_place_free(organiser, training_class):
    row = EnrolmentFactory(training_class=training_class)
    first = roster.substitute(actor=organiser, enrolment=row, full_name="Trần Thị Thử")
    roster.withdraw(actor=organiser, enrolment=first)
    second = roster.substitute(actor=organiser, enrolment=row, full_name="Lê Thị Ba")
    first.refresh_from_db()
    assert (first.substitute_for, second.substitute_for) == (None, row)


def test_html_in_a_name_is_refused_and_nobody_is_added(organiser, training_class):
    with pytest.raises(ValidationError) as refused:
        roster.enrol(actor=organiser, training_class=training_class, full_name="<b>Nguyễn</b> Văn Mẫu")
    assert list(refused.value.message_dict) == ["full_name"]
    assert not PersonScope.objects.exists()
