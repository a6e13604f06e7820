"""Secrets planted through the real pages and services, then everything that lies anywhere searched for them."""

from __future__ import annotations

import base64
import gzip
import io
import logging
import zipfile
import zlib
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from caunoi.core import outbox
from caunoi.core.models import MailServer, OutboxMessage, SearchDocument
from caunoi.core.text import fold
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Person
from caunoi.directory.services import accounts, passes
from caunoi.intake.models import RosterDraft
from caunoi.intake.services import roster as drafts
from caunoi.web.base.accounts import SecondStepAdapter
from caunoi.web.base.mail_trial import send_trial
from caunoi.web.mail import sending
from tests import leaks
from tests.factories import UserFactory

PHONE, NEW_PHONE = "0907 418 263", "+84 918 265 374"
MAIL, NEW_MAIL = "mau.rieng@hop-thu-kin.vn", "mau.moi@hop-thu-kin.vn"
LISTED, PASTED = "0938.264.175", "0977 518 362"
RECIPIENT = "nguoi.nhan@hop-thu-kin.vn"
LINK = "https://thu.vn/dat-lai/MzQ-c7k2w9-3f8a1d6b5e90"
SESSION = "ma-trong-phien-9f3c71e5"
MAIL_PASSWORD, TOTP_SECRET = "khoa-hop-thu-5d81c7f2", "JBSWY3DPEHPK3PXPKQ4TGNBV"
TYPED_PASSWORD, WRONG_PASSWORD = "con meo mun 7724 ngu trua", "go nham mat khau 3318"
NEW_ADDRESS = "dia-chi-moi@hop-thu-kin.vn"
SECRETS = [PHONE, NEW_PHONE, MAIL, NEW_MAIL, LISTED, PASTED, RECIPIENT, LINK, SESSION]
SECRETS += [MAIL_PASSWORD, TOTP_SECRET, TYPED_PASSWORD, WRONG_PASSWORD, NEW_ADDRESS]


