"""Giving out a person's transcript."""

from __future__ import annotations

from django.db import transaction

from caunoi import papers
from caunoi.core import audit
from caunoi.directory.models import Organisation, Person, User
from caunoi.directory.policies import may_change_person, require
from caunoi.directory.services.people import office_of
from caunoi.training.enums import Action
from caunoi.training.queries.papers.transcript import Transcript, transcript_paper
from caunoi.training.queries.person_file import person_file


@transaction.atomic
def make_transcript(*, actor: User, person: Person, form: str) -> tuple[papers.TranscriptPaper, Organisation]:
    """Return the transcript of what the actor may see, and the office of his that gives it; the trail says so.

    Raises PermissionDenied unless the actor organises where the person is known.
    """
    require(may_change_person(actor, person))
    office_id = office_of(actor=actor, person=person)
    require(office_id is not None)
    office = Organisation.objects.get(pk__in=[office_id])
    subject = Transcript(person=person, file=person_file(actor, person))
    paper = transcript_paper(subject, office, papers.Layout(office.system))
    audit.record(
        actor=actor,
        action=Action.TRANSCRIPT_MADE,
        subject=person,
        organisation_id=office.pk,
        person_id=person.pk,
        details={"file": form},
    )
    return paper, office
