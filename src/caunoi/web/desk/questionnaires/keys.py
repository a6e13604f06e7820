"""The right answer of a question in use is corrected, and short texts are marked by hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caunoi.core.models import AuditEntry
from caunoi.questionnaires.enums import Action, ItemKind
from caunoi.questionnaires.models import Item, Questionnaire
from caunoi.questionnaires.queries.keys import Effect, TextState, effect_of, used_items, written_texts
from caunoi.questionnaires.queries.questionnaires import question_of
from caunoi.questionnaires.services.keys import correct_key, corrected_body, mark_texts
from caunoi.questionnaires.shape.bodies import pairs
from caunoi.web.base.errors import into_form, into_messages
from caunoi.web.base.lists import paginate
from caunoi.web.desk.questionnaires.pages import found_questionnaire, right_words
from caunoi.web.desk.requests import StaffRequest


class KeyForm(forms.Form):
    """The right answer anew, as the kind of question has it, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        error_messages={"required": gettext_lazy("Type the reason.")},
        help_text=gettext_lazy("It is kept with who corrected it and when."),
    )
    told = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, item: Item, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        for name, field in _fields(item).items():
            self.fields[name] = field
        self.order_fields([name for name in self.fields if name not in {"reason", "told"}])

    def right(self) -> dict[str, Any]:
        """Return what was typed as the right answer; raises ValidationError (field -> words)."""
        values = self.cleaned_data
        match self.item.kind:
            case ItemKind.SINGLE:
                return {"right": [values["right"]]}
            case ItemKind.ORDERING:
                places = {key: values[f"place-{key}"] for key, _words in pairs(self.item.body["choices"])}
                if len(set(places.values())) < len(places):
                    raise ValidationError(_("Give each line a place of its own."))
                return {"right": sorted(places, key=lambda key: int(places[key]))}
            case ItemKind.MATRIX:
                return {"right": {key: values[f"row-{key}"] for key, _words in pairs(self.item.body["rows"])}}
            case ItemKind.TEXT:
                return {"right": values["right"].splitlines()}
            case ItemKind.NUMBER:
                return {name: values[name] for name in ("right", "tolerance")}
        return {"right": list(values["right"])}


def _fields(item: Item) -> dict[str, forms.Field]:
    body, label = item.body, gettext_lazy("Right answer")
    right: Any = body.get("right")
    choices = pairs(body.get("choices", ()))
    missing = {"required": _("Choose the right answer.")}
    match item.kind:
        case ItemKind.SINGLE:
            first = right[0] if right else None
            one = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect, initial=first, error_messages=missing
            )
            return {"right": one}
        case ItemKind.MULTIPLE:
            many = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                initial=list(right or ()),
                error_messages=missing,
            )
            return {"right": many}
        case ItemKind.ORDERING:
            order = list(right or [key for key, _words in choices])
            numbers = [(str(place), str(place)) for place in range(1, len(choices) + 1)]
            return {
                f"place-{key}": forms.ChoiceField(label=words, choices=numbers, initial=str(order.index(key) + 1))
                for key, words in choices
            }
        case ItemKind.MATRIX:
            columns = [("", _("Choose …")), *pairs(body["columns"])]
            return {
                f"row-{key}": forms.ChoiceField(
                    label=words, choices=columns, initial=(right or {}).get(key, ""), error_messages=missing
                )
                for key, words in pairs(body["rows"])
            }
        case ItemKind.NUMBER:
            shown = {name: str(body.get(name) or "").replace(".", ",") for name in ("right", "tolerance")}
            return {
                "right": forms.CharField(label=label, max_length=30, initial=shown["right"], error_messages=missing),
                "tolerance": forms.CharField(
                    label=gettext_lazy("May differ by"), max_length=30, required=False, initial=shown["tolerance"]
                ),
            }
    return {
        "right": forms.CharField(
            label=gettext_lazy("Accepted answers"),
            widget=forms.Textarea(attrs={"rows": 5}),
            initial="\n".join(right or ()),
            help_text=gettext_lazy("One a line. Capitals and marks don't matter."),
            error_messages=missing,
        )
    }


