"""The words for what the trail's details name; a column of the object's own needs none, its model has them."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.enums import ConsentForm, ConsentPurpose, RoleKind, SuccessionKind
from caunoi.intake.enums import Decision, ReportField
from caunoi.training.enums import AgendaKind, ClassState, GuestRole, HostRole, Mark, PaperKind, Qualifier

# Of a person's phone and e-mail the trail tells only that they changed.
NOT_SHOWN = gettext_lazy("changed, not written down here")
# Lists of one kind of thing; any other list of two is a change from one to the other.
LISTS = frozenset({"sittings", "agenda", "fields", "taken_on", "given_up"})

# Which part of an object a change is about: told before what changed in it.
FIRST = frozenset(
    {"sitting", "item", "venue", "guest", "participant", "question", "person", "version", "section", "photo"}
)
# In the order in which they are told.
FIELDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "audience": gettext_lazy("For whom"),
    "place": gettext_lazy("Place"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "quota": gettext_lazy("Seats"),
    "state": gettext_lazy("State"),
    "strong_points": gettext_lazy("Strong points"),
    "weak_points": gettext_lazy("Weak points and causes"),
    "proposals": gettext_lazy("Proposals"),
    "host": gettext_lazy("Hosts"),
    "co_organiser": gettext_lazy("Co-organisers"),
    "directives": gettext_lazy("Directives"),
    "from": gettext_lazy("From the class"),
    "venue": gettext_lazy("Venue point"),
    "name": gettext_lazy("Name"),
    "address": gettext_lazy("Address"),
    "in_charge": gettext_lazy("Person in charge"),
    "capacity": gettext_lazy("Seats"),
    "sitting": gettext_lazy("Sitting"),
    "sittings": gettext_lazy("Sittings"),
    "starts_at": gettext_lazy("Begins at"),
    "agenda": gettext_lazy("Programme items"),
    "item": gettext_lazy("Programme item"),
    "kind": gettext_lazy("What"),
    "periods": gettext_lazy("Periods of 45 minutes"),
    "speakers": gettext_lazy("Speakers"),
    "position": gettext_lazy("Place in the order"),
    "guest": gettext_lazy("Guest"),
    "post": gettext_lazy("Post"),
    "role": gettext_lazy("Role"),
    "participant": gettext_lazy("Participant"),
    "substitute_for": gettext_lazy("Comes for"),
    "unit_text": gettext_lazy("Unit"),
    "note": gettext_lazy("Note"),
    "venue_point": gettext_lazy("Venue point"),
    "full_name": gettext_lazy("Full name"),
    "birth_year": gettext_lazy("Year of birth"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "sender": gettext_lazy("Sent by"),
    "source": gettext_lazy("Source"),
    "count": gettext_lazy("Count"),
    "rows": gettext_lazy("Rows"),
    "qualifier": gettext_lazy("How sure"),
    "marks": gettext_lazy("Marks"),
    "version": gettext_lazy("Version"),
    "present": gettext_lazy("Present (persons)"),
    "nominated": gettext_lazy("Nominated"),
    "unmarked": gettext_lazy("Blank cells counted as absent"),
    "number": gettext_lazy("Number of the registry"),
    "signed_on": gettext_lazy("Signed on"),
    "file": gettext_lazy("File"),
    "question": gettext_lazy("Question"),
    "text": gettext_lazy("Question"),
    "answer": gettext_lazy("Answer"),
    "answered_by": gettext_lazy("Answered by"),
    "agenda_item": gettext_lazy("Topic"),
    "topic": gettext_lazy("Topic"),
    "outline": gettext_lazy("Outline"),
    "objectives": gettext_lazy("Objectives"),
    "usual_sittings": gettext_lazy("Usual number of sittings"),
    "usual_periods": gettext_lazy("Usual number of periods"),
    "shared": gettext_lazy("Share with the offices below"),
    "idea": gettext_lazy("Idea for a question"),
    "taken_on": gettext_lazy("Teaches from now on"),
    "given_up": gettext_lazy("Does not teach any more"),
    "person": gettext_lazy("Person"),
    "organisation": gettext_lazy("Organisation"),
    "parent": gettext_lazy("Under"),
    "under": gettext_lazy("Under"),
    "unit": gettext_lazy("Administrative unit"),
    "valid_from": gettext_lazy("From the day"),
    "valid_to": gettext_lazy("Until the day"),
    "layout": gettext_lazy("Layout"),
    "class": gettext_lazy("Class"),
    "section": gettext_lazy("Section"),
    "photo": gettext_lazy("Photo"),
    "lead": gettext_lazy("Opening"),
    "body": gettext_lazy("Text"),
    "facts of closing": gettext_lazy("Version of the class's facts"),
    "decision": gettext_lazy("Decision"),
    "fields": gettext_lazy("Values"),
    "seals": gettext_lazy("Seals"),
    "hours": gettext_lazy("Hours"),
    "key": gettext_lazy("Key"),
    "fingerprint": gettext_lazy("Mark of the key"),
    "saturdays": gettext_lazy("Saturdays are working days"),
    "merged_into": gettext_lazy("Merged into"),
    "purpose": gettext_lazy("For what"),
    "form": gettext_lazy("Given how"),
    "days": gettext_lazy("Kept for (days)"),
    "citation": gettext_lazy("By which rule"),
}
# Where one word means another thing for another kind of object.
OF_KIND: dict[tuple[str, str], str | Promise] = {
    ("directory.organisation", "from"): gettext_lazy("Former organisation"),
    ("directory.organisation", "to"): gettext_lazy("Successor"),
    ("directory.organisation", "on"): gettext_lazy("From the day"),
    ("directory.organisation", "kind"): gettext_lazy("Kind"),
    ("directory.directive", "number"): gettext_lazy("Number"),
    ("core.mailserver", "host"): gettext_lazy("Name of the mail server"),
    ("training.topic", "text"): gettext_lazy("Text"),
    ("training.topic", "from"): gettext_lazy("Taken over from"),
    ("publishing.sitepage", "about"): gettext_lazy("About the office"),
    ("publishing.sitepage", "contact"): gettext_lazy("Contact"),
    ("publishing.articlepage", "alternative"): gettext_lazy("What the photo shows"),
    ("publishing.articlepage", "caption"): gettext_lazy("Caption"),
    ("publishing.articlepage", "credit"): gettext_lazy("Photo by"),
    ("publishing.articlepage", "names_people"): gettext_lazy("Names people"),
    ("publishing.articlepage", "consent"): gettext_lazy("They agreed"),
    **{("intake.reportcandidate", field.value): field.label for field in ReportField},
}
VALUES: dict[Any, dict[Any, Any]] = {
    "purpose": dict(ConsentPurpose.choices),
    "form": dict(ConsentForm.choices),
    "state": dict(ClassState.choices),
    "kind": dict(AgendaKind.choices) | dict(PaperKind.choices) | dict(SuccessionKind.choices),
    "role": dict(GuestRole.choices) | dict(HostRole.choices) | dict(RoleKind.choices),
    "qualifier": dict(Qualifier.choices),
    "decision": dict(Decision.choices),
    "marks": dict(Mark.choices),
    "fields": {field.value: field.label for field in ReportField},
    # From the same shelf as the layouts of papers: what system an organisation belongs to.
    "layout": {
        "state": pgettext_lazy("system of organisations", "State"),
        "party": pgettext_lazy("system of organisations", "Party"),
        "front": pgettext_lazy("system of organisations", "Front"),
    },
}
