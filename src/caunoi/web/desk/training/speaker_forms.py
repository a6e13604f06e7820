"""Forms of speakers: the filters of their list, a profile, what is taught, days away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from caunoi.directory.enums import RoleKind
from caunoi.directory.models import User
from caunoi.directory.queries.scope import organisations_for
from caunoi.directory.services.people import person_faults
from caunoi.training.models import SpeakerProfile, Topic
from caunoi.training.queries.programme import offered_topics, visible_topics
from caunoi.training.queries.speakers import SpeakerFilter
from caunoi.web.base.errors import add_missing_errors
from caunoi.web.base.widgets import DateField
from caunoi.web.desk.directory.choices import OrganisationChoice
from caunoi.web.desk.directory.filters import FilterForm
from caunoi.web.desk.requests import StaffRequest

_OFFERED = 300


class SpeakerFilterForm(FilterForm):
    """What the list of speakers is narrowed to."""

    q = forms.CharField(
        label=gettext_lazy("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    topic = forms.ChoiceField(label=gettext_lazy("Teaches"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Asked for classes"), required=False)
    first = DateField(label=gettext_lazy("Free from"), required=False)
    last = DateField(label=gettext_lazy("To day"), required=False)

    def __init__(self, request: StaffRequest) -> None:
        super().__init__(request)
        topics = visible_topics(request.user).filter(speaker_links__isnull=False, merged_into__isnull=True).distinct()
        self.choose("topic", [(str(pk), title) for pk, title in topics.values_list("pk", "title")[:_OFFERED]])
        self.choose(
            "state",
            [
                ("active", pgettext_lazy("speaker", "Asked for classes")),
                ("resting", pgettext_lazy("speaker", "Not asked any more")),
            ],
        )

    def wanted(self) -> SpeakerFilter:
        """Return what to look for."""
        values = self.values()
        return SpeakerFilter(
            text=values["q"],
            topic=UUID(values["topic"]) if values["topic"] else None,
            state=values["state"],
            first=values["first"] or None,
            last=values["last"] or None,
        )


class ProfileForm(forms.Form):
    """What an office keeps of a speaker."""

    academic_title = forms.CharField(
        label=gettext_lazy("Academic title"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: Thạc sĩ, Tiến sĩ, Giảng viên chính. It stands before the name on papers."),
    )
    based_in = forms.CharField(
        label=gettext_lazy("Sets out from"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ward, commune or town: for travel and for planning. No home address."),
    )
    most_sittings = forms.IntegerField(
        label=gettext_lazy("Sittings a month at most"), required=False, min_value=1, max_value=90
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the organisation"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "For example: invite through the school; needs a projector. No opinion about the person belongs here."
        ),
    )


class ChangeProfileForm(ProfileForm):
    """A profile that stands; one who is not asked any more stays on the papers of the past."""

    active = forms.BooleanField(label=gettext_lazy("Is asked for classes"), required=False)


class NewSpeakerForm(ProfileForm):
    """A new speaker: the person, as far as it takes to know him again, and the profile."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Type the full name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": gettext_lazy("Type the year with four digits, for example 1970.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    title = forms.CharField(
        label=gettext_lazy("Post and office"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("As it stands on papers, for example: Phó Trưởng phòng Tư pháp."),
    )
    owner = OrganisationChoice(label=gettext_lazy("Kept by"))
    field_order = ["full_name", "birth_year", "phone", "title", "academic_title", "based_in", "most_sittings", "note"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        offices = organisations_for(user, RoleKind.ADMINISTRATOR, RoleKind.ORGANISER)
        field.offer(offices)
        if offices.count() == 1:
            field.initial = offices.get().pk
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once, also what the register would refuse only afterwards."""
        values = super().clean() or self.cleaned_data
        asked = ("full_name", "birth_year", "phone")
        add_missing_errors(self, person_faults(**{name: values[name] for name in asked if values.get(name)}))
        return values


class SpeakerTopicsForm(forms.Form):
    """What a speaker teaches, ticked in the office's catalogue."""

    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, user: User, profile: SpeakerProfile, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = set(profile.topic_links.order_by("id").values_list("topic_id", flat=True))
        offered = offered_topics(user)
        shown = standing | set(offered.values_list("pk", flat=True)[:_OFFERED])
        field: Any = self.fields["topics"]
        field.queryset = visible_topics(user).filter(pk__in=shown)
        field.initial = list(standing)


class AwayForm(forms.Form):
    """Days on which a speaker can't come."""

    first_day = DateField(
        label=gettext_lazy("First day away"), error_messages={"required": gettext_lazy("Type the day.")}
    )
    last_day = DateField(label=gettext_lazy("Last day away"), required=False)
