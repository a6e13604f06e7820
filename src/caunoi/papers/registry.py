"""All kinds of papers. A further kind is a module in `kinds`, a member of `PaperKind`, and a line here."""

from __future__ import annotations

from typing import Any

from caunoi.papers.fields import FieldDoc
from caunoi.papers.kind import Figure, Kind, Paper, PaperKind
from caunoi.papers.kinds import (
    certificate_register,
    class_file,
    combined_list,
    combined_report,
    cost_estimate,
    cost_statement,
    decision,
    discussion_minutes,
    invitation,
    name_plates,
    participant_list,
    participant_payments,
    period_report,
    plan,
    programme,
    proposal,
    script,
    sending_letter,
    sign_in_sheet,
    speaker_payments,
    transcript,
)
from caunoi.papers.kinds.class_report import figures as class_report
from caunoi.papers.values import Context

KINDS: dict[PaperKind, Kind[Any]] = {
    kind.kind: kind
    for kind in (
        plan.KIND,
        proposal.KIND,
        cost_estimate.KIND,
        decision.KIND,
        sending_letter.KIND,
        invitation.KIND,
        participant_list.KIND,
        combined_list.KIND,
        programme.KIND,
        script.KIND,
        sign_in_sheet.KIND,
        name_plates.KIND,
        discussion_minutes.KIND,
        class_report.KIND,
        certificate_register.KIND,
        class_file.COVER,
        class_file.INDEX,
        combined_report.KIND,
        period_report.QUARTER,
        period_report.YEAR,
        speaker_payments.KIND,
        participant_payments.KIND,
        cost_statement.KIND,
        transcript.KIND,
    )
}


def describe_template(kind: PaperKind) -> list[FieldDoc]:
    """The fields of a kind of template in the order in which they stand on paper."""
    return list(KINDS[PaperKind(kind)].fields)


def context(paper: Paper) -> Context:
    """The values for the paper's kind of template."""
    return KINDS[paper.kind].values(paper)


def figures(paper: Paper) -> tuple[Figure, ...]:
    """The numbers that stand in a paper, each with the records that it counts."""
    return KINDS[paper.kind].figures(paper)


def paper_name(kind: PaperKind) -> str:
    """What a kind of paper is called in the names of files."""
    return KINDS[PaperKind(kind)].name
