"""Units name people without an account: the pages work, and tell nothing but the unit's own."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from caunoi.core.models import AuditEntry, TryCount
from caunoi.core.text import fold
from caunoi.papers.nomination_form import HINTS
from caunoi.training.enums import ClassState, NominationState
from caunoi.training.models import Nomination, NominationBatch, NominationLink, Quota, TrainingClass
from caunoi.training.queries.links import form_mark
from caunoi.training.services.links import make_links, revoke_link
from caunoi.training.services.seats import Nominee, accept_nominations, nominate, undo_nominations
from tests.factories import TrainingClassFactory

pytestmark = pytest.mark.django_db

OTHERS = ("Zxqvung", "Wkbjang")


def quota_of(training_class, name, seats=2):
    return Quota.objects.create(training_class=training_class, name=name, folded_name=fold(name), seats=seats)


@pytest.fixture
def own(training_class):
    training_class.state = ClassState.GATHERING
    training_class.quota = 6
    training_class.save()
    return quota_of(training_class, "Phường Thử Nghiệm 1")


@pytest.fixture
def other(training_class, organiser, own):
    """Another unit of the class, with two people of its own."""
    quota = quota_of(training_class, "Xã Zxqvung", 3)
    nominate(
        actor=organiser,
        training_class=training_class,
        quota=quota,
        nominees=[Nominee(full_name="Trần Thị Zxqvung", unit_text="Thôn Wkbjang"), Nominee(full_name="Lê Văn Wkbjang")],
        source="desk",
    )
    return quota


def link_to(organiser, quota, days=5):
    until = timezone.localdate() + dt.timedelta(days=days)
    (made,) = make_links(actor=organiser, training_class=quota.training_class, quotas=[quota], expires_on=until)
    return made


@pytest.fixture
def made(organiser, own):
    return link_to(organiser, own)


def page(name, token, *args):
    return reverse(f"senders:{name}", args=[token, *args])


def send(token, name, *args, **values):
    """Fetch the form, and send it with its one-time key."""
    client = Client()
    shown = client.get(page(name, token, *args))
    key = re.search(r'name="once" value="([^"]+)"', shown.content.decode())[1]
    return client.post(page(name, token, *args), {"once": key, **values}, follow=True)


def states(quota):
    rows = Nomination.objects.filter(quota=quota).order_by("place", "id").select_related("person")
    return [(one.person.full_name, one.state) for one in rows]


def test_a_unit_names_one_replaces_and_withdraws(made, own, other):
    answer = send(made.token, "add", full_name="Nguyễn Văn Mẫu", birth_year="1/5/1980", phone="+84905123456")
    assert "Nguyễn Văn Mẫu" in answer.content.decode()
    (one,) = Nomination.objects.filter(quota=own).select_related("person")
    assert (one.state, one.source, one.created_by) == (NominationState.CONFIRMED, "link", None)
    assert (one.person.birth_year, one.person.phone, one.unit_text) == (1980, "0905123456", "Phường Thử Nghiệm 1")
    send(made.token, "replace", one.pk, full_name="Trần Thị Thử")
    assert states(own) == [("Nguyễn Văn Mẫu", "replaced"), ("Trần Thị Thử", "confirmed")]
    new = Nomination.objects.get(quota=own, state="confirmed")
    send(made.token, "withdraw", new.pk)
    assert states(own) == [("Nguyễn Văn Mẫu", "replaced"), ("Trần Thị Thử", "withdrawn")]
    trail = AuditEntry.objects.filter(action__startswith="training.nomination", actor_id__isnull=True)
    assert trail.count() == 2


def test_what_is_typed_wrongly_is_said_beside_its_field_and_nothing_is_written(made, own):
    answer = send(made.token, "add", full_name="Nguyễn Văn Mẫu", birth_year="31/02/1980", phone="abc")
    assert set(answer.context["form"].errors) == {"birth_year", "phone"}
    assert not Nomination.objects.exists()


def test_a_form_sent_twice_names_once(made, own):
    client = Client()
    key = re.search(r'name="once" value="([^"]+)"', client.get(page("add", made.token)).content.decode())[1]
    for _time in range(2):
        answer = client.post(page("add", made.token), {"once": key, "full_name": "Nguyễn Văn Mẫu"})
        assert answer.url == page("list", made.token) + "?xong=1"
    assert Nomination.objects.count() == 1


def test_a_table_names_many_and_those_past_the_seats_wait_in_order(made, own, other):
    rows = {f"o-{number}-full_name": f"Nguyễn Văn {name}" for number, name in enumerate(["Một", "Hai", "Ba", "Bốn"], 1)}
    text = send(made.token, "many", do="name", **rows).content.decode()
    assert [state for _name, state in states(own)] == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert "chờ thứ 1 của đơn vị" in text


def test_a_list_is_taken_back_by_its_unit_until_the_class_settles_its_own(made, own, other, organiser, training_class):
    sent = {f"o-{n}-full_name": name for n, name in enumerate(("Đỗ Một", "Đỗ Hai", "Đỗ Ba"), start=1)}
    send(made.token, "add", full_name="Đỗ Riêng")
    send(made.token, "many", do="name", **sent)
    first = NominationBatch.objects.get()
    shown = send(made.token, "take_back", first.pk)
    assert "Đã rút lại danh sách 3 người" in shown.content.decode()
    assert states(own) == [("Đỗ Riêng", NominationState.CONFIRMED)]
    assert AuditEntry.objects.filter(action="training.nominations_undone", actor_id=None).count() == 1
    assert Client().get(page("take_back", made.token, first.pk)).status_code == 404

    # A list of another unit is nobody's, nor one of the organiser.
    send(made.token, "many", do="name", **sent)
    batch = NominationBatch.objects.get(undone_at=None)
    theirs = link_to(organiser, other)
    assert Client().post(page("take_back", theirs.token, batch.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        undo_nominations(actor=None, batch=batch, link=theirs.link)
    typed = accept_nominations(
        actor=organiser, training_class=training_class, rows=[(own, Nominee(number=1, full_name="Đỗ Khác"))]
    )
    assert Client().get(page("take_back", made.token, typed.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        undo_nominations(actor=None, batch=typed, link=made.link)
    # Settled by the organiser, it stays.
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.HELD)
    assert "Rút lại cả danh sách" not in Client().get(page("list", made.token)).content.decode()
    refused = send(made.token, "take_back", batch.pk)
    assert "đã chốt" in refused.content.decode()
    assert len(states(own)) == 5


def test_faults_of_a_table_are_named_by_row_and_column_and_nothing_is_written(made, own):
    values = {"o-1-full_name": "Nguyễn Văn Mẫu", "o-2-full_name": "Trần Thị Thử", "o-2-birth_year": "1880"}
    answer = send(made.token, "many", do="name", **values)
    assert answer.context["faults"] == ["Dòng 2, cột Năm sinh: 1880 không thể là năm sinh."]
    assert not Nomination.objects.exists()
    assert 'value="Nguyễn Văn Mẫu"' in answer.content.decode()


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_form_that_was_fetched_comes_back_filled_in(made, own, kind):
    client = Client()
    sent_out = client.get(page("form", made.token, kind))
    filled = fill(
        sent_out.content, kind, [("Nguyễn Văn Mẫu", "Tổ trưởng", "Tổ 3", "1980"), ("Trần Thị Thử", "", "", "")]
    )
    answer = client.post(page("many", made.token), {"do": "read", "file": SimpleUploadedFile(f"phieu.{kind}", filled)})
    lines = [line for line in answer.context["lines"] if line.row]
    assert [(line.row.full_name, line.row.post, line.row.unit_text, line.row.birth_year) for line in lines] == [
        ("Nguyễn Văn Mẫu", "Tổ trưởng", "Tổ 3", 1980),
        ("Trần Thị Thử", "", "", None),
    ]
    assert not Nomination.objects.exists()
    values = {field["name"]: field["value"] for line in lines for field in line.inputs}
    send(made.token, "many", do="name", **values)
    assert [state for _name, state in states(own)] == ["confirmed", "confirmed"]


def fill(content, kind, people):
    """Type people into the first lines of a form, as Word or Excel would."""
    if kind == "docx":
        import docx

        document = docx.Document(io.BytesIO(content))
        for row, person in zip(document.tables[0].rows[1:], people, strict=False):
            for cell, text in zip(row.cells[1:], person, strict=False):
                cell.text = text
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    return retyped(content, people)


def retyped(content, people):
    """Write the workbook anew with people in its lines: what stands above them and its hidden mark stay."""
    import xlsxwriter

    from caunoi.intake.rosters.files import read_file

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for table in read_file(content, "phieu.xlsx"):
        sheet = book.add_worksheet(table.name)
        head = next((n for n, row in enumerate(table.rows) if row[:1] == ["TT"]), None)
        for number, row in enumerate(table.rows):
            cells = list(row)
            if head is not None and head < number <= head + len(people):
                cells[1:5] = people[number - head - 1]
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
        if table.name.startswith("_"):
            sheet.very_hidden()
    book.close()
    return out.getvalue()


def test_a_form_of_another_unit_or_class_is_refused_without_saying_whose(made, own, other, office):
    foreign = quota_of(TrainingClassFactory(keeper=office), "Xã Wkbjang")
    for quota in (other, foreign):
        text = (
            f"Mã phiếu: {form_mark(quota, quota.training_class)};;\nHọ và tên;Năm sinh;Chức vụ\nNguyễn Văn Mẫu;1980;\n"
        )
        answer = Client().post(
            page("many", made.token), {"do": "read", "file": SimpleUploadedFile("phieu.csv", text.encode())}
        )
        (words,) = answer.context["form"].non_field_errors() + answer.context["form"].errors.get("file", [])
        assert "đơn vị khác hoặc lớp khác" in words
        assert not any(name in answer.content.decode() for name in OTHERS)


def test_nothing_of_another_unit_stands_on_any_page_or_in_any_header(made, own, other):
    send(made.token, "add", full_name="Nguyễn Văn Mẫu")
    (mine,) = Nomination.objects.filter(quota=own)
    addresses = [page(name, made.token) for name in ("list", "receipt", "add", "many")]
    addresses += [page("withdraw", made.token, mine.pk), page("replace", made.token, mine.pk)]
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 200
        said = answer.content.decode() + repr(sorted(answer.headers.items()))
        assert not any(name in said for name in OTHERS), address
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.cookies == {}


def test_whom_another_unit_named_is_told_to_nobody(made, own, other):
    answer = send(made.token, "add", full_name="Trần Thị Zxqvung", unit_text="Thôn Wkbjang")
    assert states(own) == [("Trần Thị Zxqvung", "confirmed")]
    assert answer.redirect_chain[-1][0].endswith("?xong=1")


def answers(address):
    """What an address answers: status, words, headers, and how often it asked the database."""
    TryCount.objects.all().delete()
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(address)
    headers = {name: value for name, value in answer.headers.items() if name not in {"X-Request-ID", "Content-Length"}}
    return answer.status_code, re.sub(rb'nonce="[^"]*"', b"", answer.content), headers.keys(), len(asked)


def test_every_wrong_link_is_answered_alike(organiser, made, own, other, training_class):
    now = timezone.now()
    revoked, cancelled = (
        link_to(organiser, other),
        link_to(organiser, quota_of(TrainingClassFactory(keeper=training_class.keeper), "Xã Hủy")),
    )
    revoke_link(actor=organiser, quota=other)
    cancelled.quota.training_class.state = ClassState.CANCELLED
    cancelled.quota.training_class.save()
    NominationLink.objects.filter(pk=made.link.pk).update(expires_at=now - dt.timedelta(seconds=1))
    tokens = ["x", "x" * 60, made.token[:-1], made.token + "A", made.token.swapcase()]
    tokens += [
        made.token[:place] + ("A" if made.token[place] != "A" else "B") + made.token[place + 1 :]
        for place in range(0, 60, 7)
    ]
    unasked = {answers(page("list", token))[3] for token in tokens}
    first = answers(page("list", "x"))
    for token in [*tokens, made.token, revoked.token, cancelled.token]:
        found = answers(page("list", token))
        assert found[:3] == first[:3]
        assert found[0] == 404
    # Nothing that was altered reached the table of links.
    assert unasked == {first[3]}
    for name, args in (("many", []), ("form", ["xlsx"]), ("withdraw", [other.nominations.first().pk])):
        assert answers(page(name, made.token, *args))[:2] == first[:2]


def test_people_of_other_units_and_classes_can_not_be_touched(organiser, made, own, other, training_class):
    theirs = other.nominations.order_by("place").first()
    foreign_quota = quota_of(TrainingClassFactory(keeper=training_class.keeper), "Xã Khác Lớp")
    (foreign,) = nominate(
        actor=organiser,
        training_class=foreign_quota.training_class,
        quota=foreign_quota,
        nominees=[Nominee(full_name="Phạm Văn Khác")],
        source="desk",
    )
    absent = type(theirs.pk)(int=theirs.pk.int ^ 0xFFFF)
    for pk in (theirs.pk, foreign.pk, absent):
        for name in ("withdraw", "replace"):
            for method in ("get", "post"):
                answer = getattr(Client(), method)(page(name, made.token, pk), {"full_name": "Nguyễn Văn Mẫu"})
                assert answer.status_code == 404
                assert answer.content == Client().get(page("list", "x")).content
    assert {one.state for one in Nomination.objects.all()} == {"confirmed"}


def test_a_thousand_guesses_find_nothing_and_are_slowed_down(made, own):
    client = Client()
    codes = [client.get(page("list", f"{number:060d}")).status_code for number in range(1000)]
    assert set(codes) == {404, 429}
    assert codes.count(404) <= 60
    other_phone = Client(REMOTE_ADDR="203.0.113.9")
    assert other_phone.get(page("list", made.token)).status_code == 200


def test_a_link_of_a_settled_and_of_a_closed_class(made, own, training_class):
    training_class.state = ClassState.HELD
    training_class.save()
    send(made.token, "add", full_name="Nguyễn Văn Mẫu")
    assert Nomination.objects.get().after_settled
    training_class.state = ClassState.CLOSED
    training_class.save()
    answer = Client().get(page("list", made.token))
    assert page("add", made.token) not in answer.content.decode()
    refused = Client().post(page("add", made.token), {"full_name": "Trần Thị Thử"})
    assert refused.context["form"].non_field_errors()
    assert Nomination.objects.count() == 1


def test_the_list_of_two_hundred_costs_as_many_questions_as_of_two(made, own):
    def asked():
        client = Client()
        client.get(page("list", made.token))
        with CaptureQueriesContext(connection) as captured:
            client.get(page("list", made.token))
        return len(captured)

    def add(count):
        nominate(
            actor=None,
            training_class=own.training_class,
            quota=own,
            nominees=[
                Nominee(
                    number=n,
                    full_name=f"Nguyễn Thử {'I' * (n % 7)} {own.nominations.count()} Mẫu".replace("0", "o"),
                    birth_year=1950 + n % 50,
                    unit_text=f"Tổ {n}",
                    distinct=True,
                )
                for n in range(1, count + 1)
            ],
            source="link",
            link=made.link,
        )

    add(2)
    few = asked()
    add(198)
    assert asked() == few


def test_the_form_says_only_what_the_list_needs():
    assert not re.search(r"căn cước:|dân tộc:|tôn giáo:", " ".join(HINTS).casefold())
