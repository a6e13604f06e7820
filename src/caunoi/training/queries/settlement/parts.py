"""What belongs into the settlement file of a class, in the order in which an auditor reads it; nothing is made here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from caunoi import papers
from caunoi.core.models import StoredFile
from caunoi.directory.models import Directive
from caunoi.directory.queries.scope import AnyUser, visible_directives
from caunoi.training.enums import ACCOUNT_KINDS, ClassState, ExpenseKind, PaperKind
from caunoi.training.models import PaperRecord, PlanVersion, SpeakerFee, TrainingClass
from caunoi.training.queries.money.checks import Check
from caunoi.training.queries.money.statement import budget_of, expenses_of, fees_of, off_payroll_count, payments_of
from caunoi.training.queries.money.taught import grades_on, taught
from caunoi.training.queries.papers.afterwards import full_number
from caunoi.training.queries.papers.frame import called
from caunoi.training.queries.papers.target import Target, of_class, of_item, records_of
from caunoi.training.queries.plans.costs import lines_of
from caunoi.training.queries.plans.listing import visible_plans


@dataclass(frozen=True, kw_only=True)
class Part:
    """One line of the index.

    Of ``paper`` (a Word paper to be made, of one venue ``point`` where it is named), ``file`` (one that is kept) and
    ``table`` one is set at most; with none the part is not there, and ``lacks`` says in words why. ``withheld`` says
    that it is there and not for this reader. ``page`` and ``key`` name the desk's page where it is mended.
    """

    name: str
    number: str = ""
    signed_on: dt.date | None = None
    issuer: str = ""
    paper: PaperKind | None = None
    point: str = ""
    file: StoredFile | None = None
    table: str = ""
    lacks: str = ""
    withheld: bool = False
    page: str = "class_papers"
    key: str = ""

    @property
    def is_there(self) -> bool:
        """Whether a file of it is packed."""
        return self.paper is not None or self.file is not None or bool(self.table)


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """The parts of a class's settlement file; ``accounts`` says that it may tell accounts, ``checks`` how they came out."""  # noqa: E501 - one sentence

    target: Target
    parts: tuple[Part, ...]
    accounts: bool
    checks: tuple[Check, ...] = ()

    @property
    def training_class(self) -> TrainingClass:
        """The class that is settled."""
        if self.target.training_class is None:
            raise ValueError(self.target)
        return self.target.training_class

    @property
    def there(self) -> list[Part]:
        """What is packed."""
        return [part for part in self.parts if part.is_there]

    @property
    def missing(self) -> list[Part]:
        """What is still missing."""
        return [part for part in self.parts if part.lacks and not part.withheld]

    @property
    def withheld(self) -> list[Part]:
        """What this reader may not pack."""
        return [part for part in self.parts if part.withheld]


def settlement_of(
    user: AnyUser, training_class: TrainingClass, *, accounts: bool, checks: tuple[Check, ...] = ()
) -> Settlement:
    """Return what the settlement of a class needs; the number of queries does not grow with its people.

    The caller has checked that the user may see the money. ``accounts`` is whether he may see the accounts of payees:
    else the signed payment lists, on which they may stand, are held back.
    """
    found = _Finder(user, training_class, accounts=accounts)
    return Settlement(target=found.target, parts=tuple(found.parts()), accounts=accounts, checks=checks)


