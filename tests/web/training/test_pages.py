from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from caunoi.directory.models import Person
from caunoi.training.enums import ClassState
from caunoi.training.facts import ProvenanceFact
from caunoi.training.models import AgendaItem, ClassReport, TrainingClass
from caunoi.training.services import closing, programme, venues
from caunoi.training.services.appearances import Appearance
from caunoi.training.services.past import record_past_class
from tests.factories import EnrolmentFactory, PersonFactory, SittingFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def page(desk, name, *args, **query):
    return desk.get(reverse(f"desk:{name}", args=args), query)


@pytest.fixture
def full(office, organiser):
    full = TrainingClassFactory(
        keeper=office,
        title="Tập huấn <script>alert(1)</script> hòa giải",
        starts_on=dt.date(2026, 3, 2),
        ends_on=None,
        state=ClassState.HELD,
        quota=30,
    )
    sitting = SittingFactory(training_class=full)
    programme.save_agenda_item(
        actor=organiser,
        training_class=full,
        sitting=sitting,
        title="Luật <b>Hòa giải</b>",
        speakers=[Appearance(full_name="Nguyễn Mẫu", post="Trưởng phòng")],
    )
    programme.save_guest(actor=organiser, training_class=full, appearance=Appearance(full_name="Phạm Thị Khách"))
    venues.save_venue(actor=organiser, training_class=full, name="Điểm cầu <u>A</u>")
    EnrolmentFactory(training_class=full, person=PersonFactory.known_to(office, full_name="Lê <s>Học</s>"))
    # A name with tags is refused when typed; one of older data is shown as text all the same.
    Person.objects.filter(full_name="Nguyễn Mẫu").update(full_name="Nguyễn <i>Mẫu</i>")
    return full


PAGES = [
    ("class_list", False),
    ("class_new", False),
    ("topic_list", False),
    ("topic_new", False),
    ("class", True),
    ("class_edit", True),
    ("class_cancel", True),
    ("class_duplicate", True),
    ("class_organisers", True),
    ("class_directives", True),
    ("class_programme", True),
    ("class_item_new", True),
    ("class_guest_new", True),
    ("class_venue_new", True),
    ("class_results", True),
    ("class_papers", True),
    ("class_trail", True),
]


@pytest.mark.parametrize(("name", "of_class"), PAGES)
def test_page_is_whole_and_shows_html_as_text(desk, full, name, of_class):
    response = page(desk, name, *([full.code] if of_class else []))

    content = response.content.decode()
    assert response.status_code == 200
    assert "⟦undefined" not in content
    assert "<script>alert" not in content
    assert "<b>Hòa" not in content
    assert "<i>Mẫu" not in content
    assert "<s>Học" not in content
    assert "style=" not in content
    main = content[content.index("<main") : content.index("</main>")]
    assert main.count("btn-primary") <= 1


@pytest.mark.parametrize("name", [name for name, of_class in PAGES if of_class])
def test_page_of_another_office_is_not_found(stranger, full, name):
    client = Client()
    client.force_login(stranger)

    assert page(client, name, full.code).status_code == 404


def test_pages_ask_to_sign_in(client, full):
    assert page(client, "class", full.code).status_code == 302
    assert page(client, "class_list").status_code == 302


def test_new_class_keeps_what_was_typed_and_says_what_is_wrong(desk, office):
    url = reverse("desk:class_new")

    refused = desk.post(url, {"title": "Lớp A", "keeper": office.pk, "starts_on": "31/02/2026", "place": "Nhà <b>"})
    assert refused.status_code == 200
    assert not TrainingClass.objects.exists()
    assert "31/02/2026" in refused.content.decode()
    assert "Nhà &lt;b&gt;" in refused.content.decode()

    created = desk.post(url, {"title": "Lớp A", "keeper": office.pk, "starts_on": "12/11/2026"})
    made = TrainingClass.objects.get()
    assert created.url == reverse("desk:class", args=[made.code])
    assert made.starts_on == dt.date(2026, 11, 12)


def test_edit_conflict_shows_both_and_loses_nothing(desk, full, administrator):
    from caunoi.training.services.classes import change_class

    url = reverse("desk:class_edit", args=[full.code])
    typed = {"revision": 1, "title": full.title, "starts_on": "02/03/2026", "place": "Hội trường của tôi", "quota": 30}
    change_class(actor=administrator, training_class=full, revision=1, place="Nhà văn hóa")

    conflict = desk.post(url, typed)

    content = conflict.content.decode()
    assert "Nhà văn hóa" in content
    assert content.count("Hội trường của tôi") == 2
    assert administrator.name in content
    full.refresh_from_db()
    assert full.place == "Nhà văn hóa"
    saved = desk.post(url, typed | {"revision": conflict.context["form"].data["revision"]})
    assert saved.status_code == 302
    full.refresh_from_db()
    assert full.place == "Hội trường của tôi"


def test_move_on_by_button_and_refusal_of_a_stale_one(desk, training_class):
    url = reverse("desk:class_move", args=[training_class.code])

    desk.post(url, {"state": "gathering", "revision": 1})
    stale = desk.post(url, {"state": "held", "revision": 1}, follow=True)

    training_class.refresh_from_db()
    assert training_class.state == ClassState.GATHERING
    assert stale.context["messages"]


def test_item_asks_which_namesake_is_meant(desk, office, full):
    same = PersonFactory.known_to(office, full_name="Trần Thị Thử", birth_year=1970)
    url = reverse("desk:class_item_new", args=[full.code])
    data = {
        "kind": "topic",
        "title": "Dân vận khéo",
        "sitting": full.sittings.get().pk,
        "name_0": "TRẦN THỊ THỬ",
        "post_0": "Giảng viên",
    }

    asked = desk.post(url, data)
    assert "1970" in asked.content.decode()
    assert AgendaItem.objects.count() == 1

    desk.post(url, data | {"who_0": str(same.pk)})
    item = AgendaItem.objects.get(title="Dân vận khéo")
    assert item.speakers.get().person == same


