"""Every service that writes leaves a row of the trail: found by following the calls of each public function."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"
WRITING = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
    "create_user",
    "add_child",
}
# Search documents are derived from what was written: writing them changes nothing that anybody decided.
DERIVED = "caunoi.core.search"
# Steps of services that write the row themselves; no face may call them.
STEPS = {
    "training.services.classes.copy_programme",
    "training.services.placing.give_way",
    "training.services.topic_life.copy_topic",
    "training.services.topics.keep_version",
    "directory.services.notices.tell_owner",
    "directory.services.signin.drop_sessions",
    "directory.services.signin.set_password",
    "directory.services.entries.inherit",
    "directory.services.holdings.register",
    "intake.services.holdings.register",
    "publishing.services.holdings.register",
    "publishing.services.periods.register",
    "publishing.services.class_events.follow_class",
    "publishing.services.events.apply",
    "publishing.services.events.make_public",
    "publishing.services.events.put_days",
    "publishing.services.events.save_event",
    "publishing.services.previews.make_missing",
    "publishing.services.previews.make_preview",
    "publishing.services.previews.preview_material",
    "publishing.services.previews.preview_soon",
    "publishing.services.shelf_holdings.register",
    "training.services.holdings.register",
    "training.services.money.holdings.register",
    "training.services.periods.register",
    "directory.services.periods.register",
    "intake.services.periods.register",
    "directory.services.people.make_known",
    "intake.services.guard.conclude",
    "intake.services.guard.keep",
    "questionnaires.services.guard.next_version",
    "questionnaires.services.responses.hand_in",
    "questionnaires.services.responses.put_off",
    "publishing.services.editing.keep",
    # What readers find follows from what is public.
    "publishing.services.finding.refresh",
    "publishing.services.findable.find_from_today",
    "publishing.services.notices.tell_author",
    "publishing.services.notices.tell_held",
    "publishing.services.notices.tell_of_offer",
    "publishing.services.notices.tell_of_original",
    # That somebody has seen a notice changes nothing that anybody decided.
    "publishing.services.offers.see_news",
    "publishing.services.notices.tell_editors",
    "training.services.attendance.append_scans",
    "training.services.classes.add_keeper",
    "training.services.closing.freeze",
    "training.services.floor.marks.forget_marks",
    "training.services.floor.marks.hall_of",
    "training.services.floor.marks.set_mark",
    "training.services.floor.marks.take_mark",
    "training.services.surveys.sheets.lay_down_rest",
    "training.services.make_ups.drop",
    "publishing.services.editing.publish",
    "training.services.make_ups.leave_make_ups",
    "training.services.paper_records.kept_copy",
    "training.services.plans.items.add_default_costs",
    "training.services.plans.making.new_plan",
    "training.services.plans.names.register",
    "training.services.plans.steps.signed_copy",
    "training.services.learning.quizzes.hand_in_open",
    "training.services.learning.holdings.erase_quizzes",
    # A ticket follows from the list: nobody decides anything.
    "training.services.tickets.provide_tickets",
    "credentials.services.holdings.register",
    "training.services.register.add_people",
    "training.services.register.forget_unused",
    "training.services.register.insert_persons",
    "training.services.register.make_all_known",
    "training.services.register.make_known_to_sender",
    "training.services.register.use_known",
    "training.services.seats.line.mark_gone",
    "training.services.seats.line.seat",
    "training.services.seats.naming.find_persons",
    "training.services.seats.withdrawing.leave_list",
}
_SCRATCH = "a list being checked is a scratch sheet; taking it over, or not, is what the trail tells"
_HALL = "a row would be a list of who asked, voted or answered what, and when"
EXCEPTIONS = {
    "publishing.services.lighter.make_lighter": "derived from a photo: nobody decides anything",
    "publishing.services.finding.rebuild": "derived from what is public: nobody decides anything",
    **dict.fromkeys(
        (
            f"training.services.floor.{name}"
            for name in (
                "asking.ask_from_phone",
                "telling.forget_askers",
                "telling.note_answer_read",
                "telling.tell_askers",
                "voting.vote",
            )
        ),
        _HALL,
    ),
    "training.services.surveys.sheets.take_sheet": _HALL,
    "training.services.surveys.sheets.hand_in": _HALL,
    "training.services.surveys.following.refuse_follow_up": "what a person wants of us, said on the own page",
    **dict.fromkeys(
        (
            f"intake.services.roster.{name}"
            for name in (
                "choose_columns",
                "decide_rows",
                "discard_draft",
                "skip_faulty",
                "start_from_file",
                "start_from_text",
            )
        ),
        _SCRATCH,
    ),
    "training.services.schedules.proposing.watch": "how far the machine is",
    "training.services.schedules.proposing.work_out": "the machine's answer; asking for it has its row",
    "training.services.schedules.proposing.stop_schedule": "ends a search; changes nothing of the office",
    **dict.fromkeys(
        (
            f"intake.services.nominations.{name}"
            for name in ("choose_units", "skip_faulty_nominations", "start_from_file", "start_from_text")
        ),
        _SCRATCH,
    ),
    "intake.services.roster.saved": _SCRATCH,
    **dict.fromkeys(
        (
            f"questionnaires.services.responses.{name}"
            for name in ("hand_in_overdue", "save_answers", "start_response", "submit", "take_late")
        ),
        "the respondent's own act, of which the response is the record",
    ),
    "training.services.learning.quizzes.number_sheets": "follows from the list: nobody decides anything",
    "training.services.badges.tickets_on_paper": "makes tickets that were missing, which follow from the list",
    "training.services.links.note_used": "when a link was opened last; what is done by it has its rows",
    "training.services.door.uploading.keep_scans": "what devices saw, with their names; counting it has its row",
    "training.services.door.devices.take_list_along": "which list a device has, and when it asked: nobody decides it",
    "training.services.door.reporting.note_contact": "what a device says of itself: nobody decides it",
    "training.services.feeds.note_fetch": "when a calendar was fetched last and what was sent: no change of the office",
    "intake.services.uploads.dismiss_upload": "takes a notice off the screen; each report read has its row",
    "directory.services.emails.ask_email_change": "a link to the new address; using it has its row",
    "directory.services.notices.tell_of_new_device": "a mail to the account's owner; signing in has no row",
    "directory.services.passes.send_reset_link": "a mail asked for at the sign-in page; using it has its row",
    "directory.services.page_links.close_page": "one's own page: when one read it is nobody else's business",
    "directory.services.page_links.send_page_links": "a mail asked for by whoever it goes to, as above",
    "directory.services.page_links.use_page_link": "reading what is held of oneself, as above",
    "directory.services.signin.end_other_sessions": "one's own sessions: where one signed in is nobody else's business",
    "directory.services.signin.end_session": "one's own session, as above",
    "directory.services.units.load_units": "public data, the same in every office, loaded by a command",
    **dict.fromkeys(
        (f"publishing.services.comments.{name}" for name in ("send_comment", "report_comment")),
        "a reader's own act; who he is is not known, and what the office decides has its rows",
    ),
    "publishing.services.comment_mail.choose_comment_mail": "whether one wants mails: nobody else's business",
    "publishing.services.comment_mail.tell_of_comments": "a mail that comments wait; each decision has its row",
    "publishing.services.ratings.rate_article": "a reader's vote, kept as a number alone",
    "publishing.services.counts.count_views": "how often pages were read: nobody decides anything",
    "publishing.services.counts.is_first_today": "that a visitor was counted, for the day, as a keyed hash",
    "publishing.services.counts.salt_of_today": "a random number for the day",
    "publishing.services.counts.forget_visitors": "takes away what tells visitors apart, every day",
    "publishing.services.sites.portal_root": "the root of the page tree, empty, made with the installation",
    **dict.fromkeys(
        (f"credentials.services.printing.{name}" for name in ("certificate_file", "certificate_files", "set_missing")),
        "the digest of a file that follows from the ledger; issuing has its row",
    ),
    "training.services.attendance.rebuild_attendance": "derives the sheet anew from observations that have their rows",
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


@cache
def module(name: str) -> tuple[dict[str, ast.FunctionDef], dict[str, str]]:
    """Return the functions of a module, and what its imported names stand for."""
    path = SOURCES / Path(*name.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not file.exists():
        return {}, {}
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("caunoi")
        for alias in node.names
    }
    return functions, names


@cache
def calls(name: str) -> frozenset[str]:
    """Return what a function calls: full names within the house, ``.name`` for a method."""
    home, _dot, function = name.rpartition(".")
    functions, names = module(home)
    node = functions.get(function)
    if node is None:
        # A package hands on what its modules define.
        return frozenset({names[function]}) if function in names else frozenset()
    found = set()
    for call in ast.walk(node):
        # A function handed to another (a job on commit, say) counts as called.
        if isinstance(call, ast.Name) and call.id != function:
            found.add(names.get(call.id) or (f"{home}.{call.id}" if call.id in functions else ""))
        elif isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            owner = call.func.value
            known = names.get(owner.id) if isinstance(owner, ast.Name) else None
            found.add(f"{known}.{call.func.attr}" if known else f".{call.func.attr}")
    return frozenset(found - {""})


def reached(name: str) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for each in calls(waiting.pop()) - seen:
            if each.startswith(DERIVED):
                continue
            seen.add(each)
            waiting.append(each)
    return seen


def services() -> list[str]:
    return sorted(
        f"{module_name(path)}.{name}"
        for pattern in ("caunoi/*/services/**/*.py", "caunoi/*/services.py")
        for path in SOURCES.glob(pattern)
        for name in module(module_name(path))[0]
        if not name.startswith("_")
    )


def silent() -> set[str]:
    """Return the services that write and from which no call leads to a row of the trail."""
    found = set()
    for name in services():
        everything = reached(name)
        if everything & {f".{method}" for method in WRITING} and "caunoi.core.audit.record" not in everything:
            found.add(name.removeprefix("caunoi."))
    return found


def test_every_service_that_writes_leaves_a_row_of_the_trail():
    found = silent()
    assert sorted(found - EXCEPTIONS.keys() - STEPS) == []
    assert sorted((EXCEPTIONS.keys() | STEPS) - found) == [], "these are no exceptions any more"


def test_no_face_calls_a_step_without_its_service():
    faces = {module_name(path) for path in SOURCES.glob("caunoi/web/**/*.py")}
    called = {
        f"{name}: {step}"
        for name in faces
        for function in module(name)[0]
        for step in STEPS & {each.removeprefix("caunoi.") for each in calls(f"{name}.{function}")}
    }
    assert sorted(called) == []


def test_the_walk_follows_calls_through_modules():
    """Else every service would count as silent, or none as writing."""
    assert len(services()) > 60
    assert "caunoi.core.audit.record" in reached("caunoi.training.services.questions.add_question")
    assert ".save" in reached("caunoi.directory.services.accounts.reset_password")