class _Finder:
    """Walks through the records of one class."""

    def __init__(self, user: AnyUser, training_class: TrainingClass, *, accounts: bool) -> None:
        self.user, self.training_class, self.accounts = user, training_class, accounts
        self.target: Target = of_class(training_class)
        self.office = called(training_class.keeper)

    @cached_property
    def records(self) -> dict[str, PaperRecord]:
        return records_of(self.target)

    @cached_property
    def fees(self) -> list[SpeakerFee]:
        return list(fees_of(self.training_class))

    def parts(self) -> Iterator[Part]:
        yield from self._bases()
        yield from self._decision()
        yield from self._estimate()
        yield from self._list_and_sheets()
        yield from self._payments()
        yield from self._evidence()
        yield from self._statement()
        yield from self._expenses()
        yield from self._report()
        yield Part(name="Kết quả kiểm tra hồ sơ", table="checks", page="money_checks")
        yield Part(name="Bảng số liệu của lớp", table="workbook")

    def _paper(self, kind: PaperKind, *, point: str = "", lacks: str = "", page: str = "class_papers") -> Part:
        """Return a paper to be made; with ``lacks`` one that can't be yet."""
        record = self.records.get(kind)
        return Part(
            name=" - ".join(filter(None, (papers.paper_name(papers.PaperKind(str(kind))), point))),
            number=full_number(record) if record else "",
            signed_on=record.signed_on if record else None,
            issuer=self.office,
            paper=None if lacks else kind,
            point=point,
            lacks=lacks,
            page=page,
        )

    def _signed(self, kind: PaperKind) -> Part:
        """Return the signed copy of a paper, or that it is missing or held back."""
        record = self.records.get(kind)
        file = record.signed_file if record else None
        there = Part(
            name=f"{papers.paper_name(papers.PaperKind(str(kind)))} (bản ký)",
            number=full_number(record) if record else "",
            signed_on=record.signed_on if record else None,
            issuer=self.office,
        )
        return self._copy(there, file, kind)

    def _copy(self, bare: Part, file: StoredFile | None, kind: PaperKind) -> Part:
        copy = replace(bare, page="paper", key=str(kind))
        if file is None:
            return replace(copy, lacks=_("the signed copy is not kept yet"))
        if kind in ACCOUNT_KINDS and not self.accounts:
            lacks = _("accounts may stand on it: the accountant alone packs it")
            return replace(copy, lacks=lacks, withheld=True)
        return replace(copy, file=file)

    def _bases(self) -> Iterator[Part]:
        """Yield the approved plan and the directives on which the class rests."""
        item = self.training_class.plan_item
        if item is not None and visible_plans(self.user).filter(pk=item.plan_id).exists():
            versions = PlanVersion.objects.filter(plan=item.plan_id, state="approved").select_related("signed_file")
            version = versions.order_by("-number").first()
            if version is not None:
                yield Part(
                    name="Kế hoạch đã duyệt",
                    number=version.registry_number,
                    signed_on=version.signed_on,
                    issuer=called(item.plan.owner),
                    file=version.signed_file,
                    lacks="" if version.signed_file else _("the signed copy is not kept yet"),
                    page="plan",
                    key=item.plan.code,
                )
        visible = self._visible_directives
        for link in self.training_class.directive_links.select_related("directive__file").order_by("position", "id"):
            if link.directive_id in visible:
                yield self._directive(link.directive, "Căn cứ")

    @cached_property
    def _visible_directives(self) -> set[Any]:
        linked = self.training_class.directive_links.values("directive")
        graded = [grade.directive_id for grade in self._grades.values() if grade.directive_id]
        found = visible_directives(self.user)
        return set(found.filter(pk__in=linked).values_list("pk", flat=True)) | set(
            found.filter(pk__in=graded).values_list("pk", flat=True)
        )

    def _directive(self, directive: Directive, word: str) -> Part:
        kind = directive.kind or "văn bản"
        return Part(
            name=f"{word} - {kind} {directive.number}",
            number=directive.number,
            signed_on=directive.issued_on,
            issuer=directive.issuer,
            file=directive.file,
            lacks="" if directive.file else _("its file is not in the directory yet"),
            page="directive",
            key=str(directive.pk),
        )

    def _decision(self) -> Iterator[Part]:
        """Yield the decision of the class, else that on all classes of its item."""
        kind = PaperKind.DECISION
        item = self.training_class.plan_item
        of_all = records_of(of_item(item)).get(kind) if item is not None and kind not in self.records else None
        if of_all is not None:
            self.records[kind] = of_all
        record = self.records.get(kind)
        made = self._paper(kind)
        # A decision may have been written down with the item of the plan alone.
        if record is None and item is not None and item.decision_number:
            made = replace(made, number=item.decision_number, signed_on=item.decision_on)
            yield made
            yield self._copy(replace(made, name=f"{made.name} (bản ký)", paper=None), item.decision_file, kind)
            return
        yield made
        if record is None or not record.number:
            yield Part(
                name=made.name,
                lacks=_("its number is not entered yet"),
                page="paper",
                key=str(kind),
                issuer=self.office,
            )
        yield self._signed(kind)

    def _estimate(self) -> Iterator[Part]:
        kind = PaperKind.COST_ESTIMATE
        item = self.training_class.plan_item
        if item is not None and lines_of(item):
            yield self._paper(kind)
        if kind in self.records:
            yield self._signed(kind)

    def _list_and_sheets(self) -> Iterator[Part]:
        training_class = self.training_class
        people = training_class.enrolments.exists()
        empty = "" if people else _("the list is empty")
        points = list(training_class.venue_points.order_by("position", "id").values_list("name", flat=True))
        yield self._paper(PaperKind.PARTICIPANT_LIST, lacks=empty, page="class_participants")
        sittings = training_class.sittings.exists()
        yield self._paper(
            PaperKind.PROGRAMME, lacks="" if sittings else _("no sitting is entered"), page="class_programme"
        )
        if PaperKind.PROGRAMME in self.records:
            yield self._signed(PaperKind.PROGRAMME)
        for point in points if len(points) > 1 else [""]:
            yield self._paper(PaperKind.SIGN_IN_SHEET, point=point, lacks=empty, page="class_participants")
        if people:
            yield self._signed(PaperKind.SIGN_IN_SHEET)

    def _payments(self) -> Iterator[Part]:
        if self.fees:
            yield self._paper(PaperKind.SPEAKER_PAYMENTS)
            yield self._signed(PaperKind.SPEAKER_PAYMENTS)
        elif taught(self.training_class):
            lacks = _("no fee is worked out yet")
            yield self._paper(PaperKind.SPEAKER_PAYMENTS, lacks=lacks, page="money_speakers")
        if payments_of(self.training_class).exists():
            yield self._paper(PaperKind.PARTICIPANT_PAYMENTS)
            yield self._signed(PaperKind.PARTICIPANT_PAYMENTS)
        elif off_payroll_count(self.training_class):
            lacks = _("meals and travel are not worked out yet")
            yield self._paper(PaperKind.PARTICIPANT_PAYMENTS, lacks=lacks, page="money_participants")

    @cached_property
    def _grades(self) -> dict[Any, Any]:
        day = self.training_class.starts_on
        people = [fee.person_id for fee in self.fees]
        return grades_on(self.training_class, people, day) if day and people else {}

    def _evidence(self) -> Iterator[Part]:
        """Yield what shows the grade of each speaker who is paid."""
        for fee in self.fees:
            grade = self._grades.get(fee.person_id)
            name = f"Minh chứng bậc chi - {fee.person.full_name}"
            bare = Part(name=name, page="money_speaker", key=str(fee.person_id))
            if grade is not None and grade.file is not None:
                yield replace(bare, file=grade.file)
            elif grade is not None and grade.directive is not None and grade.directive_id in self._visible_directives:
                yield self._directive(grade.directive, name)
            elif grade is not None and grade.directive is not None:
                lacks = _("its document belongs to an office that you do not see")
                yield replace(bare, lacks=lacks, withheld=True)
            else:
                yield replace(bare, lacks=_("nothing shows the grade"))

    def _statement(self) -> Iterator[Part]:
        kind = PaperKind.COST_STATEMENT
        if not budget_of(self.training_class):
            yield Part(
                name="Dự toán của lớp", lacks=_("nothing is entered as planned"), page="class_money", issuer=self.office
            )
        yield self._paper(kind)
        yield self._signed(kind)

    def _expenses(self) -> Iterator[Part]:
        for row in expenses_of(self.training_class):
            word = "Tạm ứng" if row.kind == ExpenseKind.ADVANCE else "Hóa đơn"
            named = " ".join(filter(None, (word, row.invoice_number)))
            # For an advance no invoice is asked: what was bought with it has one.
            asked = row.file is None and row.kind == ExpenseKind.COST
            if row.file is None and not asked:
                continue
            yield Part(
                name=f"{named} - {row.words}",
                number=row.invoice_number,
                signed_on=row.invoice_on,
                issuer=row.payee,
                file=row.file,
                lacks=_("the copy of the invoice is missing") if asked else "",
                page="money_expense",
                key=str(row.pk),
            )

    def _report(self) -> Iterator[Part]:
        kind = PaperKind.CLASS_REPORT
        report = self.training_class.reports.select_related("signed_file").order_by("-version").first()
        closed = self.training_class.state == ClassState.CLOSED
        if report is None or not closed:
            lacks = _("the class is not closed: its figures can still change")
            yield self._paper(kind, lacks=lacks, page="class_results")
            return
        yield self._paper(kind)
        if kind in self.records:
            yield self._signed(kind)
        else:
            bare = replace(self._paper(kind), number=report.number, signed_on=report.signed_on, paper=None)
            yield self._copy(replace(bare, name=f"{bare.name} (bản ký)"), report.signed_file, kind)
