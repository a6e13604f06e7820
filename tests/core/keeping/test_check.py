"""Each kind of thing is broken once, and the check that should find it does, and says what to do."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from caunoi.core import checks, search
from caunoi.core.checking.folding import registered_columns
from caunoi.core.checking.searching import expected_kinds
from caunoi.core.files import path_of
from caunoi.core.keeping.restore import restore_backup
from caunoi.core.models import AuditEntry, OutboxMessage, StoredFile
from caunoi.training.models import ClassReport
from tests.core.keeping.conftest import faults
from tests.core.keeping.places import elsewhere


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def lose_file():
    path_of(StoredFile.objects.order_by("pk").first().sha256).unlink()


def change_file():
    lost = StoredFile.objects.order_by("pk").first().sha256
    path = path_of(StoredFile.objects.exclude(sha256=lost).order_by("pk").first().sha256)
    path.write_bytes(bytes(reversed(path.read_bytes())))


def count_wrongly():
    report = ClassReport.objects.order_by("pk").first()
    report.facts["present"]["value"] += 1
    ClassReport.objects.filter(pk=report.pk).update(facts=report.facts)


def change_trail():
    from caunoi.core.audit import seal_pending

    seal_pending()
    run("UPDATE core_auditentry SET words_digest = 'x' WHERE id = (SELECT min(id) FROM core_auditentry)")


DROP_INDEX = "DROP INDEX person_by_name"
BROKEN = {
    "references": lambda: run(f"UPDATE training_enrolment SET training_class_id = '{'f' * 32}'"),
    "tables": lambda: run(DROP_INDEX),
    "migrations": lambda: run("DELETE FROM django_migrations WHERE app = 'training' AND name LIKE '0002%'"),
    # Before the keys: what can't be opened can't be compared.
    "phones": lambda: run("UPDATE directory_person SET phone_hash = 'x' WHERE phone_hash <> ''"),
    "keys": lambda: run("UPDATE directory_person SET phone = 'gAAAAA-not-of-this-key' WHERE phone <> ''"),
    "files": lose_file,
    "deep": change_file,
    "folding": lambda: run("UPDATE directory_person SET folded_name = 'khong dung'"),
    "search": lambda: search.remove_many(kind="class", object_ids=["x", *_codes()]),
    "attendance": lambda: run("UPDATE training_attendance SET mark = 'absent'"),
    "reports": count_wrongly,
    "pages": lambda: run("UPDATE wagtailcore_page SET numchild = 7 WHERE depth = 2"),
    "paths": lambda: run("UPDATE directory_organisation SET parent_id = id"),
    "trail": change_trail,
}


def _codes() -> list[str]:
    from caunoi.training.models import TrainingClass

    return list(TrainingClass.objects.order_by("pk").values_list("code", flat=True))


def test_what_is_broken_is_found_each_by_its_check(original, tmp_path):
    with elsewhere(tmp_path / "there"):
        restore_backup(original.backup)
        assert faults() == []
        for name, breaks in BROKEN.items():
            check, deep = ("files", True) if name == "deep" else (name, False)
            known = wheres(check, deep=deep)
            breaks()
            if deep:
                assert wheres(check, deep=False) == known
            found = wheres(check, deep=deep)
            assert len(found) > len(known), name
            assert all(one.what and one.todo for one in checks.run(check, deep=deep))


def wheres(check: str, *, deep: bool) -> list[str]:
    return [one.where for one in checks.run(check, deep=deep) if not one.notice]


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_texts_too_long_are_found_on_the_database_that_lets_them_in(office, vendor):
    if connection.vendor == vendor == "sqlite":
        run(f"UPDATE directory_user SET name = '{'a' * 500}'")
        assert [one.where for one in checks.run("lengths")] == ["directory_user.name"]
    else:
        assert list(checks.run("lengths")) == []


def test_what_waits_too_long_and_what_belongs_to_nothing_is_a_notice(office):
    OutboxMessage.objects.create(recipient="a@b.vn", template="x", state="failed", not_before="2026-01-01T00:00:00Z")
    loose = path_of("ab" * 32)
    loose.parent.mkdir(parents=True)
    loose.write_text("x")
    found = [one for name in checks.registered() for one in checks.run(name)]
    assert {(one.check, one.notice) for one in found} == {("mails", True), ("files", True)}


def test_the_command_ends_with_one_and_tells_in_json(original, tmp_path, capsys):
    with elsewhere(tmp_path / "there"):
        restore_backup(original.backup)
        call_command("check", "--json")
        assert json.loads(capsys.readouterr().out)["sound"] is True
        lose_file()
        with pytest.raises(SystemExit) as ended:
            call_command("check", "files", "--json")
        assert ended.value.code == 1
        told = json.loads(capsys.readouterr().out)
        assert (told["sound"], told["checks"], len(told["findings"])) == (False, ["files"], 1)
        AuditEntry.objects.all().delete()


def test_every_folded_column_and_every_kind_of_search_is_looked_at():
    folded = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("caunoi.") and model._meta.app_label != "core"
        for field in model._meta.local_concrete_fields
        if field.name.startswith("folded_") or field.name == "sort_name"
    }
    assert registered_columns() == folded
    assert expected_kinds() == set(search.registered())