@pytest.mark.parametrize("name", ["<script>x</script>", "=1+1", "Nguyễn Văn @Mẫu"])
def test_speaker_and_guest_with_signs_of_no_name_are_refused_beside_the_name(desk, full, name):
    guest = {"name_0": name, "post_0": "Bí thư", "role": "opens"}
    item = {"kind": "topic", "title": "Dân vận khéo", "name_0": name}
    before = Person.objects.count()

    for address, typed in (("class_guest_new", guest), ("class_item_new", item)):
        sitting = f"?sitting={full.sittings.first().pk}"
        response = desk.post(reverse(f"desk:{address}", args=[full.code]) + sitting, typed)
        assert list(response.context["form"].errors) == ["name_0"]
        assert escape(name) in response.content.decode()
    assert Person.objects.count() == before


def test_programme_adds_all_half_days_at_once(desk, training_class):
    url = reverse("desk:class_programme", args=[training_class.code])

    desk.post(url, {"first": "12/11/2026", "last": "13/11/2026", "parts": ["morning", "afternoon"]})
    refused = desk.post(url, {"first": "12/11/2026", "last": "20/11/2026", "parts": ["evening"]})

    assert training_class.sittings.count() == 4
    assert "20/11/2026" in refused.content.decode()


def test_items_move_and_go_by_buttons(desk, organiser, full):
    second = programme.save_agenda_item(
        actor=organiser, training_class=full, sitting=full.sittings.get(), title="Thảo luận"
    )
    url = reverse("desk:class_item_move", args=[full.code, second.pk])

    desk.post(url, {"to": "up"})
    assert full.agenda.order_by("position").values_list("title", flat=True)[0] == "Thảo luận"
    desk.post(url, {"remove": "1"})
    assert not full.agenda.filter(pk=second.pk).exists()


def test_organisers_of_the_directory_and_by_name(desk, office, full):
    url = reverse("desk:class_organisers", args=[full.code])

    desk.post(
        url,
        {
            "revision": full.revision,
            "name_0": office.name.upper(),
            "role_0": "host",
            "name_1": "Hội Nông dân phường",
            "role_1": "co_organiser",
            "role_2": "co_organiser",
            "role_3": "co_organiser",
        },
    )

    links = full.organisations.exclude(role="keeper").order_by("position")
    assert [(link.role, link.name, link.organisation_id) for link in links] == [
        ("host", office.name, office.pk),
        ("co_organiser", "Hội Nông dân phường", None),
    ]


def test_closing_by_the_page_needs_the_tick_for_blank_cells(desk, full):
    url = reverse("desk:class_results", args=[full.code])

    refused = desk.post(url, {"revision": full.revision})
    assert refused.status_code == 200
    assert not ClassReport.objects.exists()

    closed = desk.post(url, {"revision": full.revision, "accept_unmarked": "on"}, follow=True)
    assert closed.context["report"].version == 1
    reopened = desk.post(reverse("desk:class_reopen", args=[full.code]), {"reason": ""})
    assert reopened.status_code == 200
    desk.post(reverse("desk:class_reopen", args=[full.code]), {"reason": "Ghi nhầm"})
    full.refresh_from_db()
    assert full.state == ClassState.HELD
    assert page(desk, "class_version", full.code, 1).status_code == 200


def test_trail_reads_as_sentences(desk, organiser, full):
    closing.close_class(actor=organiser, training_class=full, revision=full.revision, accept_unmarked=True)

    content = page(desk, "class_trail", full.code).content.decode()

    assert organiser.name in content
    assert "2026-03-02" not in content
    assert "⟦" not in content


def test_export_is_defused(desk, office):
    TrainingClassFactory(keeper=office, title="=cmd|' /C calc'!A0", state="closed")

    csv = page(desk, "class_export", "csv").content.decode("utf-8-sig")
    xlsx = page(desk, "class_export", "xlsx").content

    assert "'=cmd" in csv
    assert xlsx[:2] == b"PK"
    assert page(desk, "class_export", "exe").status_code == 404


def test_questions_of_a_past_class_are_unknown_not_none(desk, organiser, office):
    past = record_past_class(
        actor=organiser, keeper=office, title="Lớp cũ", provenance=ProvenanceFact(kind="report", source="bai.txt")
    )

    content = page(desk, "class_results", past.code).content.decode()

    assert "<dt>Câu hỏi, vướng mắc</dt><dd>chưa rõ</dd>" in content


def test_state_of_a_class_is_not_called_government(desk, office):
    TrainingClassFactory(keeper=office)

    page_ = page(desk, "class_list").content.decode()
    table = page(desk, "class_export", "csv").content.decode("utf-8-sig")

    assert '<th scope="col">Trạng thái</th>' in page_
    assert "Chính quyền" not in page_
    assert "Trạng thái" in table.splitlines()[0]


def test_list_filters_and_keeps_odd_values_out(desk, office):
    TrainingClassFactory(keeper=office, title="Đà Nẵng học tập")
    TrainingClassFactory(keeper=office, title="Dân vận")

    found = page(desk, "class_list", q="da nang")
    odd = page(desk, "class_list", year="x", quarter="9", organiser="1", page="-3", sort="zz")

    assert [c.title for c in found.context["page"]] == ["Đà Nẵng học tập"]
    assert len(odd.context["page"]) == 2
