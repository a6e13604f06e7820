"""Every address of the project, asked by nobody and by the administrator of another commune."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from caunoi.core.models import AuditEntry
from caunoi.directory.models import Unit
from tests.web.scope_world import build_office

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# Wagtail's admin answers 302 or 403 and has tests of its own; the portal is for everybody; the pages of one's own
# account hold nothing of an office.
ELSEWHERE = ("bien-tap/", "tai-khoan/")
# The pages of a link without an account show one unit's, participant's or hall's own: tests/web/senders and hall.
PUBLIC = ("portal:", "senders:", "hall:", "api:")
STATIC = ("media", "static")

# What the arguments of an address mean, by the address's name, else by the argument's. Whoever adds an address with an
# argument says here which object of an office it stands for.
URL_OBJECTS = {
    "code": lambda office: office.training_class.code,
    "form": lambda office: "xlsx",
    "kind": lambda office: "class_report",
    "layout": lambda office: "state",
    "version": lambda office: 1,
    "width": lambda office: 480,
    "photo": lambda office: office.photo.pk,
    "subject": lambda office: "lop",
    "key": lambda office: office.training_class.code,
    "desk:file": {"pk": lambda office: office.directive.file_id},
    "desk:topic": {"pk": lambda office: office.topic.pk},
    **{
        f"desk:topic_{tail}": {"pk": lambda office: office.topic.pk}
        for tail in ("edit", "state", "merge", "take_over", "idea_new")
    },
    "desk:topic_version": {"pk": lambda office: office.topic.pk, "number": lambda office: 1},
    "desk:topic_idea": {"pk": lambda office: office.topic.pk, "idea": lambda office: office.idea.pk},
    "desk:topic_files": {"pk": lambda office: office.topic.pk},
    "desk:topic_file": {"pk": lambda office: office.topic.pk, "file_pk": lambda office: office.topic_file.pk},
    **{f"desk:speaker{tail}": {"pk": lambda office: office.speaker.pk} for tail in ("", "_edit", "_topics", "_away")},
    "desk:speaker_back": {"pk": lambda office: office.speaker.pk, "away": lambda office: office.away.pk},
    **{f"desk:calendar_feed_{tail}": {"pk": lambda office: office.feed.pk} for tail in ("renew", "revoke")},
    "desk:class_days_undo": {"move": lambda office: 1},
    **{f"desk:award_{tail}": {"pk": lambda office: office.office.pk} for tail in ("layout", "preview")},
    "desk:class_award_decision": {"pk": lambda office: office.enrolment.pk},
    **{f"desk:class_award{tail}": {"pk": lambda office: office.award.pk} for tail in ("", "_pdf")},
    **{
        f"desk:questionnaire{tail}": {
            "pk": lambda office: office.questionnaire.pk,
            "item": lambda office: office.quiz_item.key,
        }
        for tail in (
            *("", "_edit", "_state", "_preview", "_item_new", "_item", "_item_move", "_item_restore", "_key"),
            *("_read", "_bank"),
        )
    },
    "desk:questionnaire_texts": {
        "pk": lambda office: office.questionnaire.pk,
        "item": lambda office: office.quiz_text.key,
    },
    **{
        f"desk:class_quiz{tail}": {"quiz": lambda office: office.class_quiz.pk}
        for tail in ("", "_do", "_entry", "_print")
    },
    "desk:room": {"pk": lambda office: office.room.pk},
    "desk:handover": {"pk": lambda office: office.handover.pk},
    "desk:handover_file": {"pk": lambda office: office.handover.pk, "file_pk": lambda office: office.topic_file.pk},
    "desk:class_ticket": {"pk": lambda office: office.enrolment.pk},
    "desk:class_sheet_keep": {"sitting": lambda office: office.sitting.pk},
    **{f"desk:class_sheet_{tail}": {"pk": lambda office: office.signed_sheet.pk} for tail in ("file", "off")},
    **{f"desk:class_leave_{tail}": {"pk": lambda office: office.leave_document.pk} for tail in ("file", "off")},
    "desk:class_sitting": {"pk": lambda office: office.sitting.pk},
    "desk:class_item": {"pk": lambda office: office.item.pk},
    "desk:class_item_move": {"pk": lambda office: office.item.pk},
    "desk:class_guest": {"pk": lambda office: office.guest.pk},
    "desk:class_venue": {"pk": lambda office: office.venue.pk},
    "desk:class_version": {"number": lambda office: 1},
    "desk:roster_draft": {"pk": lambda office: office.roster_draft.pk},
    "desk:roster_undo": {"pk": lambda office: office.roster_batch.pk},
    "desk:class_quota": {"pk": lambda office: office.quota.pk},
    "desk:sent_quota": {"pk": lambda office: office.asked_quota.pk},
    "desk:sent_nomination": {"pk": lambda office: office.nomination.pk},
    "desk:nomination": {"pk": lambda office: office.nomination.pk},
    **{f"desk:unit_link{tail}": {"pk": lambda office: office.quota.pk} for tail in ("", "_revoke")},
    "desk:unit_form": {"pk": lambda office: office.quota.pk, "kind": lambda office: "xlsx"},
    "desk:nominations_draft": {"pk": lambda office: office.nominations_draft.pk},
    "desk:nominations_undo": {"pk": lambda office: office.nomination_batch.pk},
    "desk:participant": {"pk": lambda office: office.enrolment.pk},
    "desk:participant_withdraw": {"pk": lambda office: office.enrolment.pk},
    **{f"desk:door_device_{tail}": {"pk": lambda office: office.device.pk} for tail in ("renew", "revoke")},
    "desk:door_walk_in": {"pk": lambda office: office.door_review.pk},
    "desk:make_up_drop": {"pk": lambda office: office.make_up.pk},
    "desk:participant_substitute": {"pk": lambda office: office.enrolment.pk},
    "desk:question_part": {"pk": lambda office: office.question.pk},
    "desk:question": {"pk": lambda office: office.question.pk},
    "desk:person": {"pk": lambda office: office.person.pk},
    "desk:person_years": {"pk": lambda office: office.person.pk},
    "desk:person_transcript": {"pk": lambda office: office.person.pk, "form": lambda office: "docx"},
    "desk:person_edit": {"pk": lambda office: office.person.pk},
    "desk:person_merge": {"pk": lambda office: office.person.pk, "other": lambda office: office.twin.pk},
    "desk:person_unmerge": {"pk": lambda office: office.person.pk, "other": lambda office: office.merged.pk},
    "desk:person_data": {"pk": lambda office: office.person.pk},
    "desk:person_erase": {"pk": lambda office: office.person.pk},
    "desk:person_consents": {"pk": lambda office: office.person.pk},
    "desk:consent_withdraw": {"pk": lambda office: office.person.pk, "consent": lambda office: office.consent.pk},
    "desk:period_edit": {"kind": lambda office: "mails_sent"},
    "desk:post_new": {"pk": lambda office: office.person.pk},
    "desk:post_end": {"pk": lambda office: office.person.pk, "post": lambda office: office.post.pk},
    "desk:plan_version": {"number": lambda office: 2},
    "desk:plan_signed_copy": {"number": lambda office: 2},
    "desk:plan_schedule_slot": {"pk": lambda office: office.schedule_slot.pk},
    "desk:norm": {"pk": lambda office: office.norm.pk},
    "desk:plan_cost": {
        "pk": lambda office: office.plan_item.pk,
        "cost_pk": lambda office: office.plan_cost.pk,
    },
    "desk:organisation": {"pk": lambda office: office.office.pk},
    "desk:organisation_edit": {"pk": lambda office: office.office.pk},
    "desk:organisation_succeed": {"pk": lambda office: office.office.pk},
    "desk:directive": {"pk": lambda office: office.directive.pk},
    "desk:directive_edit": {"pk": lambda office: office.directive.pk},
    "desk:account_invite": {"pk": lambda office: office.clerk.pk},
    "desk:account_invite_mail": {"pk": lambda office: office.clerk.pk},
    "desk:account_code": {"pk": lambda office: office.clerk.pk},
    "desk:account_sign_out": {"pk": lambda office: office.clerk.pk},
    "desk:account_remove_steps": {"pk": lambda office: office.clerk.pk},
    "desk:account_lift": {"pk": lambda office: office.clerk.pk},
    "desk:account_close": {"pk": lambda office: office.clerk.pk},
    "desk:account_open_again": {"pk": lambda office: office.clerk.pk},
    "desk:account_take_back": {"pk": lambda office: office.clerk.pk, "kind": lambda office: "invitation"},
    "desk:account": {"pk": lambda office: office.clerk.pk},
    "desk:delegation_end": {"pk": lambda office: office.delegation.pk},
    "desk:role_end": {"pk": lambda office: office.clerk.pk, "role": lambda office: office.role.pk},
    "desk:password_reset": {"pk": lambda office: office.clerk.pk},
    "desk:trail_object": {"thing": lambda office: "nguoi", "pk": lambda office: office.person.pk},
    "desk:mail_again": {"pk": lambda office: office.mail.pk},
    "desk:mail_give_up": {"pk": lambda office: office.mail.pk},
    "desk:job_again": {"pk": lambda office: office.job.pk},
    "desk:job_give_up": {"pk": lambda office: office.job.pk},
    "desk:settings_day_back": {"pk": lambda office: 1},
    "desk:money_speaker": {"person": lambda office: office.person.pk},
    "desk:money_evidence": {"grade": lambda office: office.grade.pk},
    "desk:money_account": {"person": lambda office: office.person.pk},
    "desk:money_paper": {"kind": lambda office: "speaker_payments"},
    "desk:money_payment": {"pk": lambda office: office.payment.pk},
    "desk:money_expense": {"pk": lambda office: office.expense.pk},
    "desk:money_invoice": {"pk": lambda office: office.expense.pk},
    "desk:rate_table": {"pk": lambda office: office.rate_table.pk},
    "desk:tax_rule": {"pk": lambda office: office.tax_rule.pk},
    "desk:unit": {"pk": lambda office: Unit.objects.get(code="99999").pk},
    "desk:intake_upload_read": {"pk": lambda office: office.upload.pk},
    "desk:intake_upload_seen": {"pk": lambda office: office.upload.pk},
    **{
        f"desk:candidate{tail}": {"pk": lambda office: office.candidate.pk}
        for tail in ("", "_decide", "_accept", "_link", "_back", "_discard", "_restore")
    },
    "desk:site_edit": {"number": lambda office: office.site.pk},
    **{
        f"desk:material_{tail}": {"number": lambda office: office.material.pk}
        for tail in ("edit", "version", "publish", "withdraw", "discard")
    },
    **{
        f"desk:material_{tail}": {"number": lambda office: office.material.pk, "version": lambda office: 1}
        for tail in ("file", "picture")
    },
    **{
        f"desk:event_{tail}": {"number": lambda office: office.event.pk}
        for tail in ("edit", "publish", "cancel", "restore", "withdraw", "discard")
    },
    "desk:section_new": {"number": lambda office: office.site.pk},
    "desk:site_voices": {"number": lambda office: office.site.pk},
    "desk:article_voices": {"number": lambda office: office.article.pk},
    "desk:comment": {"number": lambda office: office.comment.pk},
    "desk:comments_undo": {"state": lambda office: "held", "numbers": lambda office: str(office.comment.pk)},
    **{
        f"desk:site_{tail}": {
            "number": lambda office: office.site.pk,
            "kind": lambda office: "lien-ket",
            "part": lambda office: office.site_link.pk,
            "host": lambda office: office.site_host.pk,
            "question": lambda office: office.question.pk,
        }
        for tail in (
            *("look", "picture_put", "picture_off", "hosts", "host_main", "host_off", "questions", "question_take"),
            *("parts", "part", "part_new", "part_off", "part_back", "part_order"),
        )
    },
    "desk:photo_new": {"number": lambda office: office.article.pk},
    "desk:media_new": {"number": lambda office: office.article.pk},
    **{
        f"desk:media_{tail}": {"media": lambda office: office.media.pk}
        for tail in ("edit", "remove", "file", "captions")
    },
    **{f"desk:site_{tail}": {"number": lambda office: office.site.pk} for tail in ("topics", "check_rule")},
    "desk:topic_heading_edit": {
        "number": lambda office: office.site.pk,
        "topic": lambda office: office.topic_heading.pk,
    },
    "desk:old_article": {"pk": lambda office: office.old_article.pk},
    "desk:old_article_picture": {
        "pk": lambda office: office.old_article.pk,
        "picture": lambda office: office.old_picture.pk,
    },
    "desk:offer_decide": {"offer": lambda office: office.offer.pk},
    **{
        f"desk:article_{tail}": {"number": lambda office: office.article.pk}
        for tail in (
            "edit",
            "editor",
            "preview",
            "send_back",
            "approve",
            "correct",
            "withdraw",
            "discard",
            "check",
            "plan",
            "unplan",
            "arrange",
            "order",
            "offer",
        )
    },
}
# What the arguments mean at the addresses of plans.
OF_PLANS = {"code": lambda office: office.plan.code, "pk": lambda office: office.plan_item.pk}
# Arguments that name no object of an office: what such an address shows is checked, not that it is refused.
NO_OBJECT = {"form", "kind", "layout"}
EVERYBODYS = {"desk:unit"}
# The whole installation's, which no office of these keeps: 403 for everybody here, whatever stands behind a number.
INSTALLATION = {
    f"desk:settings{tail}" for tail in ("", "_mail", "_mail_trial", "_mail_forget", "_days", "_day_back", "_hours")
}
# The accountant's alone: 403 for the administrator, 404 for everybody outside.
ACCOUNTANTS = {"desk:money_account", "desk:money_expense_new"}
# They answer while there is no office at all, and are 404 for everybody from then on: tests/web/start.
FIRST_DAY = {"desk:start", "desk:start_office"}


def patterns(resolver=None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Give name, route and arguments of every address that belongs here."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(ELSEWHERE) or route.startswith(STATIC):
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif (
            isinstance(pattern, URLPattern)
            and not space.startswith(PUBLIC)
            and space + str(pattern.name) not in FIRST_DAY
        ):
            yield f"{space}{pattern.name}", route, list(pattern.pattern.regex.groupindex)


def address(name: str, route: str, arguments: list[str], office) -> str:
    values = {}
    for argument in arguments:
        own = URL_OBJECTS.get(name, {})
        found = own.get(argument) if isinstance(own, dict) else None
        if found is None and name.startswith("desk:plan"):
            found = OF_PLANS.get(argument)
        found = found or URL_OBJECTS.get(argument)
        if found is None:
            pytest.fail(
                f"The address {route!r} ({name}) has the argument {argument!r}, which stands for nothing known. "
                "Name the object of an office that it stands for in URL_OBJECTS of this test."
            )
        values[argument] = found(office)
    return reverse(name, kwargs=values)


def objects(arguments: list[str], name: str) -> bool:
    return bool(set(arguments) - NO_OBJECT) and name not in EVERYBODYS | INSTALLATION


def drained(response) -> bytes:
    """Read a response to its end, which closes the file behind it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(response) -> str:
    content = drained(response)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", errors="replace").casefold() + str(response.headers).casefold()


