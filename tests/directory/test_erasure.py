"""All that is held about a person: exported, erased; what stays true, and that nothing else is found afterwards."""

from __future__ import annotations

import json
import unicodedata

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import UUIDField
from django.utils import translation

from caunoi.core import audit, checks, personal
from caunoi.core.errors import NotNow
from caunoi.core.fields import lookup_hash
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.core.text import fold
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import ERASED, Person, Role, User
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services import erasure, indexing, merging
from caunoi.directory.services.people import make_known
from caunoi.training.models import ClassReport, Enrolment
from tests import killing, leaks
from tests.directory import plenty
from tests.factories import OrganisationFactory
from tests.intake.factories import CandidateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# Numbers of an account or a person that are no foreign keys.
BY_NUMBER = {"actor_id", "person_id", "created_by_id"}


@pytest.fixture
def world():
    return plenty.person_with_everything()


def erase(world, **changed):
    given = {"actor": world.boss, "person": world.person, "typed": plenty.NAME, "reason": "Theo đơn số 12"}
    return erasure.erase_person(**given | changed)


def test_every_column_that_refers_to_a_person_or_an_account_is_covered():
    """Whoever adds one names it in a holding, or says why it need not be exported and erased."""
    there = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.concrete:
                continue
            refers = field.is_relation and field.related_model in {Person, User}
            numbered = isinstance(field, UUIDField) and field.name in BY_NUMBER
            if refers or numbered:
                there.add(f"{model._meta.label}.{field.name}")
    covered = {column for holding in personal.holdings() for column in holding.covers}
    left_out = personal.left_out()

    assert sorted(there - covered - left_out.keys()) == []
    assert sorted((covered | left_out.keys()) - there) == [], "these are no columns any more"
    assert covered & left_out.keys() == set()
    assert all(len(reason) > 10 for reason in left_out.values())


def test_every_holding_tells_what_goes_or_why_it_stays():
    assert [each.name for each in personal.holdings() if not (each.goes or each.stays)] == []
    assert [each.name for each in personal.holdings() if each.erase and not each.goes] == []


def rows(found, name):
    return next(part["rows"] for part in found["parts"] if part["name"] == name)


def test_export_holds_every_kind_of_thing(world):
    with translation.override("vi"):
        found = erasure.export_person(actor=world.boss, person=world.person)

    assert (found["schema"], found["version"]) == ("caunoi.person", 1)
    assert [part["name"] for part in found["parts"]] == [each.name for each in personal.holdings()]
    empty = [part["name"] for part in found["parts"] if not part["rows"]]
    assert empty == ["publishing.editor"]
    assert {row["full_name"] for row in rows(found, "directory.person")} == {plenty.NAME, plenty.NAME.upper()}
    assert [row["attendance"] for row in rows(found, "training.enrolments")] == [
        ["sáng 02/03/2026: có mặt"], ["sáng 02/03/2026: có mặt"]
    ]  # fmt: skip
    assert {row["kind"] for row in rows(found, "directory.signing_in")} >= {"Chrome, Windows"}
    keys = {part["name"]: set(part["columns"]) for part in found["parts"]}
    assert all(set(row) <= keys[part["name"]] for part in found["parts"] for row in part["rows"])
    json.dumps(found)


def test_export_holds_no_secret_nobody_else_and_no_title(world):
    text = json.dumps(erasure.export_person(actor=world.boss, person=world.person), ensure_ascii=False)
    # What was written down about the person in words may name others; here it names nobody.
    for foreign in (*plenty.OTHERS, world.boss.name, plenty.TITLE, "BI-MAT", "khoa-phien-kin", "pbkdf2", "uy tín"):
        assert foreign not in text


def test_giving_out_stands_in_the_trail(world):
    erasure.export_person(actor=world.boss, person=world.person)
    row = AuditEntry.objects.get(action="directory.person_exported")
    assert (row.person_id, row.actor_id, row.organisation_id) == (world.person.pk, world.boss.pk, world.office.pk)


def test_only_administrators_who_see_the_person_wholly_export_and_erase(world, stranger):
    from caunoi.directory.enums import RoleKind
    from tests.factories import UserFactory

    organiser = UserFactory.with_role(world.office, RoleKind.ORGANISER)
    for actor in (organiser, stranger):
        for refused in (
            lambda actor=actor: erasure.export_person(actor=actor, person=world.person),
            lambda actor=actor: erasure.preview_erasure(actor=actor, person=world.person),
            lambda actor=actor: erase(world, actor=actor),
        ):
            with pytest.raises(PermissionDenied):
                refused()
    make_known(person=world.twin, organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied):
        erase(world)


def test_preview_changes_nothing_and_says_what_is_left_to_do(world):
    before = leaks.dump()
    preview = erasure.preview_erasure(actor=world.boss, person=world.person)
    assert leaks.dump() == before
    assert {part.holding.name for part in preview.parts if part.rows} >= {"training.enrolments", "core.trail"}
    assert preview.hinders == ""


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"typed": "Trịnh Thị Mẫu"}, "typed"),
        ({"reason": " "}, "reason"),
        ({"reason": f"Theo đơn của bà {plenty.NAME}"}, "reason"),
        ({"reason": f"Gọi {plenty.PHONE.replace(' ', '.')}"}, "reason"),
    ],
)
def test_name_is_typed_again_and_the_reason_names_nobody(world, changed, field):
    with pytest.raises(ValidationError) as refused:
        erase(world, **changed)
    assert list(refused.value.message_dict) == [field]
    assert not Person.objects.filter(erased_at__isnull=False).exists()


def test_nobody_erases_himself(world):
    world.boss.person = world.person
    world.boss.save()
    with pytest.raises(NotNow):
        erase(world)


