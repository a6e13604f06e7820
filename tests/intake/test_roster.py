"""Drafts of lists: from file or text to the class's list, or dropped."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from caunoi.core import retention
from caunoi.core.errors import NotNow, StaleChange
from caunoi.directory.models import Person
from caunoi.intake.models import RosterDraft
from caunoi.intake.queries.roster import own_drafts, preview
from caunoi.intake.rosters.content import Content
from caunoi.intake.services import roster as drafts
from caunoi.training.enums import ClassState
from caunoi.training.models import Enrolment, RosterBatch, VenuePoint
from caunoi.training.services import batches
from tests.factories import EnrolmentFactory, PersonFactory

pytestmark = pytest.mark.django_db

HEAD = "Họ và tên\tNăm sinh\tChức vụ\tĐơn vị\tSĐT\tĐiểm cầu\n"


def start(organiser, training_class, *lines):
    return drafts.start_from_text(
        actor=organiser, training_class=training_class, text=HEAD + "".join(f"{line}\n" for line in lines)
    )


def states(organiser, draft):
    return [(one.row.number, one.state) for one in preview(organiser, draft).rows]


def test_draft_writes_nothing_until_it_is_accepted_and_is_gone_then(organiser, training_class):
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu\t1970\tTổ trưởng\tTDP 3\t0905123456")
    assert not Person.objects.exists()
    batch = drafts.accept_draft(actor=organiser, draft=draft, revision=1)
    row = batch.enrolments.select_related("person").get()
    assert (row.person.full_name, row.person.birth_year, row.person.phone) == ("Nguyễn Văn Mẫu", 1970, "0905123456")
    assert (row.post, row.unit_text) == ("Tổ trưởng", "TDP 3")
    assert not RosterDraft.objects.exists()


def test_draft_is_stored_encrypted(organiser, training_class):
    start(organiser, training_class, "Nguyễn Văn Mẫu\t1970\tTổ trưởng\tTDP 3\t0905123456")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM intake_rosterdraft")
        (stored,) = cursor.fetchone()
    assert "Mẫu" not in stored
    assert "0905123456" not in stored
    assert stored.startswith("gAAAA")


def test_fault_is_named_by_row_and_column_and_corrected_in_place(organiser, training_class):
    draft = start(
        organiser, training_class, "Nguyễn Văn Mẫu\t31/02/1970\tTổ trưởng\tTDP 3", "Trần Thị Thử\t1980\tTổ phó\tTDP 3"
    )
    assert states(organiser, draft) == [(2, "fault"), (3, "ok")]
    (message,) = preview(organiser, draft).rows[0].faults.values()
    assert all(part in message for part in ("2", "Năm sinh", "31/02/1970"))
    with pytest.raises(ValidationError) as refused:
        drafts.accept_draft(actor=organiser, draft=draft, revision=1)
    assert refused.value.message_dict["rows"] == [message]
    draft = drafts.decide_rows(actor=organiser, draft=draft, revision=1, edits={2: {"birth_year": "1970"}})
    assert states(organiser, draft) == [(2, "ok"), (3, "ok")]
    drafts.accept_draft(actor=organiser, draft=draft, revision=2)
    assert Enrolment.objects.count() == 2


def test_faulty_rows_can_be_skipped_at_once(organiser, training_class):
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu\tabc", "Trần Thị Thử\t1980", "\t1990\tTổ phó\tTDP 3")
    draft = drafts.skip_faulty(actor=organiser, draft=draft, revision=1)
    assert states(organiser, draft) == [(2, "skipped"), (3, "ok"), (4, "skipped")]
    assert drafts.accept_draft(actor=organiser, draft=draft, revision=2).count == 1


def test_same_person_twice_in_the_list_and_on_the_class_s_list_is_shown_and_left_out(organiser, training_class):
    EnrolmentFactory(training_class=training_class, person=PersonFactory(full_name="Lê Thị Ba"), unit_text="TDP 3")
    draft = start(
        organiser,
        training_class,
        "Nguyễn Văn Mẫu\t1970\t\tTDP 3",
        "NGUYỄN VĂN MẪU\t1970\t\tTDP 3",
        "Nguyễn Văn Mẫu\t1971\t\tTDP 3",
        "Lê Thị Ba\t\t\tTDP 3",
    )
    assert states(organiser, draft) == [(2, "ok"), (3, "twin"), (4, "ok"), (5, "listed")]
    rows = preview(organiser, draft).rows
    assert (rows[1].twin, rows[3].listed.number) == (2, 1)
    draft = drafts.decide_rows(actor=organiser, draft=draft, revision=1, decisions={3: "distinct", 5: "distinct"})
    assert states(organiser, draft) == [(2, "ok"), (3, "ok"), (4, "ok"), (5, "ok")]
    drafts.accept_draft(actor=organiser, draft=draft, revision=2)
    assert Enrolment.objects.count() == 5


def test_known_person_is_used_or_not_as_the_clerk_says(organiser, office, training_class):
    known = PersonFactory.known_to(office, full_name="Nguyễn Văn Mẫu", birth_year=1970)
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu\t1970\t\tTDP 3", "Nguyễn Văn Mẫu\t\t\tTDP 4")
    first, second = preview(organiser, draft).rows
    assert (first.state, first.person_id, second.state, second.person_id) == ("known", known.pk, "ok", None)
    assert [match.person_id for match in second.matches] == [known.pk]
    draft = drafts.decide_rows(actor=organiser, draft=draft, revision=1, decisions={2: "new", 3: f"use:{known.pk}"})
    drafts.accept_draft(actor=organiser, draft=draft, revision=2)
    assert known.enrolments.get().unit_text == "TDP 4"
    assert Person.objects.count() == 2


def test_person_out_of_scope_cannot_be_chosen_by_id(organiser, stranger, training_class):
    hidden = PersonFactory.known_to(stranger.roles.get().organisation, full_name="Nguyễn Văn Mẫu")
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu\t1970\t\tTDP 3")
    draft = drafts.decide_rows(actor=organiser, draft=draft, revision=1, decisions={2: f"use:{hidden.pk}"})
    (row,) = preview(organiser, draft).rows
    assert (row.state, row.person_id, row.matches) == ("ok", None, [])


def test_venue_point_by_name_and_an_unknown_one_as_a_note(organiser, training_class):
    point = VenuePoint.objects.create(training_class=training_class, name="Điểm cầu Hội trường A")
    draft = start(
        organiser,
        training_class,
        "Nguyễn Văn Mẫu\t\t\tTDP 3\t\tđiểm cầu hội trường a",
        "Trần Thị Thử\t\t\tTDP 3\t\tNhà văn hóa",
    )
    drafts.accept_draft(actor=organiser, draft=draft, revision=1)
    rows = Enrolment.objects.order_by("person__sort_name").values_list("venue_point_id", "note")
    assert [(place, note.split(": ")[-1]) for place, note in rows] == [(point.pk, ""), (None, "Nhà văn hóa")]


def test_columns_and_head_can_be_chosen(organiser, training_class):
    draft = drafts.start_from_text(
        actor=organiser,
        training_class=training_class,
        text="Tổ trưởng;Nguyễn Văn Mẫu;TDP 3\nTổ phó;Trần Thị Thử;TDP 4\n",
    )
    draft = drafts.choose_columns(
        actor=organiser, draft=draft, revision=1, sheet=0, head=-1, columns={0: "post", 1: "full_name", 2: ""}
    )
    assert [(one.row.full_name, one.row.post, one.row.unit_text) for one in preview(organiser, draft).rows] == [
        ("Nguyễn Văn Mẫu", "Tổ trưởng", ""),
        ("Trần Thị Thử", "Tổ phó", ""),
    ]
    draft = drafts.choose_columns(actor=organiser, draft=draft, revision=2, sheet=0, head=0, columns={})
    assert Content.from_text(draft.content).current.head == 0
    for wrong in ({"sheet": 5}, {"head": 99}, {"columns": {0: "phone", 1: "phone"}}, {"columns": {0: "dan_toc"}}):
        with pytest.raises(ValidationError):
            drafts.choose_columns(
                actor=organiser, draft=draft, revision=3, **({"sheet": 0, "head": 0, "columns": {}} | wrong)
            )


def test_two_windows_on_one_draft_are_told(organiser, training_class):
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu")
    drafts.decide_rows(actor=organiser, draft=draft, revision=1, decisions={2: "skip"})
    with pytest.raises(StaleChange):
        drafts.decide_rows(actor=organiser, draft=draft, revision=1, decisions={2: "new"})
    with pytest.raises(ValidationError):
        drafts.accept_draft(actor=organiser, draft=draft, revision=2)
    draft = drafts.decide_rows(actor=organiser, draft=draft, revision=2, decisions={2: ""})
    drafts.accept_draft(actor=organiser, draft=draft, revision=3)
    with pytest.raises(StaleChange):
        drafts.accept_draft(actor=organiser, draft=draft, revision=3)
    assert RosterBatch.objects.count() == 1


def test_draft_is_its_maker_s_alone_and_a_closed_class_takes_none(organiser, administrator, stranger, training_class):
    draft = start(organiser, training_class, "Nguyễn Văn Mẫu")
    assert list(own_drafts(administrator, training_class)) == []
    for other in (administrator, stranger):
        with pytest.raises(PermissionDenied):
            drafts.accept_draft(actor=other, draft=draft, revision=1)
    with pytest.raises(PermissionDenied):
        drafts.start_from_text(actor=stranger, training_class=training_class, text="Nguyễn Văn Mẫu")
    training_class.state = ClassState.CLOSED
    training_class.save()
    with pytest.raises(NotNow):
        drafts.accept_draft(actor=organiser, draft=draft, revision=1)


@pytest.mark.parametrize("text", ["", "  \n", "\n\t\n"])
def test_pasting_nothing_is_refused_in_words(organiser, training_class, text):
    with pytest.raises(ValidationError) as refused:
        drafts.start_from_text(actor=organiser, training_class=training_class, text=text)
    assert list(refused.value.message_dict) == ["text"]


def test_ten_megabytes_of_text_are_refused_in_words(organiser, training_class):
    with pytest.raises(ValidationError) as refused:
        drafts.start_from_text(actor=organiser, training_class=training_class, text="Nguyễn Văn Mẫu\n" * 700_000)
    assert list(refused.value.message_dict) == ["text"]
    assert not RosterDraft.objects.exists()


def test_old_drafts_are_deleted_by_the_job(organiser, training_class):
    old = start(organiser, training_class, "Nguyễn Văn Mẫu")
    fresh = start(organiser, training_class, "Nguyễn Văn Mẫu")
    RosterDraft.objects.filter(pk=old.pk).update(made_at=timezone.now() - dt.timedelta(days=8))
    assert retention.run(retention.kind_named("roster_drafts")) == 1
    assert RosterDraft.objects.get() == fresh


def test_preview_costs_the_same_queries_for_3_and_600(organiser, training_class, django_assert_max_num_queries):
    for size in (3, 600):
        draft = start(organiser, training_class, *[f"Nguyễn Văn Mẫu {chr(97 + n % 26)}x\t1970" for n in range(size)])
        with django_assert_max_num_queries(6):
            assert len(preview(organiser, draft).rows) == size


KILLED = """
import os, sys
os.environ["CAUNOI_HOME"] = sys.argv[1]
os.environ["CAUNOI_DATABASE_URL"] = "sqlite:///" + sys.argv[1] + "/killed.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import django
django.setup()
from django.db import connection
from caunoi.directory.models import User
from caunoi.intake.models import RosterDraft
from caunoi.intake.services.roster import accept_draft
left = int(sys.argv[2])
def die(execute, sql, params, many, context):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    return execute(sql, params, many, context)
draft = RosterDraft.objects.select_related("training_class").get()
with connection.execute_wrapper(die):
    accept_draft(actor=User.objects.get(), draft=draft, revision=1)
