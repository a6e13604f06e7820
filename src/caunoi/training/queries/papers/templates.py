"""Which template serves an office, and the paper made from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import QuerySet
from django.db.models.functions import Length

from caunoi import papers
from caunoi.core.files import read_stored
from caunoi.directory.models import Organisation
from caunoi.training.enums import PaperKind
from caunoi.training.models import PaperTemplate

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def templates_for(organisation: Organisation) -> QuerySet[PaperTemplate]:
    """Return the templates that serve an office, its own and those of the offices above it, the nearest first."""
    path = organisation.path
    above = [path[:end] for end in range(6, len(path), 6)]
    return (
        PaperTemplate.objects.filter(organisation__path__in=[*above, path])
        .select_related("organisation", "file", "replaced_by")
        .order_by(Length("organisation__path").desc(), "kind", "layout", "id")
    )


def template_for(organisation: Organisation, kind: PaperKind, layout: papers.Layout) -> PaperTemplate | None:
    """Return the nearest template of an office for a kind of paper; None where the shipped one serves."""
    return templates_for(organisation).filter(kind=kind, layout=str(layout)).first()


def render(paper: papers.Paper, organisation: Organisation) -> bytes:
    """Return the paper as a Word file, from the office's template or the shipped one.

    Raises ``papers.TemplateRefused`` for a kept template that can't be used any more.
    """
    own = template_for(organisation, PaperKind(str(paper.kind)), paper.heading.layout)
    return papers.render(paper, template=read_stored(own.file) if own else None)


def render_all(made: Sequence[papers.Paper], organisation: Organisation) -> bytes:
    """Return papers of one kind and layout as one Word file; raises as :func:`render`."""
    own = template_for(organisation, PaperKind(str(made[0].kind)), made[0].heading.layout)
    return papers.render_all(made, template=read_stored(own.file) if own else None)


def file_name(kind: PaperKind, title: str, code: str, more: str = "") -> str:
    """Return what the file is called: kind, title, code; without what Windows refuses in a name."""
    called = " ".join(part for part in (papers.paper_name(papers.PaperKind(str(kind))), more) if part)
    clean = _NOT_IN_FILE_NAMES.sub(" ", f"{called} - {title[:90]}")
    return f"{' '.join(clean.split())}{f' ({code})' if code else ''}.docx"
