"""What a check of the trail found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.audit import Fault, Verdict, Wrong
from caunoi.directory.models import Organisation

WORDS: dict[Wrong, str | Promise] = {
    Wrong.CHANGED: gettext_lazy("its time, doer, action or object was changed after it was sealed"),
    Wrong.REMOVED: gettext_lazy("it was sealed, and is gone"),
    Wrong.MOVED: gettext_lazy("it stands in the place of row %(other)s"),
    Wrong.ADDED: gettext_lazy("it was put in after its batch was sealed"),
    Wrong.WORDS: gettext_lazy("its names or words were changed"),
    Wrong.WIPED: gettext_lazy("its names and words were taken out, and no row of the trail tells of that"),
    Wrong.WIPING: gettext_lazy("it tells of wiped rows, and not the same ones are wiped: %(other)s"),
    Wrong.LOOSE: gettext_lazy("the seal that it names is gone"),
    Wrong.SEAL: gettext_lazy("Seal %(seal)s was changed: it doesn't fit its rows or the seal before it."),
    Wrong.SEAL_MISSING: gettext_lazy("Before seal %(seal)s, seals are missing."),
    Wrong.CUT: gettext_lazy(
        "The end of the trail is not the one written down beside the keys (seal %(other)s): rows were cut off or the "
        "whole chain was made anew. After a restore from a backup, say so: caunoi trail anchor --reason …"
    ),
    Wrong.ANCHOR: gettext_lazy("The file beside the keys that holds the end of the trail is damaged."),
}


def in_words(verdict: Verdict, *, of_all: bool) -> Iterator[str]:
    """Give the verdict line by line: how much was read, then the first fault, then the others that are kept."""
    yield _("Read: %(rows)s rows in %(seals)s seals.") % {"rows": verdict.rows, "seals": verdict.seals}
    if verdict.waiting:
        yield _("%(count)s rows wait to be sealed.") % {"count": verdict.waiting}
    if verdict.wiped:
        yield _("In %(count)s rows, names were wiped.") % {"count": verdict.wiped}
    if verdict.late:
        yield _("Look at this: %(count)s rows say that they are older than rows written before them.") % {
            "count": verdict.late
        }
    if of_all and verdict.seals and verdict.anchored is None:
        yield _("Nothing beside the keys says where the trail ends: rows cut off at its end would not be found.")
    if verdict.is_whole:
        yield _("The trail is whole.")
        return
    yield _("The trail is NOT whole. Faults: %(count)s. The first one:") % {"count": verdict.fault_count}
    names = dict(
        Organisation.objects.filter(pk__in={fault.organisation_id for fault in verdict.faults}).values_list(
            "pk", "name"
        )
    )
    for fault in verdict.faults:
        yield fault_in_words(fault, names.get(fault.organisation_id, "") if fault.organisation_id else "")


def fault_in_words(fault: Fault, organisation: str) -> str:
    """Return one fault as a sentence, with the row's number, time and office where they are known."""
    what = str(WORDS[fault.what]) % {"seal": fault.seal, "other": fault.other}
    if fault.entry_id is None:
        return f"• {what}"
    about = [_("row %(id)s") % {"id": fault.entry_id}]
    if fault.at:
        about.append(f"{timezone.localtime(fault.at):%d/%m/%Y %H:%M:%S}")
    if organisation:
        about.append(organisation)
    return f"• {', '.join(about)}: {what}."
