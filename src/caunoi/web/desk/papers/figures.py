"""Where the records behind a number stand."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from caunoi import papers as library
from caunoi.training.queries.classes import visible_classes
from caunoi.training.queries.papers import Target
from caunoi.web.desk.requests import StaffRequest

_OF_CLASS = {
    "participants": "class_participants",
    "attendance": "class_attendance",
    "sittings": "class_programme",
    "guests": "class_programme",
    "questions": "class_questions",
    "quota": "class_edit",
    "register": "class_papers",
    "classes": "class",
    "money": "class_money",
    "speaker_fees": "money_speakers",
    "payments": "money_participants",
}


def traced(request: StaffRequest, target: Target, paper: library.Paper) -> list[dict[str, Any]]:
    """Return each number of a paper with its words and, where the user may see them, the page of its records."""
    found = library.figures(paper)
    codes = {figure.detail for figure in found if target.training_class is None and figure.detail}
    seen = set(visible_classes(request.user).filter(code__in=codes).values_list("code", flat=True)) if codes else set()
    return [{"words": figure.words, "value": figure.value, "url": _address(target, figure, seen)} for figure in found]


def _address(target: Target, figure: library.Figure, seen: set[str]) -> str:
    plan = target.plan or (target.plan_item.plan if target.plan_item else None)
    code = target.code if target.training_class is not None else figure.detail if figure.detail in seen else ""
    if code and figure.source == "quota" and figure.detail and target.training_class is not None:
        return reverse("desk:class_quotas", args=[code])
    if code and figure.source in _OF_CLASS:
        return reverse(f"desk:{_OF_CLASS[figure.source]}", args=[code])
    item = target.plan_item or (target.training_class.plan_item if target.training_class else None)
    if figure.source == "costs" and item is not None:
        return reverse("desk:plan_item", args=[item.plan.code, item.pk])
    if target.plan_item is not None:
        return reverse("desk:plan_item", args=[target.plan_item.plan.code, target.plan_item.pk])
    if plan is not None:
        return reverse("desk:plan", args=[plan.code])
    if target.year is not None:
        return reverse("desk:plan_list" if figure.source == "plan" else "desk:class_list") + f"?year={target.year}"
    return ""
