import stat

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core import fields
from caunoi.core.ids import ALPHABET, new_code, new_id
from caunoi.core.keys import KeyRing
from caunoi.directory.models import Person
from tests.factories import PersonFactory


def test_key_is_made_once_and_readable_by_the_owner_alone(tmp_path):
    ring = KeyRing(tmp_path / "keys")
    key = ring.secret("fields")
    assert KeyRing(tmp_path / "keys").secret("fields") == key
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "fields.key").stat().st_mode) == 0o600
    Fernet(key.encode())


def test_newest_key_encrypts_and_older_ones_still_read(tmp_path):
    tmp_path.chmod(0o700)
    ring = KeyRing(tmp_path)
    old = ring.secret("fields")
    token = Fernet(old.encode()).encrypt(b"0912345678")
    new = Fernet.generate_key().decode()
    (tmp_path / "fields.key").write_text(f"{new}\n{old}\n")  # as a file of before, without ages
    assert ring.secret("fields") == new
    assert fields._cipher(tuple(ring.all("fields"))).decrypt(token) == b"0912345678"


@pytest.mark.django_db
def test_encrypted_field_is_plain_in_python_and_unreadable_in_the_database():
    person = PersonFactory(phone="0912 345 678")
    person.refresh_from_db()
    assert person.phone == "0912 345 678"
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM directory_person")
        (stored,) = cursor.fetchone()
    assert "345" not in stored


@pytest.mark.django_db
def test_encrypted_field_cannot_be_filtered_by():
    with pytest.raises(Exception, match="lookup"):
        list(Person.objects.filter(phone="0912345678"))


@pytest.mark.parametrize("written", ["0912345678", "0912.345.678", "+84 912 345 678", "84912345678", "0912 345 678"])
def test_one_phone_has_one_hash(written):
    assert fields.lookup_hash(written) == fields.lookup_hash("0912345678")


@given(st.emails(), st.emails())
def test_different_addresses_have_different_hashes(first, second):
    assert (fields.lookup_hash(first) == fields.lookup_hash(second)) == (first.casefold() == second.casefold())


def test_nothing_has_the_empty_hash():
    assert fields.lookup_hash("  ") == ""


def test_codes_hold_no_look_alikes():
    code = new_code(200)
    assert set(code) <= set(ALPHABET)
    assert set(ALPHABET).isdisjoint("0O1IL2Z5S8BU")


def test_ids_are_ordered_by_time():
    ids = [new_id() for _ in range(100)]
    assert ids == sorted(ids)
