from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from caunoi.core import fields, outbox, reencryption
from caunoi.core.checking.keys import keys_open_what_is_encrypted
from caunoi.core.keys import KeyRing, KeysOpen
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.credentials.facts import AwardFacts, Holder
from caunoi.credentials.services.ledger import issue_awards
from caunoi.directory.models import AccountSession, Person
from caunoi.directory.queries.matching import match_persons
from caunoi.directory.services import people
from caunoi.web.base.accounts import SecondStepAdapter
from tests.factories import PersonFactory, UserFactory

ROOT = Path(__file__).parents[2]
PHONE = "0905 123 456"


@pytest.fixture
def ring(tmp_path, settings):
    settings.KEYS = KeyRing(tmp_path / "keys")
    return settings.KEYS


def told(*arguments):
    out = io.StringIO()
    call_command("keys", *arguments, stdout=out)
    return out.getvalue()


def raw(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_rotation_puts_a_new_key_before_the_old_ones(ring):
    old = ring.secret("fields")
    new = ring.rotate("fields")
    assert ring.all("fields") == KeyRing(ring.directory).all("fields") == [new.secret, old]
    assert {oct(path.stat().st_mode & 0o777) for path in ring.directory.iterdir()} == {"0o600"}
    assert dt.datetime.now(dt.UTC) - new.made_at < dt.timedelta(minutes=1)
    assert new.secret not in repr(new)


def test_two_rotations_at_once_lose_no_key(ring):
    """Rings of their own, as in two processes: the lock of the folder is all that holds them apart."""
    first = ring.secret("fields")
    made = []
    threads = [
        threading.Thread(target=lambda: made.append(KeyRing(ring.directory).rotate("fields").secret)) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(ring.all("fields")) == {first, *made}
    assert len(ring.all("fields")) == 21


def killed(program, folder):
    run = subprocess.run(
        [sys.executable, "-m", program, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT, timeout=300
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_rotation_clears_away_what_a_killed_one_left_and_nothing_of_others(ring):
    first = ring.secret("fields")
    left, others = ring.directory / "fields.key.0123abcd.new", ring.directory / "trail.new"
    for path in (left, others):
        path.touch(mode=0o600)
    ring.rotate("fields")
    assert ring.all("fields")[1] == first
    # The anchor of the trail is written aside in the same folder, under a lock of its own.
    assert (left.exists(), others.exists()) == (False, True)


def test_rotation_killed_anywhere_leaves_the_old_or_the_new_keys(tmp_path):
    *dead, whole = killed("tests.core.killed_rotation", tmp_path)
    assert len(dead) > 5
    assert {each["found"] for each in dead} == {1, 2}
    assert whole["found"] == 2
    assert all((each["old kept"], each["again"], each["left"]) == (True, True, []) for each in [*dead, whole])


def test_running_process_takes_a_new_key_without_a_restart(tmp_path):
    keys = tmp_path / "keys"
    KeyRing(keys).secret("fields")
    program = (
        "import django, sys; django.setup()\n"
        "from caunoi.core.fields import cipher\n"
        "for line in sys.stdin:\n"
        "    print(cipher().decrypt(line.strip().encode()).decode(), cipher().encrypt(b'x').decode(), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "CAUNOI_HOME": str(tmp_path), "CAUNOI_KEYS": str(keys)},
    ) as running:
        for _ in range(3):
            newest = Fernet(KeyRing(keys).rotate("fields").secret.encode())
            running.stdin.write(newest.encrypt(b"doc duoc").decode() + "\n")
            running.stdin.flush()
            read, token = running.stdout.readline().rsplit(" ", 1)
            assert read == "doc duoc"
            assert newest.decrypt(token.strip().encode()) == b"x"
        running.stdin.close()
    assert running.returncode == 0


@pytest.mark.parametrize("mode", [0o750, 0o701])
def test_folder_open_to_others_is_refused_in_words(ring, mode):
    ring.secret("fields")
    ring.directory.chmod(mode)
    with pytest.raises(KeysOpen, match="chmod 0700"):
        KeyRing(ring.directory).secret("fields")
    with pytest.raises(CommandError, match="can be read by other users"):
        told("list")


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_key_open_to_others_is_refused_in_words(ring, mode):
    ring.secret("fields")
    (ring.directory / "fields.key").chmod(mode)
    with pytest.raises(KeysOpen, match=r"chmod 0600 .*fields\.key"):
        ring.secret("fields")
    with pytest.raises(KeysOpen):
        ring.refuse_open()


@pytest.mark.django_db
def test_every_encrypted_column_is_found():
    """A new one is found by itself; whoever adds it looks here whether it should be one."""
    assert sorted(map(str, reencryption.columns())) == [
        "core.MailServer.password",
        "core.OutboxMessage.context",
        "core.OutboxMessage.recipient",
        "directory.AccountSession.session_data",
        "directory.Person.email",
        "directory.Person.email_hash",
        "directory.Person.phone",
        "directory.Person.phone_hash",
        "intake.RosterDraft.content",
        "training.PayeeAccount.account",
        "training.PayeeAccount.bank",
        "training.PayeeAccount.tax_code",
        "training.PooledSheet.body",
    ]
    assert {column.name: column.source for column in reencryption.columns() if column.name.endswith("hash")} == {
        "phone_hash": "phone",
        "email_hash": "email",
    }


@pytest.fixture
def person(ring, office, organiser):
    return people.add_person(
        actor=organiser, organisation=office, full_name="Trần Thị Mẫu", phone=PHONE, email="mau@thu.vn"
    )


@pytest.mark.django_db
def test_rotation_re_encryption_and_retirement(ring, person, desk):
    outbox.enqueue(recipient="hop@thu.vn", template="x", context={"to": "Mẫu"}, organisation_id=None)
    before = raw("directory_person", "phone_hash"), raw("directory_person", "phone")
    old = {name: ring.secret(name) for name in reencryption.ROTATED}

    words = told("rotate")
    assert Person.objects.get().phone == PHONE
    assert "old, 0 days old, 5 values" in told("list")
    with pytest.raises(CommandError, match="too young"):
        told("retire")
    with pytest.raises(CommandError, match="still lie under old keys"):
        told("retire", "--at-once")
    assert ring.all("fields")[-1] == old["fields"]

    # Phone, e-mail, both hashes, recipient, context and the session of the desk.
    assert told("reencrypt") == "7 values were brought under the newest keys.\n"
    assert told("reencrypt") == "0 values were brought under the newest keys.\n"
    told("retire", "--at-once")
    words += told("list")

    assert (raw("directory_person", "phone_hash"), raw("directory_person", "phone")) != before
    assert len(ring.all("fields")) == len(ring.all("lookup")) == 1
    assert old["fields"] in (ring.directory / "fields.retired").read_text()
    assert not [key for key in [*old.values(), *map(ring.secret, ring.names())] if key in words]
    found = Person.objects.get()
    assert (found.phone, found.email) == (PHONE, "mau@thu.vn")
    assert (found.phone_hash, found.email_hash) == (fields.lookup_hash(PHONE), fields.lookup_hash("mau@thu.vn"))
    assert OutboxMessage.objects.get().context == {"to": "Mẫu"}
    assert desk.get("/").wsgi_request.user.is_authenticated


@pytest.mark.django_db
def test_person_is_found_by_phone_while_the_look_up_key_changes(ring, person, stranger):
    ring.rotate("lookup")
    wanted = [{"full_name": person.full_name, "phone": "+84 905 123 456"}]
    assert person.phone_hash != fields.lookup_hash(PHONE)
    assert [match.by_phone for match in match_persons(stranger, wanted)[0]] == [True]
    linked = people.link_person(
        actor=stranger,
        organisation=stranger.roles.get().organisation,
        person_id=person.pk,
        full_name=person.full_name,
        phone=PHONE,
    )
    assert linked == person


@pytest.mark.django_db
def test_change_of_a_clerk_in_between_is_not_overwritten(ring, person):
    """He changes the phone after the batch was read, right before it is written."""
    for name in reencryption.ROTATED:
        ring.rotate(name)
    done = []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "directory_person" in sql and not done:
            done.append(sql)
            changed = people.build_person(full_name="Trần Thị Mẫu", phone="0999 888 777")
            Person.objects.filter(pk=person.pk).update(phone=changed.phone, phone_hash=changed.phone_hash)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        reencryption.reencrypt()
    found = Person.objects.get()
    assert done
    assert (found.phone, found.phone_hash) == ("0999 888 777", fields.lookup_hash("0999888777"))
    assert found.email_hash == fields.lookup_hash("mau@thu.vn")


@pytest.mark.django_db
def test_value_without_its_key_is_told_and_holds_the_old_keys(ring, person):
    ring.rotate("fields")
    stray = Fernet(Fernet.generate_key()).encrypt(b"x").decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE directory_person SET email = %s", [stray])
    reencryption.reencrypt()
    assert raw("directory_person", "email") == [stray]
    with pytest.raises(CommandError, match="1 values are opened by no key"):
        told("retire", "fields", "--at-once")
    assert "opened by no key" in told("list")


@pytest.mark.django_db
def test_batches_reach_every_row(ring, monkeypatch):
    monkeypatch.setattr(reencryption, "_BATCH", 3)
    for number in range(7):
        PersonFactory(phone=f"090{number}", phone_hash=fields.lookup_hash(f"090{number}"))
    PersonFactory(phone="")
    for name in reencryption.ROTATED:
        ring.rotate(name)
    assert reencryption.reencrypt() == 14
    assert [sum(reencryption.count_old(name).values()) for name in reencryption.ROTATED] == [7, 7, 0]


@pytest.mark.django_db
def test_session_is_encrypted_and_ends_with_its_key(ring, organiser):
    client = Client()
    client.force_login(organiser)
    (stored,) = AccountSession.objects.values_list("session_data", flat=True)
    assert fields.cipher().decrypt(stored)
    (ring.directory / "fields.key").unlink()
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_old_signatures_still_count_after_a_rotation(ring):
    old = ring.secret("django")
    new = ring.rotate("django").secret
    assert ring.all("django") == [new, old]
    assert current.SECRET_KEY_FALLBACKS == []


def test_re_encryption_killed_at_any_query_loses_nothing(tmp_path):
    *dead, whole = killed("tests.core.killed_reencryption", tmp_path)
    assert len(dead) > 30
    assert all(each["plain"] == each["after"] == whole["plain"] for each in dead)
    assert {each["left"] for each in [*dead, whole]} == {0}
    assert (dead[0]["old"], whole["old"]) == (22, 0)
    assert len({each["old"] for each in dead}) > 5


@pytest.fixture
def steps(ring, organiser):
    """A code app and spare codes as allauth makes them, and one secret from before secrets were encrypted."""
    seal = SecondStepAdapter().encrypt
    other = UserFactory()
    return [
        Authenticator.objects.create(user=organiser, type="totp", data={"secret": seal("JBSWY3DPEHPK3PXP")}),
        Authenticator.objects.create(
            user=organiser, type="recovery_codes", data={"seed": seal("abcdef"), "used_mask": 5}
        ),
        Authenticator.objects.create(user=other, type="recovery_codes", data={"migrated_codes": ["ein", seal("zwei")]}),
        Authenticator.objects.create(user=other, type="webauthn", data={"name": "Điện thoại", "credential": {}}),
    ]


def opened(data, *names):
    return [SecondStepAdapter().decrypt(data[name]) for name in names]


@pytest.mark.django_db
@pytest.mark.data
def test_key_of_code_apps_and_spare_codes_rotates_like_the_others(ring, steps):
    old = ring.secret("steps")
    told("rotate", "steps")
    app, spare, given, passkey = steps
    # Old data can be read, and used, before anything was encrypted anew.
    assert TOTP(app).instance.data == app.data
    assert opened(app.data, "secret") == ["JBSWY3DPEHPK3PXP"]
    assert "old, 0 days old, 4 values" in told("list")
    with pytest.raises(CommandError, match="still lie under old keys"):
        told("retire", "steps", "--at-once")

    assert told("reencrypt") == "4 values were brought under the newest keys.\n"
    assert told("reencrypt") == "0 values were brought under the newest keys.\n"
    told("retire", "steps", "--at-once")

    assert ring.all("steps") != [old]
    assert len(ring.all("steps")) == 1
    for each in steps:
        each.refresh_from_db()
    assert opened(app.data, "secret") == ["JBSWY3DPEHPK3PXP"]
    assert opened(spare.data, "seed") == ["abcdef"]
    assert spare.data["used_mask"] == 5
    assert [SecondStepAdapter().decrypt(each) for each in given.data["migrated_codes"]] == ["ein", "zwei"]
    assert all(each.startswith("gAAAA") for each in given.data["migrated_codes"])
    assert passkey.data == {"name": "Điện thoại", "credential": {}}


@pytest.mark.django_db
@pytest.mark.data
def test_secret_whose_key_is_missing_is_told_kept_and_holds_the_old_keys(ring, steps):
    (ring.directory / "steps.key").write_text(Fernet.generate_key().decode() + "\n")
    ring.rotate("steps")
    before = Authenticator.objects.get(pk=steps[0].pk).data

    assert "3 values are opened by no key that is there" in told("list")
    assert [fault.where for fault in keys_open_what_is_encrypted(deep=False)] == ["steps"]
    told("reencrypt")
    assert Authenticator.objects.get(pk=steps[0].pk).data == before
    with pytest.raises(CommandError, match="opened by no key"):
        told("retire", "steps", "--at-once")


@pytest.mark.django_db
@pytest.mark.data
def test_each_rotation_and_retirement_leaves_its_row(ring, monkeypatch):
    monkeypatch.setenv("SUDO_USER", "nguoi-van-hanh")
    old = ring.keys("lookup")[0]
    told("rotate")
    told("rotate", "django")
    told("retire", "lookup", "--at-once")

    rows = list(AuditEntry.objects.order_by("id").values_list("action", "actor_name", "details__key", "object_id"))
    assert [(action, who, key) for action, who, key, _mark in rows] == [
        *(("core.key_rotated", "nguoi-van-hanh", key) for key in ("fields", "lookup", "steps", "django")),
        ("core.key_retired", "nguoi-van-hanh", "lookup"),
    ]
    assert rows[1][3] == ring.keys("lookup")[0].fingerprint
    assert rows[4][3] == old.fingerprint
    everything = str(list(AuditEntry.objects.values()))
    assert not [key for name in ring.names() for key in ring.all(name) if key in everything]


@pytest.mark.django_db
def test_old_key_of_certificates_stays_while_one_lives_that_it_signed(ring, office, organiser):
    holder = Holder(person_id=PersonFactory().pk, name="Trần Thị Mẫu")
    facts = AwardFacts(subject="kỹ năng", code="K7M3QX", organiser=office.name)
    [award] = issue_awards(actor=organiser, owner=office, source="class:1", facts=facts, holders=[holder])
    told("rotate", "credentials")
    told("rotate", "credentials")
    _newest, unused, signed = ring.keys("credentials")
    assert f"credentials {signed.fingerprint}: old, 0 days old, signed 1 certificates that live" in told("list")
    with pytest.raises(CommandError, match="too young"):
        told("retire", "credentials")
    assert unused.fingerprint in told("retire", "credentials", "--at-once")
    assert signed in ring.keys("credentials")
    with pytest.raises(CommandError, match="1 certificates live that the old keys signed"):
        told("retire", "credentials", "--at-once")
    award.holder.delete()
    assert signed.fingerprint in told("retire", "credentials", "--at-once")