def traces(response, office, *, asked: bool = False) -> list[str]:
    """Return what the response tells of ``office``; the first word may be the question itself."""
    words = office.words[1:] if asked else office.words
    text = text_of(response)
    return [word for word in [*words, *office.ids] if str(word).casefold() in text]


@pytest.fixture
def offices():
    Unit.objects.create(
        code="99999", level="commune", prefix="Xã", name="Thử", folded_name="thu", folded_full_name="xa thu"
    )
    return build_office("Zxqvung", "Wkbjang"), build_office("Hgfding", "Pytroong")


@pytest.fixture
def theirs(offices):
    return offices[0]


@pytest.fixture
def outside(offices):
    client = Client()
    client.force_login(offices[1].boss)
    return client


def test_every_address_stands_for_something_known(offices):
    assert len([address(*pattern, offices[0]) for pattern in patterns()]) > 80


def test_nobody_is_sent_to_sign_in_from_every_address(theirs):
    wrong = []
    for pattern in patterns():
        place = address(*pattern, theirs)
        # From two addresses: whoever takes every file within a minute is told to wait.
        for method, sender in (("get", "203.0.113.1"), ("post", "203.0.113.2")):
            response = getattr(Client(REMOTE_ADDR=sender), method)(place)
            away = response.status_code == 302 and response.headers["Location"].startswith("/tai-khoan/login/")
            if not away and response.status_code != 405:
                wrong.append(f"{method} {place}: {response.status_code}")
    assert wrong == []


