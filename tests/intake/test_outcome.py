from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry, SearchDocument
from caunoi.directory.models import Person
from caunoi.intake.enums import ReportField
from caunoi.intake.facts import entries_of
from caunoi.intake.models import ReportCandidate
from caunoi.intake.queries.candidates import similar_classes, similar_waiting
from caunoi.intake.services import review
from caunoi.intake.services.aside import discard, undo_discard
from caunoi.intake.services.outcome import accept_candidate, link_candidate, take_back
from caunoi.training.enums import ClassState
from caunoi.training.facts import read_facts
from caunoi.training.models import TrainingClass
from caunoi.training.services.classes import move_on
from caunoi.training.services.closing import reopen_class
from tests.factories import OrganisationFactory, PersonFactory, TrainingClassFactory
from tests.intake.factories import CandidateFactory

pytestmark = pytest.mark.data


@pytest.fixture
def reviewed(organiser, candidate):
    return review.accept_confident(actor=organiser, candidate=candidate, threshold=0)


def accept(organiser, candidate):
    return accept_candidate(actor=organiser, candidate=candidate, revision=candidate.revision)


def test_reviewed_report_becomes_a_closed_class_with_frozen_facts(organiser, office, reviewed):
    made = accept(organiser, reviewed)
    reviewed.refresh_from_db()
    assert (reviewed.state, reviewed.training_class, reviewed.linked) == ("accepted", made, False)
    assert (made.state, made.origin, made.keeper) == ("closed", "report", office)
    report = made.reports.get()
    facts = read_facts(report.facts)
    assert facts.days == ("2024-05-14", "2024-05-15")
    assert (facts.present.value, facts.present.qualifier) == (120, "over")
    assert facts.nominated.value is None
    assert [(each.name, each.role) for each in facts.organisers if each.role != "keeper"] == [
        ("Đảng ủy phường Thử Nghiệm", "host"),
        ("Trung tâm Chính trị thành phố Mẫu", "co_organiser"),
    ]
    assert [each.title for each in facts.topics] == [
        "Kỹ năng lắng nghe trong hòa giải",
        "Quy trình hòa giải một vụ việc ở tổ dân phố",
    ]
    assert [each.number for each in facts.directives] == ["12-KH/ĐU"]
    assert sorted(report.names.values()) == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]
    assert facts.speakers[0].post == "Giảng viên Trung tâm Chính trị thành phố Mẫu"
    source = facts.provenance
    assert (source.kind, source.source, source.byline, source.published_on, source.views, source.candidate_id) == (
        "report",
        "bai-cu.txt",
        "Lê Văn Ví Dụ",
        "2024-05-16",
        412,
        str(reviewed.pk),
    )
    assert not SearchDocument.objects.filter(kind="candidate").exists()
    assert SearchDocument.objects.filter(kind="class", object_id=made.code).exists()
    row = AuditEntry.objects.get(action="intake.candidate_accepted")
    assert (row.actor_id, row.details["class"]) == (organiser.pk, made.code)


def test_unknowns_stay_unknown(organiser, reviewed):
    for key, seen in (("participants-1", 1), ("held_on-1", 1), ("views-1", 1)):
        reviewed = review.clear_field(actor=organiser, candidate=reviewed, key=key, seen=seen)
    review.add_field(actor=organiser, candidate=reviewed, field=ReportField.WHEN, raw={"text": "ngày 13/9"})
    reviewed.refresh_from_db()
    made = accept(organiser, reviewed)
    facts = read_facts(made.reports.get().facts)
    assert (facts.present.value, facts.days, facts.provenance.views) == (None, (), None)
    assert (made.starts_on, made.reported_count) == (None, None)


def test_report_with_values_to_review_is_not_accepted(organiser, candidate):
    with pytest.raises(ValidationError):
        accept(organiser, candidate)
    candidate.refresh_from_db()
    assert (candidate.state, TrainingClass.objects.count()) == ("waiting", 0)


def test_report_without_title_is_not_accepted(organiser, reviewed):
    cleared = review.clear_field(actor=organiser, candidate=reviewed, key="title-1", seen=1)
    with pytest.raises(ValidationError):
        accept(organiser, cleared)
    review.add_field(actor=organiser, candidate=cleared, field=ReportField.TITLE, raw={"text": "Lớp hòa giải"})
    cleared.refresh_from_db()
    assert accept(organiser, cleared).title == "Lớp hòa giải"


