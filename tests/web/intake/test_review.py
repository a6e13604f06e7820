from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from caunoi.directory.enums import RoleKind
from caunoi.intake.facts import entries_of, refresh
from caunoi.intake.models import ReportCandidate
from caunoi.intake.services import review
from caunoi.intake.services.aside import discard
from caunoi.training.models import TrainingClass
from caunoi.web.desk.intake.page import review_page
from tests.factories import OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory
from tests.intake.factories import CandidateFactory, found, full_reading
from tests.intake.texts import FULL

pytestmark = pytest.mark.data


@pytest.fixture
def candidate(office):
    return CandidateFactory(organisation=office)


def url(candidate, name="candidate"):
    return reverse(f"desk:{name}", args=[candidate.pk])


def decide(client, candidate, **data):
    return client.post(url(candidate, "candidate_decide"), data)


def entry(candidate, key):
    candidate.refresh_from_db()
    return next(each for each in entries_of(candidate) if each.key == key)


def test_page_shows_the_least_certain_value_first(desk, candidate):
    rows = desk.get(url(candidate)).context["open_rows"]
    assert [row.entry.key for row in rows][:3] == ["topics-2", "held_on-1", "host_place-1"]
    assert len(rows) == 14


def test_text_is_marked_and_escaped(desk, office):
    text = "<script>alert(1)</script> Nguyễn Văn Mẫu & <b>cả lớp</b>"
    reading = {
        "officials": [
            found(
                {"name": "Nguyễn Văn Mẫu", "position": "<i>x</i>", "person": None, "role": "opens"},
                "Nguyễn Văn Mẫu",
                0.5,
                text,
            )
        ]
    }
    page = desk.get(url(CandidateFactory(organisation=office, text=text, reading=reading)))
    body = page.content.decode()
    assert "<script>alert" not in body
    assert '&lt;script&gt;alert(1)&lt;/script&gt; <span id="cho-officials-1"></span><mark' in body
    assert "&amp; &lt;b&gt;cả lớp&lt;/b&gt;" in body
    assert "<i>x</i>" not in body


def test_accepted_value_leaves_the_list(desk, candidate):
    response = decide(desk, candidate, action="accept", key="topics-2", seen="0")
    assert (response.status_code, response.url) == (302, url(candidate))
    page = desk.get(url(candidate))
    assert len(page.context["open_rows"]) == 13
    assert [row.entry.key for row in page.context["done_rows"]] == ["topics-2"]


def test_days_are_corrected_in_a_form(desk, candidate):
    page = desk.get(url(candidate) + "?sua=held_on-1")
    form = next(row.form for row in page.context["open_rows"] if row.form)
    assert form.initial == {"days": "14/05/2024 - 15/05/2024"}
    decide(desk, candidate, action="correct", key="held_on-1", seen="0", days="14-16/5/2024, 20/5/2024")
    assert entry(candidate, "held_on-1").value == ["2024-05-14", "2024-05-15", "2024-05-16", "2024-05-20"]


def test_wrong_day_keeps_what_was_typed(desk, candidate):
    page = decide(desk, candidate, action="correct", key="held_on-1", seen="0", days="31/02/2024")
    form = next(row.form for row in page.context["open_rows"] if row.form)
    assert (form["days"].value(), list(form.errors)) == ("31/02/2024", ["days"])
    assert entry(candidate, "held_on-1").is_open


def test_count_that_is_not_known_is_left_out(desk, candidate):
    decide(desk, candidate, action="correct", key="participants-1", seen="0", qualifier="unknown", count="")
    assert entry(candidate, "participants-1").decision == "cleared"


def test_unknown_count_with_a_number_is_asked_about(desk, candidate):
    page = decide(desk, candidate, action="correct", key="participants-1", seen="0", qualifier="unknown", count="120")
    form = next(row.form for row in page.context["open_rows"] if row.form)
    assert list(form.errors) == ["count"]
    assert entry(candidate, "participants-1").is_open


def test_stale_form_keeps_what_was_typed_and_shows_what_stands(desk, administrator, candidate):
    review.correct_field(actor=administrator, candidate=candidate, key="byline-1", seen=0, raw={"text": "Người Kia"})
    page = decide(desk, candidate, action="correct", key="byline-1", seen="0", text="Người Này")
    assert page.status_code == 200
    row = next(row for row in page.context["done_rows"] if row.form)
    assert (row.form["text"].value(), row.words) == ("Người Này", "Người Kia")
    assert page.context["notice"] != ""
    # Saved again, knowingly: the form now carries the number of what stands.
    decide(desk, candidate, action="correct", key="byline-1", seen=str(row.entry.seen), text="Người Này")
    assert entry(candidate, "byline-1").value == "Người Này"


def test_stale_button_says_so(desk, administrator, candidate):
    review.clear_field(actor=administrator, candidate=candidate, key="topics-1", seen=0)
    page = decide(desk, candidate, action="accept", key="topics-1", seen="0")
    assert page.context["notice"] != ""
    assert entry(candidate, "topics-1").decision == "cleared"


