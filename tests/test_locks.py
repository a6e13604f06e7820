"""Migrations that would lock a table of a million rows are found."""

from __future__ import annotations

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

from caunoi.directory.models import Person
from scripts import locks

INDEX = models.Index(fields=["full_name"], name="by_name")
RULE = models.CheckConstraint(condition=~Q(full_name=""), name="has_a_name")


def found(*operations, name="0099_test", atomic=True):
    made = migrations.Migration(name, "directory")
    made.operations, made.atomic = list(operations), atomic
    return locks.faults([made])


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("person", "nickname", models.CharField(max_length=10, default="")),
        migrations.AddField("person", "number", models.IntegerField(null=True, unique=True)),
        migrations.AddField("person", "other", models.ForeignKey("directory.Person", models.PROTECT, null=True)),
        migrations.AlterField("person", "full_name", models.TextField()),
        migrations.AddIndex("person", INDEX),
        migrations.AddConstraint("person", RULE),
        migrations.RemoveField("person", "birth_year"),
        migrations.RenameField("person", "birth_year", "year"),
        migrations.DeleteModel("Person"),
        migrations.AlterUniqueTogether("person", {("full_name", "birth_year")}),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.AddIndex("person", INDEX)]),
        AddIndexConcurrently("person", INDEX),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_locks_a_big_table_is_found(operation):
    assert len(found(operation)) == 1


def test_what_does_not_lock_is_let_through():
    assert found(migrations.AddField("person", "a", models.CharField(max_length=10, null=True))) == []
    assert found(migrations.AddField("person", "b", models.IntegerField(db_default=0))) == []
    assert found(AddIndexConcurrently("person", INDEX), atomic=False) == []
    assert found(AddConstraintNotValid("person", RULE)) == []
    assert found(migrations.AddIndex("unit", INDEX)) == []
    assert found(migrations.RunPython(migrations.RunPython.noop)) == []


def test_a_table_made_in_the_same_migration_has_no_rows():
    made = migrations.CreateModel("person", [("id", models.AutoField(primary_key=True))])
    assert found(made, migrations.AddIndex("person", INDEX)) == []


def test_our_migrations_lock_no_big_table():
    assert locks.faults(locks.ours()) == []


def test_the_exceptions_are_needed_and_the_big_tables_exist():
    known = {f"{migration.app_label}.{migration.name}" for migration in locks.ours()}
    assert {f"{app}.{name}" for app, name in locks.BEFORE_THE_FIRST_RELEASE} <= known
    from django.apps import apps

    assert {model._meta.label_lower for model in apps.get_models()} >= locks.BIG
    assert Person._meta.label_lower in locks.BIG