def test_organiser_of_exactly_that_name_is_found_and_namesakes_never(organiser, office):
    known = OrganisationFactory(name="Đảng ủy phường Thử Nghiệm", parent=office)
    for _ in range(2):
        OrganisationFactory(name="Trung tâm Chính trị thành phố Mẫu", parent=office)
    candidate = CandidateFactory(organisation=office)
    made = accept(organiser, review.accept_confident(actor=organiser, candidate=candidate, threshold=0))
    links = made.organisations.exclude(role="keeper").order_by("position")
    assert [(link.name, link.organisation) for link in links] == [
        ("Đảng ủy phường Thử Nghiệm", known),
        ("Trung tâm Chính trị thành phố Mẫu", None),
    ]


def test_organiser_elsewhere_is_not_found_by_its_name(organiser, office):
    OrganisationFactory(name="Đảng ủy phường Thử Nghiệm")
    candidate = CandidateFactory(organisation=office)
    made = accept(organiser, review.accept_confident(actor=organiser, candidate=candidate, threshold=0))
    assert list(made.organisations.values_list("organisation", flat=True).exclude(role="keeper")) == [None, None]


def test_chosen_organisation_stands_and_as_written_stays(organiser, office):
    exact = OrganisationFactory(name="Đảng ủy phường Thử Nghiệm", parent=office)
    other = OrganisationFactory(name="Trung tâm Chính trị khu vực", parent=office)
    candidate = CandidateFactory(organisation=office)
    name = {"name": "Trung tâm Chính trị thành phố Mẫu", "role": "co_organiser"}
    review.correct_field(
        actor=organiser, candidate=candidate, key="organisers-2", seen=0, raw=name | {"organisation": str(other.pk)}
    )
    review.correct_field(
        actor=organiser,
        candidate=candidate,
        key="organisers-1",
        seen=0,
        raw={"name": exact.name, "role": "host", "organisation": ""},
    )
    made = accept(organiser, review.accept_confident(actor=organiser, candidate=candidate, threshold=0))
    assert list(
        made.organisations.exclude(role="keeper").order_by("position").values_list("organisation", flat=True)
    ) == [
        None,
        other.pk,
    ]


def test_chosen_organisation_out_of_sight_is_refused(organiser, office):
    elsewhere = OrganisationFactory(name="Ủy ban nhân dân xã Khác")
    candidate = CandidateFactory(organisation=office)
    review.correct_field(
        actor=organiser,
        candidate=candidate,
        key="organisers-1",
        seen=0,
        raw={"name": "Đảng ủy", "role": "host", "organisation": str(elsewhere.pk)},
    )
    after = review.accept_confident(actor=organiser, candidate=candidate, threshold=0)
    with pytest.raises(ValidationError):
        accept(organiser, after)
    assert TrainingClass.objects.count() == 0


def test_namesake_is_a_new_person_unless_somebody_says_so(organiser, office):
    namesake = PersonFactory.known_to(office, full_name="Trần Thị Thử")
    meant = PersonFactory.known_to(office, full_name="Nguyễn Văn Mẫu")
    candidate = CandidateFactory(organisation=office)
    official = next(each for each in entries_of(candidate) if each.key == "officials-1")
    review.correct_field(
        actor=organiser,
        candidate=candidate,
        key="officials-1",
        seen=0,
        raw=official.value | {"person": str(meant.pk), "role": "opens"},
    )
    made = accept(organiser, review.accept_confident(actor=organiser, candidate=candidate, threshold=0))
    assert made.speakers.get().person != namesake
    guest = made.guests.get()
    assert (guest.person, guest.role) == (meant, "opens")
    assert Person.objects.count() == 3


def test_chosen_person_out_of_sight_is_refused(organiser, office):
    hidden = PersonFactory.known_to(OrganisationFactory(), full_name="Trần Thị Thử")
    candidate = CandidateFactory(organisation=office)
    review.correct_field(
        actor=organiser,
        candidate=candidate,
        key="speakers-1",
        seen=0,
        raw={"name": "Trần Thị Thử", "person": str(hidden.pk)},
    )
    after = review.accept_confident(actor=organiser, candidate=candidate, threshold=0)
    with pytest.raises(ValidationError):
        accept(organiser, after)


def test_position_of_a_person_is_a_post_in_the_class_and_nowhere_else(organiser, reviewed):
    made = accept(organiser, reviewed)
    assert made.guests.get().post == "Phó Bí thư Thường trực Đảng ủy phường"
    document = SearchDocument.objects.get(kind="person", title="Nguyễn Văn Mẫu")
    assert "hoa giai" not in document.folded_text


