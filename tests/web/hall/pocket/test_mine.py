"""One's own page without a ticket: who gets a link, what it opens, and all that it must not open."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from caunoi.core import retention
from caunoi.core.fields import lookup_hash
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import PageLink, Person
from caunoi.directory.queries.page_links import browser_mark
from caunoi.directory.services import emails, erasure, merging
from caunoi.directory.tasks import send_page_links
from caunoi.training.enums import ClassState, EnrolmentState
from caunoi.training.queries.tickets import page_token
from caunoi.training.services.tickets import provide_tickets
from caunoi.web.hall.pocket.mine import COOKIE
from caunoi.web.mail.sending import render
from tests.factories import EnrolmentFactory, OrganisationFactory, PersonFactory, TrainingClassFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

MAIL = "hop-thu-chung@example.vn"
ASK, SENT, PAGE, CLOSE, ACCOUNT = (
    reverse(f"hall:{name}") for name in ("mine", "mine_sent", "mine_page", "mine_close", "mine_account")
)


def somebody(name, email=MAIL, **fields):
    return PersonFactory(full_name=name, email=email, email_hash=lookup_hash(email), **fields)


def ask(email, name, client=None, **headers):
    return (client or Client()).post(ASK, {"email": email, "name": name}, **headers)


def write_mails():
    """Do what was put into the queue; return the mails so written."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    for job in DBTaskResult.objects.filter(task_path__endswith="send_page_links").order_by("enqueued_at"):
        send_page_links.func(*job.args_kwargs["args"])
        job.delete()
    return list(OutboxMessage.objects.exclude(pk__in=before).order_by("created_at", "pk"))


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(/hoi-truong/cua-toi/mo/\S+/)", render(mail).body)[1]


def opened(email, name, client=None):
    """Ask, read the mail, press the button: a browser with the page open."""
    client = client or Client()
    ask(email, name, client)
    (mail,) = write_mails()
    assert client.post(link_in(mail)).url == PAGE
    return client


def text_of(answer):
    return answer.content.decode()


def shape(answer):
    """Return everything of an answer that somebody outside could compare; a policy's parts come in any order."""
    headers = {name: sorted(str(value).split("; ")) for name, value in answer.headers.items() if name != "X-Request-ID"}
    return answer.status_code, headers, answer.content, sorted(answer.cookies)


def test_link_is_mailed_opens_once_by_a_press_and_shows_classes_of_now_and_of_the_years(held, office):
    person = somebody("Nguyễn Thị Mẫu")
    today = timezone.localdate()
    held.starts_on = held.ends_on = today
    held.save()
    row = EnrolmentFactory(training_class=held, person=person)
    old = TrainingClassFactory(
        keeper=OrganisationFactory(name="Ủy ban nhân dân xã Khác"), starts_on=dt.date(2024, 5, 6),
        ends_on=dt.date(2024, 5, 6), state=ClassState.CLOSED, title="Qwvlas",
    )  # fmt: skip
    EnrolmentFactory(training_class=old, person=person)
    # Nobody ever closed it: long after its days it is one of the years all the same.
    forgotten = TrainingClassFactory(starts_on=dt.date(2023, 5, 6), ends_on=dt.date(2023, 5, 6))
    EnrolmentFactory(training_class=forgotten, person=person)
    left = TrainingClassFactory(keeper=office, title="Zxqvung")
    EnrolmentFactory(training_class=left, person=person, state=EnrolmentState.WITHDRAWN)
    provide_tickets(training_class=held)
    client = Client(enforce_csrf_checks=True)
    form = client.get(ASK)
    key = form.cookies["csrftoken"].value
    # Marks, capitals and blanks don't matter.
    typed = {"email": MAIL.upper(), "name": "  nguyen thi   MẪU ", "csrfmiddlewaretoken": key}
    assert client.post(ASK, typed).url == SENT
    assert "30 phút" in text_of(client.get(SENT))
    (mail,) = write_mails()
    body = render(mail).body
    assert (mail.recipient, mail.urgent) == (MAIL, True)
    assert [word for word in ("Mẫu", "Nguyễn", held.title, office.name) if word in body] == []
    link = link_in(mail)
    token = link.split("/")[-2]
    # Neither the secret nor what was typed lies open anywhere.
    assert token not in f"{mail.context} {PageLink.objects.values_list()}"
    # A scanner opens the address as often as it likes, and sends no form of ours.
    for _each in range(3):
        assert client.get(link).status_code == 200
    assert client.post(link).status_code == 403
    assert client.get(PAGE).url == ASK
    answer = client.post(link, {"csrfmiddlewaretoken": key})
    assert answer.url == PAGE
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (ASK, True, "Strict", 3600)
    page = client.get(PAGE)
    text = text_of(page)
    assert (page["Cache-Control"], page["X-Robots-Tag"].split(",")[0]) == ("private, no-store", "noindex")
    # A browser says where a form comes from only to this house; without that, Django refuses every form.
    assert page["Referrer-Policy"] == "same-origin"
    assert [held.code in text, held.title in text] == [True, False]
    assert reverse("hall:pocket", args=[page_token(row.tickets.get())]) in text
    assert [forgotten.code in text, forgotten.title in text] == [True, False]
    assert ["Ủy ban nhân dân xã Khác" in text, "2024" in text, "Qwvlas" in text, "Zxqvung" in text] == [
        True, True, False, False,
    ]  # fmt: skip
    # Used up, for everybody; the page goes where the browser is, and closes for all at once.
    assert {Client().get(link).status_code, Client().post(link).status_code} == {404}
    copy = Client()
    copy.cookies[COOKIE] = cookie.value
    assert copy.get(PAGE).status_code == 200
    assert client.post(CLOSE, {"csrfmiddlewaretoken": key}).url == ASK
    assert {client.get(PAGE).url, copy.get(PAGE).url} == {ASK}