@pytest.fixture
def logged():
    """All that anybody logs, down to the queries' own logger left out: it repeats what is sent, on purpose."""
    lines = []

    class Kept(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler = Kept(logging.INFO)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def plant(desk, office, organiser, training_class):
    """Type, paste and send every secret where a clerk would, and change, search for and fail with some of them."""
    add = reverse("desk:person_new")
    values = {"organisation": office.pk, "full_name": "Trần Thị Mẫu", "phone": PHONE, "email": MAIL, "birth_year": 1980}
    assert desk.post(add, values).status_code == 302
    person = Person.objects.get(full_name="Trần Thị Mẫu")
    changed = values | {"phone": NEW_PHONE, "email": NEW_MAIL}
    assert desk.post(reverse("desk:person_edit", args=[person.pk]), changed).status_code == 302
    desk.post(add, values | {"full_name": ""})
    desk.get(reverse("desk:person_list"), {"q": PHONE})
    place = reverse("desk:roster_import", args=[training_class.code])
    text = f"Họ và tên\tĐơn vị\tSĐT\nLê Thị Thử\tTổ 1\t{PASTED}\n"
    assert desk.post(place, {"text": text}).status_code == 302
    table = f"Họ và tên,Đơn vị,SĐT\nVõ Văn Thử,Tổ 2,{LISTED}\n".encode()
    assert desk.post(place, {"file": SimpleUploadedFile("ds.csv", table)}).status_code in {200, 302}
    draft = RosterDraft.objects.order_by("made_at", "id").first()
    drafts.accept_draft(actor=organiser, draft=draft, revision=draft.revision)
    outbox.enqueue(
        recipient=RECIPIENT,
        template="article_submitted",
        context={"to": "Mẫu", "link": LINK},
        organisation_id=office.pk,
    )
    session = desk.session
    session["reset"] = {"key": SESSION, "link": LINK}
    session.save()
    return person


def plant_ways_in(office):
    """Set the mail server, choose and mistype passwords, hand codes over; returns what was made: tokens and codes."""
    boss = UserFactory.with_role(office, RoleKind.ADMINISTRATOR)
    clerk = UserFactory.with_role(office, RoleKind.EDITOR, email="")
    clerk.set_unusable_password()
    clerk.save()
    desk = Client()
    desk.force_login(boss)
    server = {"host": "127.0.0.1", "port": "9", "security": "none", "username": "vp", "password": MAIL_PASSWORD}
    sent = desk.post(reverse("desk:settings_mail"), {**server, "sender": "vp@example.vn", "revision": "0"})
    assert sent.status_code == 302
    desk.post(reverse("desk:settings_mail"), {**server, "sender": "", "revision": "1"})
    assert not send_trial("ai-do@example.vn").taken
    for password in (WRONG_PASSWORD, "mat-khau-thu"):
        desk.post(reverse("account_reauthenticate"), {"password": password})
    changed = {"oldpassword": "mat-khau-thu", "password1": TYPED_PASSWORD, "password2": TYPED_PASSWORD}
    assert desk.post(reverse("account_change_password"), changed).status_code == 302
    Client().post(reverse("account_login"), {"login": boss.username, "password": WRONG_PASSWORD})
    assert desk.post(reverse("base:email"), {"email": NEW_ADDRESS}).status_code == 302
    token = OutboxMessage.objects.get(template="email_confirm").context["token"]
    sealed = SecondStepAdapter().encrypt(TOTP_SECRET)
    Authenticator.objects.create(user=clerk, type="totp", data={"secret": sealed})
    invitation = passes.invite(actor=boss, user=clerk)
    code = passes.hand_over_code(actor=boss, user=clerk)
    return [token, invitation, code, code.replace("-", ""), accounts.reset_password(actor=boss, user=clerk)]


@pytest.mark.django_db(transaction=True)
def test_no_secret_lies_anywhere_in_the_clear(settings, organiser, training_class, logged, tmp_path):
    office = training_class.keeper
    desk = Client(raise_request_exception=False)
    desk.force_login(organiser)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    person = plant(desk, office, organiser, training_class)
    secrets = [*SECRETS, *plant_ways_in(office)]
    sending.send_due()
    call_command("reindex", stdout=io.StringIO())

    person.refresh_from_db()
    assert (person.phone, person.email) == (NEW_PHONE, NEW_MAIL)
    assert Person.objects.filter(full_name="Lê Thị Thử").exists()
    assert OutboxMessage.objects.exclude(error="").exists()
    assert SearchDocument.objects.exists()
    assert desk.session["reset"]["key"] == SESSION
    assert MailServer.objects.get().password == MAIL_PASSWORD
    assert len(secrets) > 15
    backup = tmp_path / "sao-luu.zip"
    call_command("backup", str(backup), stdout=io.StringIO())
    with zipfile.ZipFile(backup) as packed:
        rows = {name: packed.read(name) for name in packed.namelist() if name.startswith("rows/")}
    assert b"gAAAA" in rows["rows/core_mailserver.copy"], "what is looked through is what there is"
    assert b"gAAAA" in rows["rows/core_outboxmessage.copy"]

    assert leaks.find(secrets, leaks.dump(), "database") == []
    assert leaks.find(secrets, "\n".join(logged).encode(), "logs") == []
    assert leaks.find_in_folder(secrets, tmp_path) == []
    home = Path(settings.FILES_ROOT.parent)
    assert leaks.find_in_folder(secrets, home) == []
    if connection.vendor == "sqlite":
        name = Path(settings.DATABASES["default"]["NAME"])
        files = [path for path in name.parent.glob(f"{name.name}*") if path.is_file()]
        assert len(files) > 1, "the journal is there as well"
        assert [each for path in files for each in leaks.find(secrets, path.read_bytes(), path.name)] == []


@pytest.mark.parametrize("kind", ["plain", "folded", "digits", "base64", "utf-16", "gzip", "zip", "session"])
def test_the_search_itself_finds_each_form(kind, tmp_path):
    secret = "Địa chỉ kín: 0907 418 263"
    packed = tmp_path / "x.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", secret)
    content = {
        "plain": f"x{secret}x".encode(),
        "folded": fold(secret).encode(),
        "digits": b"tel:0907418263",
        "base64": base64.b64encode(f"xy{secret}z".encode()),
        "utf-16": secret.encode("utf-16-le"),
        "gzip": gzip.compress(secret.encode()),
        "zip": packed.read_bytes(),
        "session": base64.urlsafe_b64encode(zlib.compress(secret.encode())).rstrip(b"="),
    }[kind]
    packed.write_bytes(content)
    assert leaks.find([secret], content)
    assert leaks.find_in_folder([secret], tmp_path)
    assert leaks.find(["0905 111 222"], content) == []
