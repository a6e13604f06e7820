"""Whether the trail fits its seals."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from caunoi.core import audit
from caunoi.core.checks import Fault


def trail_is_whole(_deep: bool) -> Iterator[Fault]:
    """Every row and seal fits; that the trail ends before its anchor, as after a restore, is a notice."""
    verdict = audit.verify()
    if verdict.is_whole:
        return
    cut = {fault.what for fault in verdict.faults} == {audit.Wrong.CUT} and verdict.fault_count == len(verdict.faults)
    if cut:
        yield Fault(
            where="trail.head",
            what=_("The trail ends earlier than the file beside the keys says, as it does after a restore."),
            todo=_(
                "After a restore run: caunoi trail anchor --reason … Otherwise rows were cut off: see an older backup."
            ),
            notice=True,
        )
        return
    first = verdict.faults[0]
    yield Fault(
        where=f"core_auditentry {first.entry_id}" if first.entry_id else f"core_auditseal {first.seal}",
        what=_("Rows of the trail were changed, removed or added after they were sealed: %(count)s faults.")
        % {"count": verdict.fault_count},
        todo=_("Run caunoi trail verify, compare with an older backup, and find out who can write to the database."),
    )