def test_second_clerk_accepts_nothing_twice(organiser, administrator, reviewed):
    made = accept(organiser, reviewed)
    with pytest.raises(NotNow):
        accept(administrator, reviewed)
    assert list(TrainingClass.objects.all()) == [made]


def test_stale_page_accepts_nothing(organiser, administrator, reviewed):
    review.clear_field(actor=administrator, candidate=reviewed, key="topics-1", seen=1)
    with pytest.raises(StaleChange):
        accept(organiser, reviewed)
    with pytest.raises(StaleChange):
        discard(actor=organiser, candidate=reviewed, revision=reviewed.revision)
    assert TrainingClass.objects.count() == 0


def test_auditor_and_outsider_accept_nothing(stranger, reviewed):
    with pytest.raises(PermissionDenied):
        accept(stranger, reviewed)
    with pytest.raises(PermissionDenied):
        discard(actor=stranger, candidate=reviewed, revision=reviewed.revision)
    with pytest.raises(PermissionDenied):
        undo_discard(actor=stranger, candidate=reviewed)


def test_report_is_tied_to_a_class_known_already_and_untied(organiser, office, candidate):
    known = TrainingClassFactory(keeper=office)
    linked = link_candidate(actor=organiser, candidate=candidate, revision=candidate.revision, training_class=known)
    assert (linked.state, linked.training_class, linked.linked) == ("accepted", known, True)
    assert TrainingClass.objects.get() == known
    back = take_back(actor=organiser, candidate=linked, revision=linked.revision)
    assert (back.state, back.training_class, back.linked) == ("waiting", None, False)
    assert SearchDocument.objects.filter(kind="candidate").exists()


def test_report_is_not_tied_to_a_class_out_of_sight(organiser, candidate):
    with pytest.raises(ValidationError):
        link_candidate(
            actor=organiser,
            candidate=candidate,
            revision=candidate.revision,
            training_class=TrainingClassFactory(keeper=OrganisationFactory()),
        )


def test_report_comes_back_only_when_its_class_was_cancelled(organiser, reviewed):
    made = accept(organiser, reviewed)
    reviewed.refresh_from_db()
    with pytest.raises(NotNow):
        take_back(actor=organiser, candidate=reviewed, revision=reviewed.revision)
    reopened = reopen_class(actor=organiser, training_class=made, reason="Nhập nhầm")
    move_on(
        actor=organiser,
        training_class=reopened,
        state=ClassState.CANCELLED,
        revision=reopened.revision,
        reason="Nhập nhầm",
    )
    back = take_back(actor=organiser, candidate=reviewed, revision=reviewed.revision)
    assert (back.state, back.open_count) == ("waiting", 0)


def test_report_set_aside_is_forgotten_by_search_and_comes_back(organiser, candidate):
    aside = discard(actor=organiser, candidate=candidate, revision=candidate.revision)
    assert (aside.state, SearchDocument.objects.filter(kind="candidate").count()) == ("discarded", 0)
    back = undo_discard(actor=organiser, candidate=aside)
    assert (back.state, SearchDocument.objects.filter(kind="candidate").count()) == ("waiting", 1)


def test_similar_class_needs_the_same_words_and_days(organiser, office, candidate):
    import datetime as dt

    days = {"starts_on": dt.date(2024, 5, 14), "ends_on": dt.date(2024, 5, 15)}
    same = TrainingClassFactory(
        keeper=office, title="Tập huấn kỹ năng hòa giải ở cơ sở năm 2024, phường Thử Nghiệm", **days
    )
    TrainingClassFactory(keeper=office, title="Tập huấn phòng cháy chữa cháy", **days)
    TrainingClassFactory(keeper=office, title=same.title)
    TrainingClassFactory(keeper=OrganisationFactory(), title=same.title, **days)
    found = similar_classes(
        organiser,
        folded_title=candidate.folded_title,
        days=["2024-05-14", "2024-05-15"],
        sha256=candidate.sha256,
    )
    assert found == [same]


def test_same_text_taken_over_by_another_office_points_to_its_class(organiser, office, reviewed):
    made = accept(organiser, reviewed)
    below = OrganisationFactory(parent=office)
    again = CandidateFactory(organisation=below, sha256=reviewed.sha256)
    assert similar_classes(organiser, folded_title="x", days=[], sha256=again.sha256) == [made]


def test_two_reports_of_one_class_know_of_each_other(organiser, office, candidate):
    twin = CandidateFactory(organisation=office)
    assert similar_waiting(organiser, candidate) == [twin]
    assert ReportCandidate.objects.count() == 2
