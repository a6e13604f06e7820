"""What every kind of paper is made of, so that a new kind is one module and one line in `registry`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from docx.document import Document as DocumentType

from caunoi.papers.fields import FieldDoc
from caunoi.papers.heading import Heading, Layout
from caunoi.papers.values import Context


class PaperKind(StrEnum):
    """The kinds an office may replace the template of."""

    PLAN = "plan"
    PROPOSAL = "proposal"
    COST_ESTIMATE = "cost_estimate"
    DECISION = "decision"
    SENDING_LETTER = "sending_letter"
    INVITATION = "invitation"
    PARTICIPANT_LIST = "participant_list"
    COMBINED_LIST = "combined_list"
    PROGRAMME = "programme"
    SCRIPT = "script"
    SIGN_IN_SHEET = "sign_in_sheet"
    NAME_PLATES = "name_plates"
    DISCUSSION_MINUTES = "discussion_minutes"
    CLASS_REPORT = "class_report"
    CERTIFICATE_REGISTER = "certificate_register"
    FILE_COVER = "file_cover"
    FILE_INDEX = "file_index"
    COMBINED_REPORT = "combined_report"
    QUARTER_REPORT = "quarter_report"
    YEAR_REPORT = "year_report"
    SPEAKER_PAYMENTS = "speaker_payments"
    PARTICIPANT_PAYMENTS = "participant_payments"
    COST_STATEMENT = "cost_statement"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a paper says, without how it looks; each kind adds its facts. Equal papers give equal files."""

    kind: ClassVar[PaperKind]

    heading: Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that stands in a paper: its words, the number as written, and which records it counts.

    `source` names the records for whoever knows where they lie ("participants", "attendance"); `detail` narrows them
    down (a unit's name, a sitting's day).
    """

    words: str
    value: str
    source: str
    detail: str = ""


P = TypeVar("P", bound=Paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[P]):
    """One kind of paper.

    `name` is what the paper is called in a file name, `letters` what stands for its kind after a number ("QĐ"); a paper
    that gets no number of its own has none. `values` gives what a template sees, `fields` explains each of
    them, `build` makes the template that is shipped. `figures` lists the numbers of a paper with their sources, from
    the same facts that fill it.
    """

    kind: PaperKind
    name: str
    paper: type[P]
    values: Callable[[P], Context]
    fields: tuple[FieldDoc, ...]
    build: Callable[[Layout], DocumentType]
    letters: str = ""
    figures: Callable[[P], tuple[Figure, ...]] = lambda _paper: ()
