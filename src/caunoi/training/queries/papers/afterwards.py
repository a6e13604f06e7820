"""Papers made after a class: registers, the class's file, reports on several classes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from caunoi import papers
from caunoi.core.text import fold
from caunoi.credentials.enums import AwardState
from caunoi.credentials.models import Award, SpoiledBlank
from caunoi.credentials.queries.awards import awards_of_source
from caunoi.directory.models import ERASED
from caunoi.papers.kinds.certificate_register import CertificateRegisterPaper, CertificateRow
from caunoi.papers.kinds.certificate_register import SpoiledBlank as SpoiledPaper
from caunoi.papers.kinds.class_file import FileCoverPaper, FiledPaper, FileIndexPaper
from caunoi.papers.kinds.class_table import HeldClass
from caunoi.papers.kinds.combined_report import CombinedReportPaper
from caunoi.papers.kinds.period_report import PlannedItem, QuarterReportPaper, UnitAttendance, YearReportPaper
from caunoi.training.enums import ClassState, PaperKind, PlanState
from caunoi.training.facts import MADE_UP, MARK_LETTERS, read_facts
from caunoi.training.models import ClassReport, PaperRecord, PlanItem, TrainingClass
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.papers.facts import head_counts
from caunoi.training.queries.papers.frame import called
from caunoi.training.queries.papers.official import Wish, classes_of, frame, head, outline_of
from caunoi.training.queries.papers.snapshot import frozen_snapshot
from caunoi.training.queries.papers.target import Target

_THERE = {MARK_LETTERS[mark] for mark in ("present", "late", "left_early")} | {MADE_UP}


def certificate_register(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the register from the ledger; as long as nothing was issued, a form to write in."""
    if target.training_class is None:
        return None
    source = source_of(target.training_class)
    awards = list(awards_of_source(source))
    spoiled = SpoiledBlank.objects.filter(source=source).order_by("serial", "id")
    return CertificateRegisterPaper(
        heading=head(target, PaperKind.CERTIFICATE_REGISTER, wish),
        outline=outline_of(target.training_class, target.snapshot),
        rows=tuple(_entry(award) for award in awards),
        spoiled=tuple(SpoiledPaper(serial=each.serial, reason=each.reason) for each in spoiled),
    )


def _entry(award: Award) -> CertificateRow:
    live = award.state == AwardState.ISSUED
    return CertificateRow(
        serial=award.blank,
        entry=award.number_text,
        name=award.holder.name if hasattr(award, "holder") else ERASED,
        unit=award.holder.unit if hasattr(award, "holder") else "",
        issued_on=award.issued_on,
        note="" if live else f"{str(award.get_state_display()).capitalize()}: {award.reason}",
    )


def file_cover(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the cover of the class's file."""
    training_class = target.training_class
    if training_class is None:
        return None
    return FileCoverPaper(
        heading=head(target, PaperKind.FILE_COVER, wish),
        outline=outline_of(training_class, target.snapshot),
        code=training_class.code,
        year=training_class.starts_on.year if training_class.starts_on else None,
    )


def file_index(target: Target, wish: Wish) -> papers.Paper | None:
    """Return what the file holds: the directives, then every paper that got a number, by its day."""
    training_class = target.training_class
    if training_class is None:
        return None
    links = training_class.directive_links.select_related("directive").order_by("position", "id")
    rested = [
        FiledPaper(
            about=" ".join(filter(None, (link.directive.kind, link.directive.title))),
            number=link.directive.number,
            signed_on=link.directive.issued_on,
            issuer=link.directive.issuer,
        )
        for link in links
    ]
    about = Q(training_class=training_class)
    if training_class.plan_item_id:
        about |= Q(plan_item=training_class.plan_item_id)
    records = PaperRecord.objects.filter(about, voided_at__isnull=True).exclude(number="")
    own = [
        FiledPaper(
            about=f"{papers.paper_name(papers.PaperKind(record.kind))}: {record.about}",
            number=full_number(record),
            signed_on=record.signed_on,
            issuer=called(record.organisation),
        )
        for record in records.select_related("organisation").order_by("signed_on", "created_at", "id")
    ]
    report = training_class.reports.order_by("-version").first()
    if report and report.number and not any(record.kind == PaperKind.CLASS_REPORT for record in records):
        own.append(
            FiledPaper(
                about=f"Báo cáo kết quả: {training_class.title}",
                number=report.number,
                signed_on=report.signed_on,
                issuer=called(target.office),
            )
        )
    return FileIndexPaper(
        heading=head(target, PaperKind.FILE_INDEX, wish),
        outline=outline_of(training_class, target.snapshot),
        rows=(*rested, *own),
    )


def full_number(record: PaperRecord) -> str:
    """Return number and letters as the office's tree writes them."""
    if not record.symbol or any(joint in record.number for joint in "/-"):
        return record.number
    return f"{record.number}{'-' if record.organisation.system == 'party' else '/'}{record.symbol}"


def _latest(classes: list[TrainingClass]) -> dict[Any, ClassReport]:
    """Return the last frozen version of each closed class, in one query."""
    closed = [each.pk for each in classes if each.state == ClassState.CLOSED]
    rows = ClassReport.objects.filter(training_class__in=closed).order_by("version")
    return {row.training_class_id: row for row in rows}


def _held(training_class: TrainingClass, report: ClassReport) -> HeldClass:
    facts = read_facts(report.facts)
    return HeldClass(
        title=facts.title,
        code=training_class.code,
        days=tuple(map(dt.date.fromisoformat, facts.days)),
        when=facts.when,
        place=facts.place,
        counts=head_counts(facts),
        questions=len(facts.questions),
        answered=sum(bool(question.answer) for question in facts.questions),
    )


def combined_report(target: Target, wish: Wish) -> papers.Paper | None:
    """Return one report on the closed classes of an item; None while none is closed."""
    item = target.plan_item
    classes = classes_of(target)
    reports = _latest(classes)
    if item is None or not reports:
        return None
    facts = [read_facts(reports[each.pk].facts) for each in classes if each.pk in reports]
    return CombinedReportPaper(
        **frame(target, PaperKind.COMBINED_REPORT, wish),
        subject=item.title,
        audience=item.audience,
        planned=item.class_count,
        classes=tuple(_held(each, reports[each.pk]) for each in classes if each.pk in reports),
        topics=tuple(dict.fromkeys(topic.title for one in facts for topic in one.topics)),
        strong_points=_together(one.strong_points for one in facts),
        weak_points=_together(one.weak_points for one in facts),
        proposals=_together(one.proposals for one in facts),
    )


def _together(texts: Any) -> str:
    """Return the paragraphs of several reports, each once."""
    return "\n".join(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip()))