def test_the_office_itself_finds_its_objects(theirs):
    """Else the walks below would be content with addresses that are always 404."""
    client = Client()
    client.force_login(theirs.boss)
    missing = []
    for pattern in patterns():
        place = address(*pattern, theirs)
        response = client.get(place)
        drained(response)
        refused = pattern[0] in INSTALLATION | ACCOUNTANTS
        if response.status_code not in ({403, 405} if refused else {200, 302, 405}):
            missing.append(f"{place}: {response.status_code}")
    assert missing == []


def test_an_object_of_another_office_is_404_at_every_address(theirs, outside):
    before = AuditEntry.objects.count()
    wrong = []
    for name, route, arguments in patterns():
        if not objects(arguments, name):
            continue
        place = address(name, route, arguments, theirs)
        statuses = {method: getattr(outside, method)(place).status_code for method in ("get", "post")}
        # A method that the address never takes says 405 before any object is looked for.
        if not set(statuses.values()) <= {404, 405} or 404 not in statuses.values():
            wrong.append(f"{place}: {statuses}")
    assert wrong == []
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("query", ["", "q=Zxqvung", "q=zxqv", "q=1-KH/Zxqvung"])
def test_no_list_export_chooser_or_search_holds_anything_of_another_office(theirs, outside, query):
    told = []
    for name, route, arguments in patterns():
        if objects(arguments, name):
            continue
        for headers in ({}, {"HX-Request": "true"}):
            place = f"{address(name, route, arguments, theirs)}?{query}"
            response = outside.get(place, headers=headers)
            found = traces(response, theirs, asked=bool(query))
            right = {403, 405} if name in INSTALLATION else {200, 302, 404, 405}
            if found or response.status_code not in right:
                told.append(f"{place}: {response.status_code} {found}")
    assert told == []