def _used(request: StaffRequest, pk: UUID, key: UUID) -> tuple[Questionnaire, list[Item]]:
    """Return the questionnaire and the question in the versions that ask it alike; 404 for one not in use."""
    found = found_questionnaire(request, pk, kept=True)
    items = used_items(found, key)
    if not items or items[0].kind == ItemKind.SCALE:
        raise Http404
    return found, items


@login_required
def questionnaire_key(request: StaffRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Type another right answer, see for how many the points change, then correct it."""
    found, items = _used(request, pk, item)
    form = KeyForm(items[0], request.POST or None)
    effect: Effect | None = None
    if form.is_valid():
        with into_form(form):
            right = form.right()
            body = corrected_body(items[0], right)
            if body == items[0].body:
                raise ValidationError(_("This is the right answer already; nothing changes."))
            effect = effect_of(items, body)
            if "sure" in request.POST and form.cleaned_data["told"] == _told(body, effect):
                done = correct_key(
                    actor=request.user,
                    questionnaire=found,
                    key=item,
                    right=right,
                    reason=form.cleaned_data["reason"],
                    told=effect,
                )
                messages.success(request, _("The right answer is corrected.") + " " + counted_words(done))
                return redirect("desk:questionnaire", found.pk)
            shown = request.POST.copy()
            shown["told"] = _told(body, effect)
            form.data = shown
    context = {
        "questionnaire": found,
        "item": items[0],
        "form": form,
        "effect": effect,
        "now": _right(items[0]),
        "earlier": _earlier(found, items[0]),
    }
    return render(request, "desk/questionnaires/key.html", context)


def counted_words(effect: Effect) -> str:
    """Return in words what a correction changed."""
    if not effect.responses:
        return _("Nobody handed in an answer yet.")
    words = ngettext(
        "%(count)s sheet is counted anew: %(up)s rise, %(down)s fall.",
        "%(count)s sheets are counted anew: %(up)s rise, %(down)s fall.",
        effect.responses,
    )
    return words % {"count": effect.responses, "up": effect.up, "down": effect.down}


def _told(body: dict[str, Any], effect: Effect) -> str:
    """Return what says that this was shown: another answer, or another effect, is shown first."""
    return f"{body.get('right')}|{body.get('tolerance')}|{effect.responses}|{effect.up}|{effect.down}"


def _right(item: Item) -> str:
    """Return the right answer that stands, in words."""
    right: Any = item.body.get("right")
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE} and right:
        texts = dict(pairs(item.body["choices"]))
        return "; ".join(texts[key] for key in right)
    return right_words(question_of(item))


def _earlier(questionnaire: Questionnaire, item: Item) -> list[AuditEntry]:
    """Return the corrections of this question so far, the last first."""
    rows = AuditEntry.objects.filter(
        object_type="questionnaires.questionnaire",
        object_id=str(questionnaire.pk),
        action=Action.KEY_CORRECTED,
        details__question=item.text[:300],
    )
    return list(rows.order_by("-id")[:10])


@login_required
def questionnaire_texts(request: StaffRequest, pk: UUID, item: UUID) -> HttpResponse:
    """Show the short texts that were written, and take those that were marked for right or wrong."""
    found, items = _used(request, pk, item)
    if items[0].kind != ItemKind.TEXT:
        raise Http404
    texts = written_texts(items)
    if request.method == "POST":
        with into_messages(request):
            seen = {one.mark: one for one in texts if f"t-{one.mark}" in request.POST}
            chosen = {mark: request.POST[f"t-{mark}"] for mark in seen}
            effect = mark_texts(
                actor=request.user,
                questionnaire=found,
                key=item,
                accepted=[
                    mark for mark, to in chosen.items() if to == "yes" and seen[mark].state != TextState.ACCEPTED
                ],
                refused=[mark for mark, to in chosen.items() if to == "no" and seen[mark].state != TextState.REFUSED],
                was=request.POST.getlist("waiting"),
            )
            messages.success(request, _("The answers are marked.") + " " + counted_words(effect))
        return redirect(request.get_full_path())
    context = {
        "questionnaire": found,
        "item": items[0],
        "page": paginate(request, texts),
        "waiting": sum(one.state == TextState.WAITING for one in texts),
        "accepted": items[0].body.get("right", ()),
    }
    return render(request, "desk/questionnaires/texts.html", context)