def quarter_report(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the report on a quarter; None without one."""
    if target.year is None or target.quarter is None:
        return None
    values = frame(target, PaperKind.QUARTER_REPORT, wish)
    return QuarterReportPaper(**values, **_period(target), quarter=target.quarter)


def year_report(target: Target, wish: Wish) -> papers.Paper | None:
    """Return the report on a year."""
    if target.year is None or target.quarter is not None:
        return None
    return YearReportPaper(**frame(target, PaperKind.YEAR_REPORT, wish), **_period(target))


def classes_of_period(target: Target) -> list[TrainingClass]:
    """Return the classes that an office kept and whose first day lies in the period, cancelled ones apart."""
    found = TrainingClass.objects.filter(keeper=target.office, starts_on__year=target.year)
    if target.quarter:
        found = found.filter(starts_on__quarter=target.quarter)
    return list(found.exclude(state=ClassState.CANCELLED).order_by("starts_on", "id"))


def _period(target: Target) -> dict[str, Any]:
    classes = classes_of_period(target)
    reports = _latest(classes)
    closed = [each for each in classes if each.pk in reports]
    units, persons = _people([reports[each.pk] for each in closed])
    vague = any(read_facts(report.facts).present.qualifier != "exact" for report in reports.values())
    return {
        "year": target.year,
        "classes": tuple(_held(each, reports[each.pk]) for each in closed),
        "items": _items(target, {each.pk for each in classes}),
        "units": units,
        # Who came to a class of which only a report tells is not known by name: no number of persons then.
        "persons": None if vague or not closed or not persons else papers.Count(len(persons)),
        "not_closed": tuple(each.title for each in classes if each.pk not in reports),
    }


def _people(reports: list[ClassReport]) -> tuple[tuple[UnitAttendance, ...], set[str]]:
    nominated: dict[str, set[str]] = {}
    present: dict[str, set[str]] = {}
    named: dict[str, str] = {}
    everybody: set[str] = set()
    for report in reports:
        for row in frozen_snapshot(report).participants:
            unit = fold(row.unit)
            named.setdefault(unit, row.unit or "Không ghi đơn vị")
            if row.substitute_for is None:
                nominated.setdefault(unit, set()).add(row.person_id)
            if _THERE & set(row.marks):
                present.setdefault(unit, set()).add(row.person_id)
                everybody.add(row.person_id)
    rows = tuple(
        UnitAttendance(unit=name, nominated=len(nominated.get(unit, ())), present=len(present.get(unit, ())))
        for unit, name in sorted(named.items())
    )
    return rows, everybody


def _items(target: Target, held: set[Any]) -> tuple[PlannedItem, ...]:
    items = PlanItem.objects.filter(
        plan__owner=target.office, plan__year=target.year or 0, plan__state__in=(PlanState.APPROVED, PlanState.AMENDING)
    ).annotate(done=Count("classes", filter=Q(classes__in=held)))
    if target.quarter:
        items = items.filter(Q(quarter=target.quarter) | Q(quarter__isnull=True, done__gt=0))
    return tuple(
        PlannedItem(title=item.title, planned=item.class_count, held=item.__dict__["done"])
        for item in items.order_by("plan__title", "position", "id")
    )
