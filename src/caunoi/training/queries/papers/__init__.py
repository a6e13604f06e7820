"""From frozen facts and lists to the papers of an office."""

from caunoi.training.queries.papers.afterwards import full_number
from caunoi.training.queries.papers.class_report import report_paper
from caunoi.training.queries.papers.frame import Decision, heading
from caunoi.training.queries.papers.inviting import unit_letters
from caunoi.training.queries.papers.lists import list_paper, sign_in_paper
from caunoi.training.queries.papers.official import Wish
from caunoi.training.queries.papers.sources import ELSEWHERE, SOURCES, Source, make_paper, sources_of
from caunoi.training.queries.papers.target import Target, of_class, of_item, of_plan, record_of, records_of
from caunoi.training.queries.papers.templates import file_name, render, render_all, template_for, templates_for

__all__ = [
    "ELSEWHERE",
    "SOURCES",
    "Decision",
    "Source",
    "Target",
    "Wish",
    "file_name",
    "full_number",
    "heading",
    "list_paper",
    "make_paper",
    "of_class",
    "of_item",
    "of_plan",
    "record_of",
    "records_of",
    "render",
    "render_all",
    "report_paper",
    "sign_in_paper",
    "sources_of",
    "template_for",
    "templates_for",
    "unit_letters",
]
