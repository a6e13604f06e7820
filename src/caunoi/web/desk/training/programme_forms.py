"""Forms of the programme: sittings, items with their speakers, guests, organisers, directives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.text import clean, fold
from caunoi.directory.models import Directive, Organisation, User
from caunoi.directory.queries.scope import visible_directives
from caunoi.training.enums import AgendaKind, GuestRole, HostRole, Part
from caunoi.training.models import AgendaItem, Guest, Sitting, Topic, TrainingClass
from caunoi.training.queries.classes import choosable_organisers
from caunoi.training.queries.programme import offered_topics
from caunoi.training.queries.speakers import Suggestion, suggested_speakers
from caunoi.training.services.appearances import Appearance
from caunoi.web.base.widgets import DateField, TimeField
from caunoi.web.desk.training.despite import DespiteForm
from caunoi.web.desk.training.people_fields import PeopleForm

_SPEAKERS = 3
_MORE_ROWS = 3


class SittingsForm(DespiteForm):
    """All half-days of a period at once."""

    first = DateField(label=gettext_lazy("From day"))
    last = DateField(label=gettext_lazy("To day"), required=False)
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Sittings of each day"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose morning, afternoon or evening.")},
    )

    def clean(self) -> dict[str, Any]:
        """Take one day where only one was typed."""
        values = super().clean() or self.cleaned_data
        values["last"] = values.get("last") or values.get("first")
        return values


class SittingForm(forms.Form):
    """When a sitting begins and ends."""

    starts_at = TimeField(
        label=gettext_lazy("Begins at"), required=False, help_text=gettext_lazy("Left empty, the office’s hours hold.")
    )
    ends_at = TimeField(label=gettext_lazy("Ends at"), required=False)


class ItemForm(DespiteForm, PeopleForm):
    """An item of the programme with its speakers."""

    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=AgendaKind.choices, initial=AgendaKind.TOPIC)
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("From the catalogue"),
        required=False,
        queryset=Topic.objects.none(),
        empty_label=gettext_lazy("– none –"),
        help_text=gettext_lazy("Fills in the title where none is typed."),
    )
    sitting = forms.ModelChoiceField(
        label=gettext_lazy("Sitting"),
        required=False,
        queryset=Sitting.objects.none(),
        empty_label=gettext_lazy("– not known –"),
    )
    picked = forms.MultipleChoiceField(
        label=gettext_lazy("Speakers of the office"), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_at = TimeField(label=gettext_lazy("Begins at"), required=False)
    periods = forms.IntegerField(label=gettext_lazy("Periods of 45 minutes"), required=False, min_value=1, max_value=10)

    def __init__(
        self, user: User, training_class: TrainingClass, item: AgendaItem | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        topics: Any = self.fields["topic"]
        topics.queryset = offered_topics(user, standing=item.topic if item else None)
        sittings: Any = self.fields["sitting"]
        sittings.queryset = Sitting.objects.filter(training_class=training_class).order_by("date", "order")
        standing = list(item.speakers.select_related("person").order_by("position", "id")) if item is not None else []
        self.add_people(user, training_class, rows=max(_SPEAKERS, len(standing) + 1), standing=standing)
        self.offer_speakers(user, {speaker.person_id for speaker in standing})

    def offer_speakers(self, user: User, standing: set[Any]) -> None:
        """Offer speakers of the office for the topic and sitting that stand in the form now, whoever fits best first.

        Who was ticked before stays among them: what the form takes must not depend on who is free by now.
        """
        sitting = self._standing("sitting")
        found = suggested_speakers(user, topic=self._standing("topic"), sitting=sitting)
        data: Any = self.data
        ticked = set(data.getlist("picked")) if self.is_bound else set()
        missing = ticked - {str(one.person.pk) for one in found}
        if missing:
            everybody = suggested_speakers(user, topic=None, sitting=None, most=500)
            found = [*found, *(one for one in everybody if str(one.person.pk) in missing)]
        self.suggested = {str(one.person.pk): one for one in found if one.person.pk not in standing}
        field: Any = self.fields["picked"]
        field.choices = [(key, _speaker_words(one, dated=sitting is not None)) for key, one in self.suggested.items()]
        if not self.suggested:
            del self.fields["picked"]

    def _standing(self, name: str) -> Any:
        """Return what is chosen in the form now, or stood in it at first; None for neither."""
        field: Any = self.fields[name]
        value = self.data.get(name) if self.is_bound else self.initial.get(name)
        try:
            return field.to_python(getattr(value, "pk", value) or None)
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        """Add the ticked speakers to those who were typed."""
        values = super().clean()
        named = {one.person.pk for one in values["appearances"] if one.person}
        for key in values.get("picked") or ():
            person = self.suggested[key].person
            if person.pk not in named:
                values["appearances"].append(Appearance(person=person))
        return values


def _speaker_words(one: Suggestion, *, dated: bool) -> str:
    """Say what speaks for and against a speaker; without a sitting nobody is called free."""
    told = (
        (one.teaches, _("teaches this topic")),
        (dated and one.free and not one.full_month, _("free at this sitting")),
        (one.away, _("away on this day")),
        (one.speaks_elsewhere, _("speaks in another class at this time")),
        (one.full_month, _("has the sittings of this month already")),
    )
    return " · ".join([one.person.full_name, *(words for holds, words in told if holds)])


class GuestForm(PeopleForm):
    """A guest, the post held then, and what he does at the class."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=GuestRole.choices, initial=GuestRole.ATTENDS, widget=forms.RadioSelect
    )

    def __init__(
        self, user: User, training_class: TrainingClass, guest: Guest | None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_people(user, training_class, rows=1, standing=[guest] if guest else [])
        self.order_fields(["name_0", "who_0", "post_0", "role"])

    def clean(self) -> dict[str, Any]:
        """Ask for the name."""
        values = super().clean()
        if not values["appearances"] and not self.errors:
            self.add_error("name_0", _("Type the full name."))
        return values


class OrganisersForm(forms.Form):
    """Hosts and co-organisers, a line each; a name of the directory becomes its organisation."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user: User, training_class: TrainingClass, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = training_class.organisations.filter(role__in=(HostRole.HOST, HostRole.CO_ORGANISER))
        standing = sorted(
            links.select_related("organisation"),
            key=lambda link: (link.role != HostRole.HOST, link.position, link.pk),
        )
        self.linked = {fold(link.name): link.organisation for link in standing if link.organisation}
        self.choosable = choosable_organisers(user)
        self.rows = len(standing) + _MORE_ROWS
        roles = [(str(role), role.label) for role in (HostRole.HOST, HostRole.CO_ORGANISER)]
        for number in range(self.rows):
            here = standing[number] if number < len(standing) else None
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Office"),
                required=False,
                max_length=300,
                initial=here.name if here else "",
                widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("Role"), choices=roles, initial=here.role if here else HostRole.CO_ORGANISER
            )

    def organiser_rows(self) -> list[dict[str, Any]]:
        """Return the lines for the template."""
        return [{"name": self[f"name_{n}"], "role": self[f"role_{n}"]} for n in range(self.rows)]

    def suggestions(self) -> list[str]:
        """Return names to offer while typing."""
        return list(self.choosable.values_list("name", flat=True)[:200])

    def clean(self) -> dict[str, Any]:
        """Sort the lines into what ``set_organisers`` takes."""
        values = super().clean() or self.cleaned_data
        names = {n: clean(values.get(f"name_{n}") or "") for n in range(self.rows)}
        folded = {fold(name) for name in names.values() if name}
        known: dict[str, list[Organisation]] = {}
        for organisation in self.choosable.filter(folded_name__in=folded):
            known.setdefault(organisation.folded_name, []).append(organisation)
        result: dict[str, list[Any]] = {"hosts": [], "co_organisers": [], "named_hosts": [], "named_co_organisers": []}
        for number, name in names.items():
            if not name:
                continue
            found = [self.linked[fold(name)]] if fold(name) in self.linked else known.get(fold(name), [])
            if len(found) > 1:
                self.add_error(
                    f"name_{number}",
                    _("Several offices are called so. Give the one you mean a fuller name in the directory."),
                )
                continue
            kind = "hosts" if values.get(f"role_{number}") == HostRole.HOST else "co_organisers"
            if found:
                result[kind].append(found[0])
            else:
                result[f"named_{kind}"].append(name)
        values["organisers"] = result
        return values


class DirectivesForm(forms.Form):
    """The directives on which a class rests, ticked in a list."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    directives = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Directives on which the class rests"),
        queryset=Directive.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, standing: Sequence[Directive], text: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = visible_directives(user)
        for word in fold(text).split():
            wanted = wanted.filter(folded_number__contains=word)
        shown = {directive.pk for directive in standing} | set(wanted.values_list("pk", flat=True)[:60])
        field: Any = self.fields["directives"]
        field.queryset = Directive.objects.filter(pk__in=shown).order_by("-issued_on", "number")
        field.label_from_instance = _directive_words
        field.initial = [directive.pk for directive in standing]


def _directive_words(directive: Directive) -> str:
    dated = f"{directive.issued_on:%d/%m/%Y}" if directive.issued_on else ""
    return " · ".join(filter(None, (str(directive), dated, directive.title)))