def test_no_page_of_the_own_office_offers_anything_of_another_one(offices, outside):
    theirs, own = offices
    told = []
    for name, route, arguments in patterns():
        place = address(name, route, arguments, own)
        found = traces(outside.get(place), theirs)
        if found:
            told.append(f"{place}: {found}")
    assert told == []


def test_foreign_objects_put_into_forms_write_nothing(offices, outside):
    """Every form of the own office, sent with every choice pointing at the other office."""
    theirs, own = offices
    before = AuditEntry.objects.filter(organisation_id=theirs.office.pk).count()
    known = [theirs.office.known_persons.count(), theirs.office.roles.count(), theirs.office.class_links.count()]
    chosen = [
        theirs.office.pk,
        theirs.person.pk,
        theirs.directive.pk,
        theirs.topic.pk,
        theirs.room.pk,
        theirs.article.pk,
        theirs.site.pk,
    ]
    for name, route, arguments in patterns():
        place = address(name, route, arguments, own)
        page = outside.get(place)
        drained(page)
        form = (page.context or {}).get("form") if page.status_code == 200 else None
        if form is None:
            continue
        for value in chosen:
            data = {field: str(value) if hasattr(each, "choices") else "x" for field, each in form.fields.items()}
            assert outside.post(place, data).status_code in {200, 302, 400, 403, 404, 405, 409}, place
    theirs.office.refresh_from_db()
    assert AuditEntry.objects.filter(organisation_id=theirs.office.pk).count() == before
    assert [
        theirs.office.known_persons.count(),
        theirs.office.roles.count(),
        theirs.office.class_links.count(),
    ] == known


def test_portal_shows_nothing_that_was_not_published(theirs):
    for name in ("portal:home", "portal:search"):
        response = Client().get(reverse(name), {"q": "Zxqvung"})
        assert traces(response, theirs, asked=True) == []
    assert Client().get(reverse("portal:picture", args=[theirs.photo.pk, 480])).status_code == 404