"""

PREPARED = """
import os, sys
os.environ["CAUNOI_HOME"] = sys.argv[1]
os.environ["CAUNOI_DATABASE_URL"] = "sqlite:///" + sys.argv[1] + "/killed.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
import pathlib
import django
from tests import databases
databases.sqlite_copy(pathlib.Path(sys.argv[1]) / "killed.sqlite3")
django.setup()
from tests.factories import OrganisationFactory, TrainingClassFactory, UserFactory
from caunoi.directory.enums import RoleKind
from caunoi.intake.services.roster import start_from_text
office = OrganisationFactory()
user = UserFactory.with_role(office, RoleKind.ORGANISER)
names = "".join(f"Nguyễn Văn {chr(65 + n)}\\tTDP {n}\\n" for n in range(5))
start_from_text(actor=user, training_class=TrainingClassFactory(keeper=office), text="Họ và tên\\tĐơn vị\\n" + names)
"""


def counted(path):
    with sqlite3.connect(path) as database:
        tables = ("directory_person", "training_enrolment", "training_rosterbatch", "intake_rosterdraft")
        return tuple(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def test_killing_the_server_while_a_list_is_taken_over_leaves_all_or_nothing(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CAUNOI_")}
    run = [sys.executable, "-c"]
    subprocess.run([*run, textwrap.dedent(PREPARED), str(tmp_path)], check=True, env=environment)
    seen = []
    for after in (6, 11, 15, 500):
        done = subprocess.run([*run, textwrap.dedent(KILLED), str(tmp_path), str(after)], env=environment, check=False)
        seen.append((done.returncode, counted(tmp_path / "killed.sqlite3")))
    assert seen == [(9, (0, 0, 0, 1))] * 3 + [(0, (5, 5, 1, 0))]


def test_undo_after_accepting_leaves_the_class_as_before(organiser, training_class):
    batch = drafts.accept_draft(
        actor=organiser, draft=start(organiser, training_class, "Nguyễn Văn Mẫu", "Trần Thị Thử"), revision=1
    )
    batches.undo_roster(actor=organiser, batch=batch)
    assert (Enrolment.objects.count(), Person.objects.count()) == (0, 0)


def test_five_thousand_rows_are_previewed_and_taken_over(organiser, training_class):
    lines = [f"Nguyễn Thị {'abcdefghij'[n // 500]}{'xyzt'[n % 4]}\t{1950 + n % 50}\t\tTDP {n}" for n in range(5_000)]
    draft = start(organiser, training_class, *lines)
    assert preview(organiser, draft).counts["ok"] == 5_000
    batch = drafts.accept_draft(actor=organiser, draft=draft, revision=1)
    assert batch.enrolments.count() == 5_000
