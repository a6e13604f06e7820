import datetime as dt

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual

from caunoi.web.base.widgets import DateField, TimeField


@pytest.mark.parametrize(
    "typed", ["12/11/2026", "12-11-2026", "12.11.26", "12112026", "121126", "2026-11-12", " 12 / 11 / 2026 "]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_day_is_day_before_month_in_every_language(typed, language):
    with translation.override(language):
        assert DateField().clean(typed) == dt.date(2026, 11, 12)


@pytest.mark.parametrize("typed", ["31/02/1970", "00/01/2026", "12/13/2026"])
def test_day_that_is_not_in_the_calendar_is_named(typed):
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            DateField().clean(typed)
        words = caught.value.messages
    assert words == [f"{typed} is not in the calendar. Check day and month."]


@pytest.mark.parametrize("typed", ["mai", "12/11", "1/2/3/4", "٣/٤", "1" * 5000])
def test_what_is_no_day_says_how_to_type_one(typed):
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            DateField().clean(typed)
        words = caught.value.messages
    assert words == ["Type the day as day/month/year, for example 12/11/2026."]


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("7:30", (7, 30)),
        ("7h30", (7, 30)),
        ("7 giờ 30", (7, 30)),
        ("7 giờ", (7, 0)),
        ("14g", (14, 0)),
        ("730", (7, 30)),
        ("7", (7, 0)),
    ],
)
def test_time_is_taken_as_people_write_it(typed, time):
    assert TimeField().clean(typed) == dt.time(*time)


@pytest.mark.parametrize("typed", ["24:00", "7:60", "sáng", "7:30:15:1"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValidationError):
        TimeField().clean(typed)


class Sample(forms.Form):
    day = DateField(help_text="Ngày đầu tiên")
    note = forms.CharField(required=False)


def test_what_was_typed_wrongly_stays_in_the_field_with_its_fault_beside_it():
    html = str(Sample({"day": "31/02/1970", "note": "<b>"}))
    assert 'value="31/02/1970"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'id="id_day_error"' in html
    assert '<a href="#id_day">' in html
    assert "<b>" not in html


def test_stored_day_is_shown_day_before_month():
    assert 'value="12/11/2026"' in str(Sample(initial={"day": dt.date(2026, 11, 12)})["day"])


@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(choices=[("", "Tất cả"), ("a<b", "A & B"), (1234567, "Số")]),
        forms.Select(attrs={"class": "cn-input", "disabled": True}, choices=[("Tỉnh", [(1, "Một"), (2, "Hai")])]),
        forms.SelectMultiple(choices=[(1, "Một"), (2, "Hai"), (3, "Ba")]),
        forms.SelectMultiple(choices=[("a<b", "Một"), (1, "Hai")], attrs={"required": True}),
        forms.NullBooleanSelect(),
    ],
)
@pytest.mark.parametrize("value", [None, "", "a<b", "1", "1234567"])
def test_a_choice_is_drawn_as_django_draws_it(widget, value):
    assertHTMLEqual(widget.render("choice", value), widget.render("choice", value, renderer=DjangoTemplates()))