def test_known_and_unknown_cannot_be_told_apart():
    somebody("Nguyễn Thị Mẫu")
    seen, counts = [], []
    for email, name in ((MAIL, "Nguyễn Thị Mẫu"), (MAIL, "Trần Văn Khác"), ("la@example.vn", "Nguyễn Thị Mẫu")):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(email, name)
        seen.append(shape(answer))
        counts.append([query["sql"].split()[0] for query in asked])
    assert seen[0] == seen[1] == seen[2]
    assert counts[0] == counts[1] == counts[2]
    waiting = DBTaskResult.objects.filter(task_path__endswith="send_page_links")
    assert not any("example" in str(job.args_kwargs) for job in waiting)
    assert len(write_mails()) == 1
    gone = {Client().get(reverse("hall:mine_open", args=[token])).content for token in ("x" * 43, "a", "nếu", "-")}
    assert len(gone) == 1


def test_people_who_share_a_mailbox_stay_apart():
    own, theirs = somebody("Nguyễn Thị Mẫu"), somebody("Trần Văn Zxqvung")
    for person in (own, theirs):
        EnrolmentFactory(person=person)
    client = opened(MAIL, own.full_name)
    assert "Zxqvung" not in text_of(client.get(PAGE))
    assert own.full_name in text_of(client.get(PAGE))
    # Two of one name: one page each, by a mail each; which is whose is told by the classes alone.
    somebody("Nguyễn Thị Mẫu", birth_year=1990)
    ask(MAIL, "Nguyễn Thị Mẫu")
    mails = write_mails()
    links = {link_in(mail) for mail in mails}
    assert len(links) == 2
    assert len(set(PageLink.objects.filter(used_at=None).values_list("person", flat=True))) == 2
    # Without a name nothing at all.
    assert ask(MAIL, "  ").status_code == 200
    assert ask("khong phai email", "Nguyễn Thị Mẫu").status_code == 200
    assert write_mails() == []


def test_merged_persons_have_one_page_and_erased_ones_none(office):
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    kept = PersonFactory.known_to(office, full_name="Nguyễn Thị Mẫu")
    twin = PersonFactory.known_to(office, full_name="Nguyễn Mẫu", email=MAIL, email_hash=lookup_hash(MAIL))
    codes = [EnrolmentFactory(person=each).training_class.code for each in (kept, twin)]
    merging.merge_persons(actor=boss, kept=kept, merged=twin)
    # The address stands in the one entry, the name in the other.
    client = opened(MAIL, "Nguyễn Thị Mẫu")
    ask(MAIL, "Nguyễn Mẫu")
    (waiting,) = map(link_in, write_mails())
    text = text_of(client.get(PAGE))
    assert [code in text for code in codes] == [True, True]
    assert "Nguyễn Thị Mẫu" in text
    person = Person.objects.get(pk=kept.pk)
    erasure.erase_person(actor=boss, person=person, typed=person.full_name, reason="Đương sự yêu cầu")
    assert client.get(PAGE).url == ASK
    assert Client().post(waiting).status_code == 404
    assert not PageLink.objects.exists()
    ask(MAIL, "Nguyễn Thị Mẫu")
    assert write_mails() == []


