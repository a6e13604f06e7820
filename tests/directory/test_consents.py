"""What a person agreed to beyond the public task, and who heeds it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from caunoi.core.errors import NotNow
from caunoi.core.models import AuditEntry
from caunoi.directory.models import Consent
from caunoi.directory.queries.consents import consents_of, in_force
from caunoi.directory.services import consents, merging
from caunoi.publishing.services import approve, open_site
from tests.factories import PersonFactory
from tests.publishing.makers import article_in, photo_in

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def person(office):
    return PersonFactory.known_to(office, full_name="Trần Thị Thử Mẫu")


def agree(actor, person, **changed):
    given = {"actor": actor, "person": person, "purpose": "named_photo", "form": "paper"}
    return consents.record_consent(**given | changed)


def test_consent_holds_from_being_given_until_it_is_withdrawn(organiser, person):
    assert not in_force(person, "named_photo")
    made = agree(organiser, person, given_on=dt.date(2026, 3, 1))
    assert (in_force(person, "named_photo"), in_force(person, "other_contact")) == (True, False)
    with pytest.raises(NotNow):
        agree(organiser, person)

    consents.withdraw_consent(actor=organiser, consent=made)
    assert not in_force(person, "named_photo")
    with pytest.raises(NotNow):
        consents.withdraw_consent(actor=organiser, consent=made)

    agree(organiser, person, form="spoken")
    assert in_force(person, "named_photo")
    assert [row.withdrawn_on is None for row in consents_of(person)] == [True, False]
    rows = AuditEntry.objects.order_by("id").values_list("action", "person_id", "details")
    assert list(rows) == [
        ("directory.consent_given", person.pk, {"purpose": "named_photo", "form": "paper"}),
        ("directory.consent_withdrawn", person.pk, {"purpose": "named_photo", "form": "paper"}),
        ("directory.consent_given", person.pk, {"purpose": "named_photo", "form": "spoken"}),
    ]


def test_days_that_can_not_be_are_refused(organiser, person):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        agree(organiser, person, given_on=tomorrow)
    made = agree(organiser, person)
    for day in (tomorrow, made.given_on - dt.timedelta(days=1)):
        with pytest.raises(ValidationError):
            consents.withdraw_consent(actor=organiser, consent=made, on=day)


def test_nobody_else_writes_it_down(stranger, organiser, person):
    with pytest.raises(PermissionDenied):
        agree(stranger, person)
    made = agree(organiser, person)
    with pytest.raises(PermissionDenied):
        consents.withdraw_consent(actor=stranger, consent=made)
    assert Consent.objects.get().withdrawn_on is None


def test_consent_of_a_merged_entry_is_the_persons(organiser, office, person):
    agree(organiser, person)
    kept = PersonFactory.known_to(office, full_name="Trần Thị Thử Mẫu")
    merging.merge_persons(actor=organiser, kept=kept, merged=person)
    assert in_force(kept, "named_photo")


def test_article_that_names_somebody_who_withdrew_is_not_published(administrator, office, person):
    site = open_site(actor=administrator, organisation=office, name="Trang tin", slug="trang-thu")
    article = article_in(site, administrator)
    photo_in(article, administrator, caption="Bà trần thị thử mẫu phát biểu", names_people=True, consent=True)
    made = agree(administrator, person)
    consents.withdraw_consent(actor=administrator, consent=made)

    with pytest.raises(ValidationError) as refused:
        approve(actor=administrator, article=article)
    assert "Trần Thị Thử Mẫu" in str(refused.value.message_dict["photos"])

    agree(administrator, person)
    assert approve(actor=administrator, article=article).is_public


def test_withdrawing_of_somebody_of_another_office_holds_up_nobody(administrator, office, person, stranger):
    from caunoi.directory.models import PersonScope

    site = open_site(actor=administrator, organisation=office, name="Trang tin", slug="trang-thu")
    article = article_in(site, administrator)
    photo_in(article, administrator, caption=f"Bà {person.full_name} phát biểu", names_people=True, consent=True)
    made = agree(administrator, person)
    consents.withdraw_consent(actor=administrator, consent=made)
    PersonScope.objects.filter(person=person).delete()

    assert approve(actor=administrator, article=article).is_public
