"""A person's file as a paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.directory.models import Organisation, Person, Post
from caunoi.training.models import TrainingClass
from caunoi.training.queries.papers.frame import heading, signature
from caunoi.training.queries.person_file import HeldPost, PersonFile, Took


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """Whose transcript it is, and what the one who makes it may see."""

    person: Person
    file: PersonFile


def transcript_paper(subject: Transcript, office: Organisation, layout: papers.Layout) -> papers.TranscriptPaper:
    """Return the transcript as ``office`` gives it, the oldest first; number and day are left to the registry."""
    return papers.TranscriptPaper(
        heading=heading(office, layout),
        name=subject.person.full_name,
        birth_year=subject.person.birth_year,
        posts=tuple(_post(each) for each in reversed(subject.file.posts)),
        classes=tuple(_class(each) for each in reversed(subject.file.classes)),
        attended=subject.file.attended,
        taught=subject.file.taught,
        signature=signature(office),
    )


def _post(each: HeldPost) -> papers.TranscriptPost:
    post = each.post
    return papers.TranscriptPost(
        when=period(post),
        title=post.title,
        office=post.organisation.name if post.organisation else post.organisation_text,
        now=each.now.name if each.now else "",
    )


def period(post: Post) -> str:
    """Return when a post was held, as papers write it."""
    first = f"{post.valid_from:%m/%Y}" if post.valid_from else ""
    last = f"{post.valid_to:%m/%Y}" if post.valid_to else ""
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("since %(month)s") % {"month": first}
    return _("until %(month)s") % {"month": last} if last else ""


def _class(each: Took) -> papers.TranscriptClass:
    roles = {"attended": _("participant"), "spoke": _("speaker"), "guest": _("guest")}
    halves = f"{each.present}/{each.sittings}" if each.sittings and each.present is not None else ""
    return papers.TranscriptClass(
        code=each.training_class.code,
        when=_days(each.training_class),
        office=each.training_class.keeper.name,
        role=f"{roles[each.role]}; GCN số {each.award}" if each.award else roles[each.role],
        attended=halves,
    )


def _days(training_class: TrainingClass) -> str:
    first, last = training_class.starts_on, training_class.ends_on
    if not first:
        return ""
    if not last or last == first:
        return f"{first:%d/%m/%Y}"
    short = f"{first:%d}" if (first.year, first.month) == (last.year, last.month) else f"{first:%d/%m}"
    if first.year != last.year:
        short = f"{first:%d/%m/%Y}"
    return f"{short}–{last:%d/%m/%Y}"