def test_old_links_made_up_cookies_and_other_peoples_marks_open_nothing():
    person = somebody("Nguyễn Thị Mẫu")
    client = opened(MAIL, person.full_name)
    mark = client.cookies[COOKIE].value
    link = PageLink.objects.get()
    assert mark == browser_mark(link)
    stranger = PageLink.objects.create(
        person=somebody("Trần Văn Zxqvung"), digest="1" * 64, expires_at=timezone.now() + dt.timedelta(minutes=9)
    )
    wrong = [mark[:-1] + ("A" if mark[-1] != "A" else "B"), "x" * 44, "", "e", str(link.pk), browser_mark(stranger)]
    # The signature of another page's address is none here: the purpose is signed along.
    row = EnrolmentFactory(person=person)
    provide_tickets(training_class=row.training_class)
    wrong.append(page_token(row.tickets.get()))
    for value in wrong:
        forger = Client()
        forger.cookies[COOKIE] = value
        assert forger.get(PAGE).url == ASK, value
    PageLink.objects.filter(pk=link.pk).update(open_until=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(PAGE).url == ASK
    # A link that nobody pressed is worthless after half an hour, and both are cleared away.
    ask(MAIL, person.full_name)
    (mail,) = write_mails()
    PageLink.objects.filter(used_at=None).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert Client().post(link_in(mail)).status_code == 404
    kind = next(each for each in retention.kinds() if each.name == "page_links")
    assert sum(rows.count() for rows in kind.due(timezone.now())) == 2
    PageLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert sum(rows.count() for rows in kind.due(timezone.now())) == 3


def test_floods_are_stopped_by_mailbox_and_by_address_and_nothing_leads_elsewhere():
    somebody("Nguyễn Thị Mẫu")
    for number in range(5):
        # Another spelling of the address and of the name is the same mailbox.
        typed = MAIL.upper() if number % 2 else f" {MAIL}"
        assert ask(typed, f"Tên {number}", REMOTE_ADDR=f"10.0.0.{number}").status_code == 302
    refused = ask(MAIL, "Nguyễn Thị Mẫu", REMOTE_ADDR="10.9.9.9")
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
    unknown = [ask("la@example.vn", "Ai Đó", REMOTE_ADDR=f"10.0.1.{number}").status_code for number in range(6)]
    assert unknown == [302] * 5 + [429]
    many = [ask(f"la{number}@example.vn", "Ai Đó", REMOTE_ADDR="10.0.2.1").status_code for number in range(61)]
    assert many == [302] * 60 + [429]
    for bad in ("//evil.example/", "https://evil.example/"):
        answer = Client().post(f"{ASK}?next={bad}", {"email": "b@example.vn", "name": "Ai Đó", "next": bad})
        assert answer.url == SENT
    # A header can't be typed into a mail: what goes out is the address of the register.
    for evil in (
        "a@example.vn\nBcc: x@evil.example",
        "a@example.vn%0aBcc:x@evil.example",
        "a@example.vn,x@evil.example",
    ):
        assert ask(evil, "Nguyễn Thị Mẫu", REMOTE_ADDR="10.0.3.1").status_code == 200
    ask("ma@example.vn", "Mẫu\r\nBcc: x@evil.example", REMOTE_ADDR="10.0.3.2")
    assert write_mails() == []


def test_an_account_opens_the_page_only_after_its_mail_proved_it(office):
    person = somebody("Nguyễn Thị Mẫu", "mau@example.vn")
    other = somebody("Trần Văn Zxqvung", "zx@example.vn")
    clerk = UserFactory.with_role(office, RoleKind.ORGANISER, name="Nguyễn Thị Mẫu", email="mau@example.vn")
    client = Client()
    client.force_login(clerk)
    # Its e-mail alone opens nothing: whoever wrote it there may have been anybody.
    assert client.get(PAGE).url == ASK
    assert 'value="mau@example.vn"' in text_of(client.get(ASK))
    opened("mau@example.vn", clerk.name, client)
    assert "Gắn với tài khoản" in text_of(client.get(PAGE))
    assert client.post(ACCOUNT).url == PAGE
    clerk.refresh_from_db()
    assert clerk.person == person
    assert AuditEntry.objects.filter(action="account.page_linked", actor_id=clerk.pk).count() == 1
    fresh = Client()
    fresh.force_login(clerk)
    assert person.full_name in text_of(fresh.get(PAGE))
    # The e-mail of somebody else, asked for or written by hand, changes nothing of whose page it is.
    emails.ask_email_change(actor=clerk, email="zx@example.vn")
    assert "Zxqvung" not in text_of(fresh.get(PAGE))
    clerk.email = "zx@example.vn"
    clerk.save()
    assert "Zxqvung" not in text_of(fresh.get(PAGE))
    fresh.post(ACCOUNT, {"part": "1"})
    clerk.refresh_from_db()
    assert clerk.person is None
    assert fresh.get(PAGE).url == ASK
    # Whoever reads a shared mailbox can't take another's page along: the account has another name.
    opened("zx@example.vn", other.full_name, fresh)
    answer = fresh.post(ACCOUNT, follow=True)
    assert "khác với trang này" in text_of(answer)
    clerk.refresh_from_db()
    assert clerk.person is None
    # Nor is a page linked twice, or for somebody who is signed out or has a made-up cookie.
    UserFactory(person=other, name="Trần Văn Zxqvung")
    clerk.name = other.full_name
    clerk.save()
    fresh.post(ACCOUNT)
    clerk.refresh_from_db()
    assert clerk.person is None
    assert "/tai-khoan/" in Client().post(ACCOUNT).url


def test_page_costs_the_same_for_two_and_for_many_classes():
    person = somebody("Nguyễn Thị Mẫu")
    counts = []
    client = None
    for more in (2, 20):
        for _each in range(more):
            row = EnrolmentFactory(person=person, training_class=TrainingClassFactory(state=ClassState.HELD))
            provide_tickets(training_class=row.training_class)
        client = client or opened(MAIL, person.full_name)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
