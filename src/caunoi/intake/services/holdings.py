"""What intake holds about a person: names in reports taken in and in lists being checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import ByHand, Holding, Row, Subject
from caunoi.core.text import fold
from caunoi.directory.models import User
from caunoi.intake.models import ReportCandidate, ReportUpload, RosterDraft, UploadItem
from caunoi.intake.queries.candidates import visible_candidates
from caunoi.intake.services.guard import index_candidate
from caunoi.training.services.holdings import classes_of

_TAKING_IN = _("To take over old reports and lists without typing them again: a task of the office.")
_COLUMNS = ("source", "title", "text", "reading", "decisions")


def register() -> None:
    """Name what is held here."""
    personal.register(
        Holding(
            name="intake.reports",
            title=_("Old reports that name the person"),
            purpose=_TAKING_IN,
            columns={"file": _("File"), "sent_in": _("Sent in"), "office": _("Kept by")},
            read=_reports,
            erase=_erase_reports,
            goes=_("The name in the text of reports taken in: each letter is covered, a namesake's too"),
            stays=_("Everything else that the report tells"),
        ),
        Holding(
            name="intake.lists",
            title=_("Lists being checked that name the person"),
            purpose=_TAKING_IN,
            columns={"file": _("File"), "sent_in": _("Sent in")},
            read=_lists,
            erase=_erase_lists,
            goes=_("Name and phone in lists that nobody took over yet"),
        ),
        level=4,
    )
    personal.leave_out(
        {
            "intake.ReportCandidate.uploaded_by": "which account sent it in: a number; its name goes with the account",
            "intake.ReportCandidate.decided_by": "which account decided, as above",
            "intake.OldArticle.uploaded_by": "which account sent it in, as above",
            "intake.ReportUpload.uploaded_by": "which account sent it in, as above",
            "intake.RosterDraft.made_by": "whose scratch sheet it is; gone after a week",
        }
    )
    personal.register_by_hand(_elsewhere)


def candidates_of(subject: Subject) -> QuerySet[ReportCandidate]:
    """Return the reports in which the person may be meant: of the offices that know him, or of his classes."""
    theirs = Q(organisation__in=subject.organisations) | Q(training_class__in=classes_of(subject.persons))
    return ReportCandidate.objects.filter(theirs).order_by("pk")


def _naming(subject: Subject) -> Iterator[ReportCandidate]:
    for candidate in candidates_of(subject).select_related("organisation").iterator(chunk_size=50):
        before = {column: getattr(candidate, column) for column in _COLUMNS}
        if subject.covered(before) != before:
            yield candidate


def _reports(subject: Subject) -> list[Row]:
    return [
        {"file": subject.without(row.source), "sent_in": row.at.isoformat(), "office": row.organisation.name}
        for row in _naming(subject)
    ]


def _erase_reports(subject: Subject) -> None:
    """Cover the name in text, reading and decisions alike: places counted in the text still fit."""
    for candidate in list(_naming(subject)):
        for column in _COLUMNS:
            setattr(candidate, column, subject.covered(getattr(candidate, column)))
        candidate.folded_title = fold(candidate.title)[:300]
        ReportCandidate.objects.filter(pk=candidate.pk).update(
            **{column: getattr(candidate, column) for column in (*_COLUMNS, "folded_title")}
        )
        index_candidate(candidate)
    uploads = ReportUpload.objects.filter(organisation__in=subject.organisations)
    for item in UploadItem.objects.filter(upload__in=uploads).only("name").order_by("pk").iterator(chunk_size=500):
        if subject.named_in(item.name):
            UploadItem.objects.filter(pk=item.pk).update(name=subject.covered(item.name))


def drafts_of(subject: Subject) -> Iterator[RosterDraft]:
    """Give the lists being checked, of the offices that know the person, that name him or choose his entry."""
    keys = [str(pk) for pk in subject.persons]
    drafts = RosterDraft.objects.filter(training_class__keeper__in=subject.organisations).order_by("pk")
    for draft in drafts.iterator(chunk_size=20):
        if subject.named_in(draft.content) or any(key in draft.content for key in keys):
            yield draft


def _lists(subject: Subject) -> list[Row]:
    return [
        {"file": subject.without(draft.source), "sent_in": draft.made_at.isoformat()} for draft in drafts_of(subject)
    ]


def _erase_lists(subject: Subject) -> None:
    for draft in list(drafts_of(subject)):
        content = subject.without(draft.content)
        for key in subject.persons:
            content = content.replace(f'"use:{key}"', '"new"')
        draft.content, draft.source = content, subject.without(draft.source)[:200]
        draft.revision += 1
        draft.save(update_fields=["content", "source", "revision"])


def _elsewhere(subject: Subject, actor: User) -> Iterable[ByHand]:
    """Give waiting reports of other offices in scope with the same name: whether the person is meant, nobody knows."""
    others = visible_candidates(actor).exclude(pk__in=candidates_of(subject).order_by().values("pk"))
    for candidate in others.order_by("pk").only("text", "title", "source").iterator(chunk_size=50):
        if subject.named_in(candidate.text):
            yield ByHand(
                what=candidate.source or candidate.title,
                why=_("This report of another office holds the same name. If it is the person, set the report aside."),
                kind="candidate",
                object_id=str(candidate.pk),
            )
