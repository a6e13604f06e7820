"""The participant's page: what it tells, and that it tells nothing of anybody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caunoi.publishing.services import open_site, withdraw_material
from caunoi.training.enums import ClassState, EnrolmentState, Mark, ScanSource
from caunoi.training.models import Attendance, Scan, Sitting, Speaker, Topic, TopicFile
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.tickets import replace_ticket
from caunoi.training.services.topic_parts import add_topic_file, give_out_file
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, SittingFactory, TrainingClassFactory
from tests.publishing.shelf_makers import day as day_from_now
from tests.publishing.shelf_makers import material_in, offered_in, pdf

pytestmark = pytest.mark.django_db

PAGES = ("pocket", "pocket_ticket", "pocket_programme", "pocket_materials", "pocket_transcript")


def test_every_page_tells_the_own_and_nothing_of_anybody_else(own, other, held, visit):
    for name in PAGES:
        answer = visit(own, name)
        text = answer.content.decode()
        assert answer.status_code == 200
        assert [word for word in ("Zxqvung", "Wkbjang") if word in text] == [], name
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
        assert not answer.cookies
    text = visit(own).content.decode()
    assert "Nguyễn Văn Mẫu" in text
    assert held.title in text
    assert own.short_code in text
    assert "Nghe và hỏi trong một buổi hòa giải" in visit(own, "pocket_programme").content.decode()


def test_a_wrong_a_dead_and_a_foreign_address_have_one_answer(own, organiser, visit):
    dead = page_token(own)
    wrong = ("x" * 32, dead[:-1] + ("A" if dead[-1] != "A" else "B"), "a", "nếu")
    answers = {Client().get(reverse("hall:pocket", args=[token])).content for token in wrong}
    replace_ticket(actor=organiser, enrolment=own.enrolment)
    for name in PAGES:
        answer = visit(own, name)
        assert answer.status_code == 404
        answers.add(answer.content)
    assert len(answers) == 1


def test_materials_are_what_the_keeper_gives_out_and_nothing_else(own, organiser, office, held, visit):
    topic = Topic.objects.create(owner=office, title="Hòa giải", folded_title="hoa giai")
    held.agenda.filter(title__startswith="Nghe").update(topic=topic)
    slides, notes = (
        add_topic_file(actor=organiser, topic=topic, content=b"%PDF-1.4 " + name, name=f"{name.decode()}.pdf")
        for name in (b"slides", b"notes")
    )
    assert "pocket_file" not in visit(own).content.decode()
    assert visit(own, "pocket_file", slides.pk).status_code == 404
    give_out_file(actor=organiser, file=slides, given_out=True)
    text = visit(own, "pocket_materials").content.decode()
    assert "slides.pdf" in text
    assert "notes.pdf" not in text
    assert visit(own, "pocket_file", slides.pk).content == b"%PDF-1.4 slides"
    assert visit(own, "pocket_file", notes.pk).status_code == 404
    # Its next version is given out as it was; the one before no more.
    newer = add_topic_file(actor=organiser, topic=topic, content=b"%PDF-1.4 two", name="two.pdf", replaces=slides)
    assert visit(own, "pocket_file", newer.pk).status_code == 200
    assert visit(own, "pocket_file", slides.pk).status_code == 404
    # A file that another class gives out is none of this one's.
    foreign = Topic.objects.create(owner=office, title="Khác", folded_title="khac")
    theirs = add_topic_file(actor=organiser, topic=foreign, content=b"%PDF-1.4 x", name="x.pdf")
    give_out_file(actor=organiser, file=theirs, given_out=True)
    assert visit(own, "pocket_file", theirs.pk).status_code == 404


def test_transcript_holds_all_own_classes_and_no_title(own, other, held, visit, django_assert_max_num_queries):
    elsewhere = TrainingClassFactory(keeper=OrganisationFactory(name="Xã Khác"), title="Người có uy tín Qwvlas")
    sitting = SittingFactory(training_class=elsewhere, date=dt.date(2024, 5, 6))
    elsewhere.starts_on = elsewhere.ends_on = sitting.date
    elsewhere.save()
    row = EnrolmentFactory(training_class=elsewhere, person=own.enrolment.person)
    scan = Scan.objects.create(enrolment=row, sitting=sitting, mark=Mark.PRESENT, source=ScanSource.DESK)
    Attendance.objects.create(enrolment=row, sitting=sitting, mark=Mark.PRESENT, scan=scan)
    Speaker.objects.create(training_class=TrainingClassFactory(starts_on=dt.date(2025, 1, 2)), person=row.person)
    EnrolmentFactory(training_class=TrainingClassFactory(keeper__name="Của Người Khác"), person=PersonFactory())
    with django_assert_max_num_queries(8):
        text = visit(own, "pocket_transcript").content.decode()
    years = [line for line in ("2026", "2025", "2024") if f"<h2>{line}</h2>" in text]
    assert years == ["2026", "2025", "2024"]
    assert "Xã Khác" in text
    assert "1 trên 1 buổi" in text
    assert "Qwvlas" not in text
    assert "Của Người Khác" not in text


def test_programme_costs_the_same_whatever_its_length(own, held, visit, django_assert_num_queries):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            visit(own, "pocket_programme")
        return len(seen)

    before = queries()
    for day in range(1, 9):
        sitting = Sitting.objects.create(
            training_class=held, date=held.starts_on + dt.timedelta(days=day), part="morning", order=1
        )
        item = held.agenda.create(sitting=sitting, title=f"Bài {day}")
        Speaker.objects.create(training_class=held, agenda_item=item, person=PersonFactory())
    assert queries() == before


def test_materials_are_those_of_the_class_and_newer_ones_stand_beside_them(own, organiser, office, held, visit):
    today = timezone.localdate()
    last = held.sittings.get()
    last.date = today
    last.save()
    topic = Topic.objects.create(owner=office, title="Hòa giải", folded_title="hoa giai")
    held.agenda.filter(title__startswith="Nghe").update(topic=topic)
    first = add_topic_file(actor=organiser, topic=topic, content=b"%PDF-1.4 one", name="x.pdf", title="Bài giảng")
    give_out_file(actor=organiser, file=first, given_out=True)
    newest = add_topic_file(actor=organiser, topic=topic, content=b"%PDF-1.4 two", name="y.pdf", replaces=first)
    late = add_topic_file(actor=organiser, topic=topic, content=b"%PDF-1.4 new", name="z.pdf", title="Bài tập")
    give_out_file(actor=organiser, file=late, given_out=True)

    def readable():
        text = visit(own, "pocket_materials").content.decode()
        open_to = [visit(own, "pocket_file", each.pk).status_code == 200 for each in (first, newest, late)]
        return open_to, text.count("bản mới hơn"), text.count("thêm sau lớp")

    # On the day itself what is current is what the class is taught with.
    assert readable() == ([False, True, True], 0, 0)
    # Held three days ago: taught with the first version, of which a newer one was made since.
    held_on = timezone.now() - dt.timedelta(days=3)
    last.date = timezone.localdate(held_on)
    last.save()
    TopicFile.objects.filter(pk=first.pk).update(added_at=held_on - dt.timedelta(days=9))
    assert readable() == ([True, True, True], 1, 1)
    # A version made on the day itself counts as that day's.
    TopicFile.objects.filter(pk=first.pk).update(ended_at=held_on)
    TopicFile.objects.filter(pk=newest.pk).update(added_at=held_on)
    assert readable() == ([False, True, True], 0, 1)
    TopicFile.objects.filter(pk=first.pk).update(ended_at=timezone.now())
    TopicFile.objects.filter(pk=newest.pk).update(added_at=timezone.now())
    # What the keeper gives out no more, or took away, is gone with every version.
    give_out_file(actor=organiser, file=newest, given_out=False)
    assert readable() == ([False, False, True], 0, 1)
    give_out_file(actor=organiser, file=newest, given_out=True)
    TopicFile.objects.filter(pk=newest.pk).update(ended_at=timezone.now())
    assert readable() == ([False, False, True], 0, 1)


def test_a_cancelled_class_says_so_and_offers_no_code_and_who_withdrew_has_no_page(own, held, visit):
    code = reverse("hall:pocket_ticket", args=[page_token(own)])
    assert code in visit(own).content.decode()
    held.state = ClassState.CANCELLED
    held.save()
    text = visit(own).content.decode()
    assert ["Lớp đã hủy" in text, code in text] == [True, False]
    own.enrolment.state = EnrolmentState.WITHDRAWN
    own.enrolment.save()
    assert visit(own).status_code == 404


def test_participants_have_materials_before_all_others(own, held, office, administrator, visit):
    site = open_site(actor=administrator, organisation=office, slug="hoa-khanh")
    elsewhere = TrainingClassFactory(keeper=office)
    early = offered_in(site, administrator, title="Đề cương đọc trước", listed_on=day_from_now(9), training_class=held)
    theirs = offered_in(site, administrator, title="Của lớp khác", listed_on=day_from_now(9), training_class=elsewhere)
    draft = material_in(site, administrator, title="Chưa công bố")

    text = visit(own, "pocket_materials").content.decode()
    assert "Đề cương đọc trước" in text
    assert f"{day_from_now(9):%d/%m/%Y}" in text
    assert "Của lớp khác" not in text
    assert visit(own, "pocket_material", early.pk).content == pdf()
    for other in (theirs.pk, draft.pk, 10**12, "x"):
        assert visit(own, "pocket_material", other).status_code == 404
    assert Client().get(early.address).status_code == 404
    withdraw_material(actor=administrator, material=early, note="Nhầm.")
    assert visit(own, "pocket_material", early.pk).status_code == 404