def test_confident_values_are_taken_with_one_button(desk, candidate):
    decide(desk, candidate, action="confident")
    page = desk.get(url(candidate))
    assert (len(page.context["open_rows"]), page.context["confident"]) == (3, 0)


def test_value_is_added_in_its_form(desk, candidate):
    page = desk.get(url(candidate) + "?them=officials")
    assert list(page.context["add_form"].fields) == ["name", "position", "role", "person", "start", "end"]
    decide(desk, candidate, action="add", field="officials", name="Lê Văn Ví Dụ", position="Bí thư", role="closes")
    added = entry(candidate, "officials-a1")
    assert added.value == {"name": "Lê Văn Ví Dụ", "position": "Bí thư", "person": None, "role": "closes"}


def test_value_added_twice_is_refused_in_the_form(desk, candidate):
    page = decide(desk, candidate, action="add", field="topics", text="kỹ năng lắng nghe trong hòa giải")
    assert len(page.context["add_form"].non_field_errors()) == 1
    assert page.context["add_form"]["text"].value() == "kỹ năng lắng nghe trong hòa giải"


def test_marked_topic_is_taken_at_once(desk, candidate):
    start = FULL.index("Kỹ năng lắng nghe")
    decide(desk, candidate, action="assign", field="topics", text="Kỹ năng lắng nghe", start=start, end=start + 17)
    added = entry(candidate, "topics-a1")
    assert (added.value, added.spans) == ("Kỹ năng lắng nghe", ((start, start + 17),))


def test_marked_person_is_looked_at_first(desk, candidate):
    page = decide(desk, candidate, action="assign", field="speakers", text="Lê Văn Ví Dụ - Bí thư", start=5, end=9)
    assert page.context["add_form"].initial == {
        "name": "Lê Văn Ví Dụ",
        "position": "Bí thư",
        "start": 5,
        "end": 9,
    }
    assert "speakers-a1" not in ReportCandidate.objects.get().decisions


def test_person_of_the_directory_is_used_only_when_chosen(desk, office, candidate):
    known = PersonFactory.known_to(office, full_name="Trần Thị Thử")
    hidden = PersonFactory.known_to(OrganisationFactory(), full_name="Trần Thị Thử", birth_year=1971)
    page = desk.get(url(candidate))
    row = next(row for row in page.context["open_rows"] if row.entry.key == "speakers-1")
    assert row.namesakes == ((str(known.pk), "Trần Thị Thử"),)
    assert str(hidden.pk) not in page.content.decode()
    decide(desk, candidate, action="person", key="speakers-1", seen="0", person=str(known.pk))
    assert entry(candidate, "speakers-1").value["person"] == str(known.pk)


def test_organisation_is_offered_and_chosen(desk, office, candidate):
    near = OrganisationFactory(name="Trung tâm Chính trị thành phố Mẫu Mới", parent=office)
    far = OrganisationFactory(name="Trung tâm Chính trị thành phố Mẫu")
    page = desk.get(url(candidate) + "?sua=organisers-2")
    form = next(row.form for row in page.context["open_rows"] if row.form)
    offered = [value for value, _words in form.fields["organisation"].choices]
    assert offered[:3] == ["auto", "none", str(near.pk)]
    assert str(far.pk) not in offered
    data = {"name": "Trung tâm Chính trị thành phố Mẫu", "role": "host", "organisation": str(near.pk)}
    decide(desk, candidate, action="correct", key="organisers-2", seen="0", **data)
    assert entry(candidate, "organisers-2").value == data


def test_reviewed_report_becomes_a_class_and_the_next_one_opens(desk, organiser, office, candidate):
    review.accept_confident(actor=organiser, candidate=candidate, threshold=0)
    following = CandidateFactory(organisation=office)
    candidate.refresh_from_db()
    response = desk.post(url(candidate, "candidate_accept"), {"revision": candidate.revision}, follow=True)
    assert response.redirect_chain == [(url(following), 302)]
    made = TrainingClass.objects.get()
    assert reverse("desk:class", args=[made.code]) in response.content.decode()
    assert desk.get(url(candidate)).context["candidate"].training_class == made


def test_last_report_leads_to_its_class(desk, organiser, candidate):
    review.accept_confident(actor=organiser, candidate=candidate, threshold=0)
    candidate.refresh_from_db()
    response = desk.post(url(candidate, "candidate_accept"), {"revision": candidate.revision})
    assert response.url == reverse("desk:class", args=[TrainingClass.objects.get().code])


def test_unreviewed_report_stays_and_the_page_says_why(desk, candidate):
    response = desk.post(url(candidate, "candidate_accept"), {"revision": candidate.revision}, follow=True)
    assert response.redirect_chain == [(url(candidate), 302)]
    assert len(list(response.context["messages"])) == 1
    assert not TrainingClass.objects.exists()


