"""Forms of questionnaires: what one is called, and a question of each kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.text import clean
from caunoi.directory.enums import RoleKind
from caunoi.directory.models import Organisation, User
from caunoi.directory.queries.scope import organisations_for
from caunoi.questionnaires.enums import Form, ItemKind, Purpose
from caunoi.questionnaires.models import Item, Version
from caunoi.questionnaires.shape.bodies import Draft, fold_exact, keyed, pairs
from caunoi.web.desk.directory.choices import choice_words
from caunoi.web.desk.directory.filters import FilterForm
from caunoi.web.desk.requests import StaffRequest


class QuestionnaireFilterForm(FilterForm):
    """What the list is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request)


class NewQuestionnaireForm(forms.Form):
    """A new questionnaire."""

    owner = forms.ModelChoiceField(
        label=gettext_lazy("Kept by"), queryset=Organisation.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, error_messages={"required": gettext_lazy("Type the title.")}
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=choice_words(Purpose), initial=Purpose.QUIZ,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER).order_by("path")
        field.initial = field.queryset.first()
        if field.queryset.count() == 1:
            field.widget = forms.HiddenInput()


class SettingsForm(forms.Form):
    """Title and settings of the newest version."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, error_messages={"required": gettext_lazy("Type the title.")}
    )
    intro = forms.CharField(
        label=gettext_lazy("What stands above the questions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Time limit in minutes"),
        required=False,
        min_value=1,
        max_value=300,
        help_text=gettext_lazy("Left empty, there is time as long as the quiz is open."),
    )
    shuffle_items = forms.BooleanField(
        label=gettext_lazy("Each person sees the questions in an order of their own"), required=False
    )
    shuffle_choices = forms.BooleanField(
        label=gettext_lazy("Each person sees the choices in an order of their own"), required=False
    )


_STAR = "*"


class ItemForm(forms.Form):
    """A question; which fields there are hangs on its kind."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Type the question.")},
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line. Put * before the right one, for instance: * Mediators of the hamlet"),
    )
    rows = forms.CharField(
        label=gettext_lazy("Rows of the matrix"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line; where there is a right answer, behind =: Writes the minutes = Mediators"),
    )
    columns = forms.CharField(
        label=gettext_lazy("Columns of the matrix"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line."),
    )
    low = forms.IntegerField(label=gettext_lazy("From"), required=False, min_value=0, max_value=10, initial=1)
    high = forms.IntegerField(label=gettext_lazy("To"), required=False, min_value=1, max_value=10, initial=5)
    low_words = forms.CharField(label=gettext_lazy("The lowest means"), required=False, max_length=60)
    high_words = forms.CharField(label=gettext_lazy("The highest means"), required=False, max_length=60)
    right = forms.CharField(label=gettext_lazy("Right answer"), required=False, max_length=900)
    tolerance = forms.CharField(label=gettext_lazy("May differ by"), required=False, max_length=30)
    unit = forms.CharField(label=gettext_lazy("Unit behind the number"), required=False, max_length=30)
    in_order = forms.BooleanField(
        label=gettext_lazy("The order of the lines above is the right one"), required=False, initial=True
    )
    hint = forms.CharField(label=gettext_lazy("Hint below the question"), required=False, max_length=500)
    points = forms.DecimalField(
        label=gettext_lazy("Points"), min_value=0, max_value=100, max_digits=5, decimal_places=2, initial=1,
        localize=True,
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("Stands on"), required=False, widget=forms.RadioSelect)
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)

    _OF_KIND = {
        ItemKind.SINGLE: ("choices",),
        ItemKind.MULTIPLE: ("choices",),
        ItemKind.ORDERING: ("choices", "in_order"),
        ItemKind.SCALE: ("low", "high", "low_words", "high_words"),
        ItemKind.NUMBER: ("right", "tolerance", "unit"),
        ItemKind.TEXT: ("right",),
        ItemKind.MATRIX: ("rows", "columns"),
    }

    def __init__(self, kind: ItemKind, item: Item | None, *args: Any, **kwargs: Any) -> None:
        self.kind, self.item = kind, item
        if item:
            kwargs["initial"] = {**_typed(kind, item), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        every = {name for names in self._OF_KIND.values() for name in names}
        for name in every - set(self._OF_KIND[kind]):
            del self.fields[name]
        if kind == ItemKind.SCALE:
            del self.fields["points"]
        if kind == ItemKind.ORDERING:
            self.fields["choices"].help_text = _("One a line, in the right order. Everybody sees them mixed.")
        if kind == ItemKind.TEXT:
            self.fields["right"] = forms.CharField(
                label=_("Accepted answers"),
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One a line. Capitals and marks don't matter. Others can be marked by hand later."),
            )
        field: Any = self.fields["form"]
        field.choices = [("", _("both forms")), *((form.value, form.label) for form in Form)]

    def draft(self) -> Draft:
        """Return what was typed; raises ValidationError (field -> words)."""
        values = self.cleaned_data
        return Draft(
            kind=self.kind,
            text=values["text"],
            body=_BODIES[self.kind](values, self.item),
            points=values.get("points", 0),
            form=values["form"],
            hint=values["hint"],
            required=values["required"],
        )


def _lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := clean(each))]


