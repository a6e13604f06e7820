"""Fields by which people of a programme are typed: a name, the post held then, and which of several namesakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caunoi.core.text import clean, fold
from caunoi.directory.models import Person, User
from caunoi.directory.queries.scope import visible_persons
from caunoi.directory.services.people import name_fault
from caunoi.training.models import TrainingClass
from caunoi.training.queries.programme import appearing_persons, maybe_persons
from caunoi.training.services.appearances import Appearance

NEW = "new"


class PeopleForm(forms.Form):
    """A form with ``rows`` lines of name and post; a name that others bear asks once which person is meant."""

    user: User
    training_class: TrainingClass

    def add_people(self, user: User, training_class: TrainingClass, *, rows: int, standing: Sequence[Any] = ()) -> None:
        """Add the fields; ``standing`` are the speakers or guests that stand there now, each with person and post."""
        self.user, self.training_class, self.rows = user, training_class, max(rows, len(standing))
        for number in range(self.rows):
            here = standing[number] if number < len(standing) else None
            self.fields[f"name_{number}"] = forms.CharField(
                label=gettext_lazy("Full name"),
                required=False,
                max_length=120,
                initial=here.person.full_name if here else "",
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"post_{number}"] = forms.CharField(
                label=gettext_lazy("Post held then"),
                required=False,
                max_length=300,
                initial=here.post if here else "",
            )
            self.fields[f"who_{number}"] = forms.CharField(
                label=gettext_lazy("Which person?"),
                required=False,
                widget=forms.HiddenInput,
                initial=str(here.person_id) if here else "",
            )

    def people_rows(self) -> list[dict[str, Any]]:
        """Return the lines for the template."""
        return [
            {"name": self[f"name_{number}"], "post": self[f"post_{number}"], "who": self[f"who_{number}"]}
            for number in range(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """Turn the lines into ``appearances``; asks back where a name is borne by people of the register."""
        values = super().clean() or self.cleaned_data
        found = [self._appearance(values, number) for number in range(self.rows)]
        values["appearances"] = [one for one in found if one is not None]
        return values

    def _appearance(self, values: dict[str, Any], number: int) -> Appearance | None:
        name = clean(values.get(f"name_{number}") or "")
        if not name:
            if clean(values.get(f"post_{number}") or ""):
                self.add_error(f"name_{number}", _("Type the full name, too."))
            return None
        words = name_fault(name)
        if words:
            self.add_error(f"name_{number}", words)
            return None
        post = clean(values.get(f"post_{number}") or "") or None
        who = values.get(f"who_{number}") or ""
        if who == NEW:
            return Appearance(full_name=name, post=post)
        person = self._chosen(who, name)
        if person:
            return Appearance(person=person, post=post)
        if appearing_persons(self.training_class).filter(folded_name=fold(name)).count() == 1:
            return Appearance(full_name=name, post=post)
        same = maybe_persons(self.user, name)
        if same:
            self._ask(number, same, name)
            return None
        return Appearance(full_name=name, post=post)

    def _chosen(self, who: str, name: str) -> Person | None:
        """Return the person of ``who`` where the name still is that person's."""
        try:
            seen = (
                visible_persons(self.user).filter(pk=who).first()
                or appearing_persons(self.training_class).filter(pk=who).first()
            )
        except (ValueError, forms.ValidationError):
            return None
        if seen is None or seen.folded_name == fold(name)[:120]:
            return seen
        # Chosen for a name that is written almost the same.
        return seen if any(each.pk == seen.pk for each in maybe_persons(self.user, name)) else None

    def _ask(self, number: int, same: Sequence[Person], name: str) -> None:
        choices = [(str(person.pk), _described(person)) for person in same]
        choices.append((NEW, _("Somebody else of this name: add “%(name)s” anew") % {"name": name}))
        self.fields[f"who_{number}"] = forms.ChoiceField(
            label=_("Which %(name)s?") % {"name": name}, choices=choices, widget=forms.RadioSelect, required=False
        )
        self._bound_fields_cache.pop(f"who_{number}", None)  # type: ignore[attr-defined]
        self.add_error(f"who_{number}", _("The register may know this person already. Choose whether it is the same."))


def _described(person: Person) -> str:
    posts = [str(post) for post in person.__dict__.get("known_posts", [])[:2]]
    born = [_("born %(year)s") % {"year": person.birth_year}] if person.birth_year else []
    match = person.__dict__.get("match")
    told = [str(words) for words in match.reasons] if match and not match.by_name else []
    return ", ".join([person.full_name, *born, *posts, *told])