def test_stale_page_makes_no_class(desk, organiser, candidate):
    review.accept_confident(actor=organiser, candidate=candidate, threshold=0)
    response = desk.post(url(candidate, "candidate_accept"), {"revision": "1"}, follow=True)
    assert len(list(response.context["messages"])) == 1
    assert not TrainingClass.objects.exists()


def test_report_is_tied_to_a_similar_class(desk, office, candidate):
    known = TrainingClassFactory(
        keeper=office,
        title="Tập huấn kỹ năng hòa giải ở cơ sở năm 2024 phường Thử Nghiệm",
        starts_on="2024-05-14",
        ends_on="2024-05-15",
    )
    assert desk.get(url(candidate)).context["similar"] == [known]
    desk.post(url(candidate, "candidate_link"), {"revision": candidate.revision, "code": known.code})
    candidate.refresh_from_db()
    assert (candidate.state, candidate.training_class) == ("accepted", known)
    desk.post(url(candidate, "candidate_back"), {"revision": candidate.revision})
    candidate.refresh_from_db()
    assert candidate.state == "waiting"


def test_report_is_set_aside_and_brought_back(desk, candidate):
    response = desk.post(url(candidate, "candidate_discard"), {"revision": candidate.revision})
    assert response.url == reverse("desk:intake_list")
    assert desk.get(url(candidate)).context["open_rows"] != []
    desk.post(url(candidate, "candidate_restore"))
    candidate.refresh_from_db()
    assert candidate.state == "waiting"


def test_every_address_is_404_for_another_office(stranger, office, candidate):
    client = Client()
    client.force_login(stranger)
    assert client.get(url(candidate)).status_code == 404
    for name in ("decide", "accept", "link", "back", "discard", "restore"):
        assert client.post(url(candidate, f"candidate_{name}"), {"action": "accept"}).status_code == 404, name
    candidate.refresh_from_db()
    assert (candidate.state, candidate.revision) == ("waiting", 1)


def test_auditor_reads_and_decides_nothing(office, candidate):
    client = Client()
    client.force_login(UserFactory.with_role(office, RoleKind.AUDITOR))
    page = client.get(url(candidate))
    assert page.context["can_review"] is False
    assert "data-cn-right" not in page.content.decode()
    assert decide(client, candidate, action="accept", key="topics-1", seen="0").status_code == 403


def test_visitor_is_asked_to_sign_in(candidate):
    assert Client().get(url(candidate)).url.startswith("/tai-khoan/")


@pytest.mark.parametrize(
    "data",
    [
        {"action": "nothing"},
        {"action": "add", "field": "religion"},
        {"action": "assign", "field": ""},
        {},
    ],
)
def test_odd_post_is_404_and_changes_nothing(desk, candidate, data):
    assert decide(desk, candidate, **data).status_code == 404
    candidate.refresh_from_db()
    assert candidate.revision == 1


def test_odd_numbers_are_a_stale_page(desk, candidate):
    for seen in ("", "-1", "9" * 30, "²"):
        page = decide(desk, candidate, action="accept", key="topics-1", seen=seen)
        assert page.context["notice"] != ""


def many_values(office, count):
    names = [f"Nguyễn Văn Mẫu {n}" for n in range(count)]
    reading = full_reading()
    reading["officials"] = [
        {"value": {"name": name, "position": "", "person": None, "role": "attends"}, "spans": [], "confidence": 0.9}
        for name in names
    ]
    reading["organisers"] = [
        {"value": {"name": f"Hội Thử {n}", "role": "host", "organisation": None}, "spans": [], "confidence": 0.9}
        for n in range(count)
    ]
    for name in names:
        PersonFactory.known_to(office, full_name=name)
    return CandidateFactory(organisation=office, reading=reading)


def test_queries_of_the_page_do_not_grow(desk, office, django_assert_max_num_queries):
    for count in (2, 30):
        candidate = many_values(office, count)
        with django_assert_max_num_queries(18):
            desk.get(url(candidate))


def test_decision_of_another_state_is_told(desk, organiser, candidate):
    discard(actor=organiser, candidate=candidate, revision=1)
    page = decide(desk, candidate, action="accept", key="topics-1", seen="0")
    assert page.context["notice"] != ""
    assert refresh(candidate) != []


def test_page_tells_what_was_done_and_by_whom(desk, organiser, candidate):
    decide(desk, candidate, action="correct", key="byline-1", seen="0", text="Người <Khác>")
    decide(desk, candidate, action="confident")
    with translation.override("en"):
        rows = review_page(organiser, ReportCandidate.objects.get())["history"]
    assert [(row["who"], row["details"]) for row in rows][1] == (
        organiser.get_full_name(),
        "byline: Lê Văn Ví Dụ → Người <Khác> · corrected",
    )
    assert rows[0]["details"].startswith("title · organiser · participants")
    assert "Người &lt;Khác&gt;" in desk.get(url(candidate)).content.decode()
