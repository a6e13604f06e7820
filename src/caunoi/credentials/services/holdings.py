"""What the ledger holds about a person: for the export, and for erasing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import Holding, Row, Subject
from caunoi.credentials.models import Award, AwardHolder


def register() -> None:
    """Name what is held here. What a certificate is for is told by its code: the words stay on the paper."""
    personal.register(
        Holding(
            name="credentials.awards",
            title=_("Certificates"),
            purpose=_("So that anybody who is shown a certificate can check it: a task of the office."),
            columns={
                "number": _("Number"),
                "name": _("Name as it stood"),
                "unit": _("Unit"),
                "class": _("Class"),
                "issued_on": _("Issued on"),
                "expires_on": _("Holds until"),
                "state": _("State"),
                "reason": _("Reason"),
                "office": _("Issued by"),
            },
            covers=("credentials.Award.person",),
            read=_awards,
            erase=_erase_awards,
            goes=_("Name, unit and signed credential of each certificate, on the page of verification, too"),
            stays=_("That a certificate was issued: its number, what became of it, and every count"),
        ),
        level=1,
    )
    personal.leave_out(
        {
            "credentials.Issue.made_by": "which account issued: a number; its name is erased with the account",
            "credentials.SpoiledBlank.noted_by": "which account noted a spoiled blank, as above",
        }
    )


def _awards(subject: Subject) -> list[Row]:
    rows = Award.objects.filter(person__in=subject.persons).select_related("series__owner", "holder")
    return [
        {
            "number": row.number_text,
            "name": row.holder.name if hasattr(row, "holder") else "",
            "unit": row.holder.unit if hasattr(row, "holder") else "",
            "class": row.facts.get("code", ""),
            "issued_on": row.issued_on.isoformat(),
            "expires_on": row.expires_on.isoformat() if row.expires_on else None,
            "state": str(row.get_state_display()),
            "reason": row.reason,
            "office": row.series.owner.name,
        }
        for row in rows.order_by("issued_on", "pk")
    ]


def _erase_awards(subject: Subject) -> None:
    rows = Award.objects.filter(person__in=subject.persons)
    AwardHolder.objects.filter(award__in=rows).delete()
    for row in rows.exclude(reason="").order_by("pk").only("pk", "reason"):
        kept = subject.without(row.reason)[:300]
        if kept != row.reason:
            Award.objects.filter(pk=row.pk).update(reason=kept)
