"""What the money of classes holds about a person: for the export, and for erasing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from caunoi.core import personal
from caunoi.core.personal import Holding, Row, Subject
from caunoi.training.models import ParticipantPay, PayeeAccount, SpeakerFee, SpeakerGrade

_MONEY = _("To pay those who teach and attend, and to account for it: a task of the office.")


def register() -> None:
    """Name what is held here. The export says which values of an account are kept: the accountant gives them out."""
    personal.register(
        Holding(
            name="training.fees",
            title=_("Fees for teaching"),
            purpose=_MONEY,
            columns={
                "class": _("Class"),
                "grade": _("Paid as"),
                "periods": _("Periods"),
                "amount": _("Amount"),
                "tax": _("Tax"),
                "net": _("Paid out"),
                "reason": _("Reason"),
            },
            covers=("training.SpeakerFee.person",),
            read=_fees,
            erase=_erase_fees,
            goes=_("Words about the fee"),
            stays=_("The amount under a number: accounts must stay true"),
        ),
        Holding(
            name="training.grades",
            title=_("Grade as a speaker"),
            purpose=_MONEY,
            columns={
                "office": _("Kept by"),
                "grade": _("Paid as"),
                "from_day": _("From"),
                "evidence": _("What shows it"),
            },
            covers=("training.SpeakerGrade.person",),
            read=_grades,
            erase=_erase_grades,
            goes=_("Grade and what shows it"),
        ),
        Holding(
            name="training.payments",
            title=_("Meals and travel paid"),
            purpose=_MONEY,
            columns={
                "class": _("Class"),
                "days": _("Days paid"),
                "meals": _("Meals"),
                "travel": _("Travel"),
                "amount": _("Amount"),
                "reason": _("Reason"),
            },
            read=_payments,
            erase=_erase_payments,
            goes=_("Words about the payment"),
            stays=_("The amount under a number: accounts must stay true"),
        ),
        Holding(
            name="training.accounts",
            title=_("Bank account and tax code"),
            purpose=_MONEY,
            columns={"office": _("Kept by"), "kept": _("What is kept"), "ask": _("Who gives it out")},
            covers=("training.PayeeAccount.person",),
            read=_accounts,
            erase=_erase_accounts,
            goes=_("Account number, bank and tax code"),
        ),
        level=2,
    )
    personal.leave_out(
        {"training.SpeakerGrade.entered_by": "which account entered the grade: a number; erased with the account"}
    )


def _fees(subject: Subject) -> list[Row]:
    rows = SpeakerFee.objects.filter(person__in=subject.persons).select_related("training_class").order_by("pk")
    return [
        {
            "class": row.training_class.code,
            "grade": row.grade_words,
            "periods": str(row.periods),
            "amount": row.amount,
            "tax": row.tax,
            "net": row.net,
            "reason": row.reason,
        }
        for row in rows
    ]


def _grades(subject: Subject) -> list[Row]:
    rows = SpeakerGrade.objects.filter(person__in=subject.persons).select_related("owner", "directive", "file")
    return [
        {
            "office": row.owner.name,
            "grade": str(row),
            "from_day": row.from_day.isoformat(),
            "evidence": "; ".join(
                part
                for part in (
                    row.evidence,
                    str(row.directive) if row.directive else "",
                    row.file.name if row.file else "",
                )
                if part
            ),
        }
        for row in rows.order_by("pk")
    ]


def _payments(subject: Subject) -> list[Row]:
    rows = ParticipantPay.objects.filter(enrolment__person__in=subject.persons)
    return [
        {
            "class": row.enrolment.training_class.code,
            "days": row.days,
            "meals": row.meals,
            "travel": row.travel,
            "amount": row.amount,
            "reason": row.reason,
        }
        for row in rows.select_related("enrolment__training_class").order_by("pk")
    ]


def _accounts(subject: Subject) -> list[Row]:
    labels = {"account": _("Account number"), "bank": _("Bank"), "tax_code": _("Tax code")}
    rows = PayeeAccount.objects.filter(person__in=subject.persons).select_related("owner").order_by("pk")
    return [
        {
            "office": row.owner.name,
            "kept": [str(label) for name, label in labels.items() if getattr(row, name)],
            "ask": str(_("The accountant of the office")),
        }
        for row in rows
    ]


def _erase_grades(subject: Subject) -> None:
    SpeakerGrade.objects.filter(person__in=subject.persons).delete()


def _erase_accounts(subject: Subject) -> None:
    PayeeAccount.objects.filter(person__in=subject.persons).delete()


def _erase_fees(subject: Subject) -> None:
    # An amount that differs from what was worked out has a reason, of which a dash is left.
    SpeakerFee.objects.filter(person__in=subject.persons).exclude(reason="").update(reason="–")


def _erase_payments(subject: Subject) -> None:
    ParticipantPay.objects.filter(enrolment__person__in=subject.persons).exclude(reason="").update(reason="–")