def _choices(values: dict[str, Any], item: Item | None) -> dict[str, Any]:
    lines = _lines(values["choices"])
    known = pairs(item.body.get("choices", ())) if item else ()
    choices = keyed([line.removeprefix(_STAR).strip() for line in lines], known=known)
    if "in_order" in values:
        right = [each["key"] for each in choices] if values["in_order"] else []
    else:
        right = [each["key"] for line, each in zip(lines, choices, strict=True) if line.startswith(_STAR)]
    return {"choices": choices, "right": right}


def _matrix(values: dict[str, Any], item: Item | None) -> dict[str, Any]:
    known = item.body if item else {}
    columns = keyed(_lines(values["columns"]), known=pairs(known.get("columns", ())))
    by_words = {fold_exact(each["text"]): each["key"] for each in columns}
    parted = [line.rpartition("=") if "=" in line else (line, "", "") for line in _lines(values["rows"])]
    rows = keyed([clean(row) for row, _sign, _words in parted], known=pairs(known.get("rows", ())))
    right = {}
    for (_row, sign, words), each in zip(parted, rows, strict=True):
        if sign:
            key = by_words.get(fold_exact(words))
            if key is None:
                raise ValidationError({"rows": _("“%(words)s” is none of the columns.") % {"words": clean(words)}})
            right[each["key"]] = key
    return {"rows": rows, "columns": columns, "right": right}


_BODIES: dict[ItemKind, Any] = {
    ItemKind.SINGLE: _choices,
    ItemKind.MULTIPLE: _choices,
    ItemKind.ORDERING: _choices,
    ItemKind.MATRIX: _matrix,
    ItemKind.SCALE: lambda values, _item: {
        "low": 1 if values["low"] is None else values["low"],
        "high": values["high"] or 5,
        "low_words": values["low_words"],
        "high_words": values["high_words"],
    },
    ItemKind.NUMBER: lambda values, _item: {name: values[name] for name in ("right", "tolerance", "unit")},
    ItemKind.TEXT: lambda values, item: {
        "right": values["right"].splitlines(),
        "most": item.body.get("most", 500) if item else 500,
        "refused": item.body.get("refused", ()) if item else (),
    },
}


def _typed(kind: ItemKind, item: Item) -> dict[str, Any]:
    """Return a question as it is typed."""
    body = item.body
    shown: dict[str, Any] = {
        "text": item.text,
        "hint": item.hint,
        "points": item.points.normalize() if item.points else item.points,
        "form": item.form,
        "required": item.required,
    }
    right = body.get("right")
    if kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        shown["choices"] = "\n".join(
            f"{_STAR} {text}" if key in right else text for key, text in pairs(body["choices"])
        )
    elif kind == ItemKind.ORDERING:
        texts = dict(pairs(body["choices"]))
        shown |= {"choices": "\n".join(texts[key] for key in right or texts), "in_order": bool(right)}
    elif kind == ItemKind.MATRIX:
        columns = dict(pairs(body["columns"]))
        shown["columns"] = "\n".join(columns.values())
        shown["rows"] = "\n".join(
            f"{text} = {columns[right[key]]}" if key in right else text for key, text in pairs(body["rows"])
        )
    elif kind == ItemKind.TEXT:
        shown["right"] = "\n".join(right or ())
    else:
        shown |= body
        if kind == ItemKind.NUMBER:
            shown |= {name: str(body.get(name, "")).replace(".", ",") for name in ("right", "tolerance")}
    return shown


def settings_of(version: Version) -> dict[str, Any]:
    """Return what the form of settings begins with."""
    names = ("intro", "minutes", "shuffle_items", "shuffle_choices", "revision")
    return {"title": version.questionnaire.title, **{name: getattr(version, name) for name in names}}