def forms(secret):
    """Give every form in which a secret may stand: composed or not, folded, in small and in capital letters."""
    for text in (secret, unicodedata.normalize("NFD", secret)):
        yield from (text, text.lower(), text.upper())
    yield fold(secret)


def test_nothing_of_the_person_is_found_in_the_database(world):
    dump = leaks.dump()
    assert leaks.find(plenty.SECRETS, dump) != []
    hashes = [lookup_hash(plenty.PHONE), lookup_hash(plenty.OTHER_PHONE), lookup_hash(plenty.MAIL)]
    assert all(each.encode() in dump for each in hashes)

    erase(world)

    dump = leaks.dump()
    assert leaks.find(plenty.SECRETS, dump) == []
    flat = dump.decode(errors="replace")
    assert [form for secret in plenty.SECRETS for form in forms(secret) if form in flat] == []
    assert [each for each in hashes if each.encode() in dump] == []
    # What lies encrypted can't be seen in a dump: it is opened.
    for message in OutboxMessage.objects.order_by("pk"):
        assert leaks.find(plenty.SECRETS, f"{message.recipient} {message.context} {message.error}".encode()) == []
    world.draft.refresh_from_db()
    assert leaks.find(plenty.SECRETS, world.draft.content.encode()) == []
    assert plenty.OTHERS[0] in world.draft.content


def test_counts_chain_and_checks_stay_whole(world):
    audit.seal_all()
    # The factories of offices and accounts write no search documents.
    indexing.index_all_organisations()
    before = plenty.counts()
    trail = list(AuditEntry.objects.order_by("pk").values_list("pk", "at", "action", "object_id", "actor_id"))

    erase(world)

    assert plenty.counts() == before
    after = list(AuditEntry.objects.order_by("pk").values_list("pk", "at", "action", "object_id", "actor_id"))
    assert after[: len(trail)] == trail
    assert audit.verify().faults == []
    audit.seal_all()
    assert audit.verify().faults == []
    for name in ("references", "lengths", "folding", "search", "trail", "phones", "merges", "attendance", "reports"):
        assert [str(finding) for finding in checks.run(name, deep=True)] == [], name


def test_erased_row_is_called_erased_everywhere(world, administrator):
    erase(world)

    names = set(Enrolment.objects.filter(person__in=[world.person, world.twin]).values_list("person__full_name"))
    assert names == {(ERASED,)}
    assert not visible_persons(world.boss).filter(pk=world.person.pk).exists()
    assert all(str(world.person.pk) not in report.names for report in ClassReport.objects.all())
    account = User.objects.get(pk=world.account.pk)
    assert (account.name, account.email, account.is_active, account.has_usable_password()) == (ERASED, "", False, False)
    with pytest.raises((NotNow, PermissionDenied)):
        merging.undo_merge(actor=world.boss, merged=world.twin)


def test_papers_made_again_show_the_erased_and_everybody_else(world):
    from caunoi.training.queries.papers import report_paper

    erase(world)
    paper = str(report_paper(ClassReport.objects.order_by("-version").first(), world.office, "state"))

    assert ERASED in paper
    assert plenty.NAME not in paper


def test_words_in_a_report_taken_in_keep_their_places(world):
    start = world.text.index("Sau đó")
    erase(world)
    world.candidate.refresh_from_db()
    assert len(world.candidate.text) == len(world.text)
    assert world.candidate.text.index("Sau đó") == start
    assert plenty.OTHERS[0] in world.candidate.text


def test_namesake_of_another_office_is_left_alone(world):
    other = OrganisationFactory(name="Ủy ban xã Khác")
    from tests.factories import PersonFactory

    namesake = PersonFactory.known_to(other, full_name=plenty.NAME)
    erase(world)
    namesake.refresh_from_db()
    assert (namesake.full_name, namesake.erased_at) == (plenty.NAME, None)


def test_signer_and_files_are_told_to_whoever_erases(world):
    world.office.paper_signer_name = plenty.NAME
    world.office.save()
    found = erase(world).by_hand
    assert {(each.kind, each.object_id) for each in found} >= {
        ("organisation", str(world.office.pk)),
    }


def test_what_other_offices_hold_is_not_told_to_whoever_erases(world):
    """They may hold papers with the same name; neither that nor what they are called is for this administrator."""
    other = OrganisationFactory(name="Ủy ban xã Khác", paper_signer_name=plenty.NAME)
    candidate = CandidateFactory(organisation=other, source="bao-cao-cua-xa-khac.txt", text=f"{plenty.NAME} dự lớp.")
    preview = erasure.preview_erasure(actor=world.boss, person=world.person)
    told = {(each.kind, each.object_id) for each in preview.by_hand}
    assert not told & {("organisation", str(other.pk)), ("candidate", str(candidate.pk))}
    assert "bao-cao-cua-xa-khac.txt" not in {each.what for each in preview.by_hand}
    # Whoever administers both sees both.
    Role.objects.create(user=world.boss, organisation=other, kind=RoleKind.ADMINISTRATOR)
    preview = erasure.preview_erasure(actor=User.objects.get(pk=world.boss.pk), person=world.person)
    told = {(each.kind, each.object_id) for each in preview.by_hand}
    assert told >= {("organisation", str(other.pk)), ("candidate", str(candidate.pk))}


def test_erasing_killed_at_any_query_leaves_all_or_nothing(tmp_path):
    *killed, whole = killing.run("tests.directory.killed_erasure", tmp_path)
    assert len(killed) > 30
    before = killed[0]
    assert (before["found"] != [], before["in_file"]) == (True, True)
    assert all(each == before for each in killed), next(each for each in killed if each != before)
    assert whole == before | {"killed": False, "found": [], "in_file": False, "digest": whole["digest"], "erased": 2}
