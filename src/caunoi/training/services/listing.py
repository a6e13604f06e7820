"""Rows of a class's list, and the words that refuse one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from caunoi.core.text import clean, natural_key
from caunoi.directory.models import Person
from caunoi.training.enums import ClassState
from caunoi.training.models import Enrolment, RosterBatch, TrainingClass
from caunoi.training.queries.roster import Listed
from caunoi.training.services.register import RosterRow


def listed_words(listed: Listed, *, row: int = 0) -> str:
    """Return the sentence that refuses somebody who stands on the list."""
    values = {"name": listed.full_name, "unit": listed.unit_text or "–", "number": listed.number, "row": row}
    if listed.withdrawn:
        text = _("%(name)s (%(unit)s) was withdrawn, line %(number)s of the list. Bring that line back instead.")
    else:
        text = _(
            "%(name)s (%(unit)s) is on the list already, line %(number)s. If this is another person of the same name,"
            " say so and add again."
        )
    return (_("Row %(row)s: ") if row else "") % values + text % values


def build_enrolment(
    training_class: TrainingClass, person: Person, row: RosterRow, batch: RosterBatch | None = None
) -> Enrolment:
    """Return the unsaved enrolment of ``person`` as ``row`` says."""
    return Enrolment(
        training_class=training_class,
        person=person,
        post=clean(row.post)[:300],
        unit_text=clean(row.unit_text)[:200],
        folded_unit=natural_key(row.unit_text)[:200],
        venue_point_id=row.venue_point_id,
        sender=row.sender,
        note=clean(row.note)[:300],
        batch=batch,
        sort_name=person.sort_name,
        after_settled=training_class.state == ClassState.HELD,
    )
