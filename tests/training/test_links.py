"""Links without an account: signed, once made never made again, refused in one way whatever is wrong."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from caunoi.core.errors import NotNow
from caunoi.core.ids import new_id
from caunoi.core.models import AuditEntry, OutboxMessage
from caunoi.core.signed import address_bytes, address_text, sign, signed_payload
from caunoi.core.text import fold
from caunoi.training.enums import ClassState
from caunoi.training.models import NominationLink, Quota, TrainingClass
from caunoi.training.queries.links import form_mark, new_token, newest_links, opened_link, quota_id_of_mark
from caunoi.training.services.links import make_links, revoke_link
from tests.factories import OrganisationFactory, TrainingClassFactory

SIGNS = string.ascii_letters + string.digits + "-_=. %é"


def quota_of(training_class, name="Phường Thử Nghiệm 1", seats=3, **fields):
    return Quota.objects.create(training_class=training_class, name=name, folded_name=fold(name), seats=seats, **fields)


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


@given(place=st.integers(0, 59), sign=st.sampled_from(SIGNS))
def test_any_other_sign_in_a_token_is_refused_without_a_question(place, sign):
    token = new_token(link_id=new_id(), expires_at=timezone.now() + dt.timedelta(days=1))
    altered = token[:place] + sign + token[place + 1 :]
    if altered != token:
        # Outside of a database test: a question would raise.
        assert opened_link(altered) is None


@given(raw=st.binary(min_size=1, max_size=60), purpose=st.sampled_from(["a", "b"]))
def test_what_is_signed_is_read_back_for_its_purpose_alone(raw, purpose):
    signed = sign(purpose=purpose, payload=raw, size=16)
    assert signed_payload(purpose=purpose, signed=signed, size=16) == raw
    assert signed_payload(purpose=purpose + "x", signed=signed, size=16) is None
    assert signed_payload(purpose=purpose, signed=signed[:-1], size=16) is None


@given(text=st.text(max_size=64))
def test_one_text_alone_stands_for_the_bytes_of_an_address(text):
    raw = address_bytes(text)
    assert raw is None or address_text(raw) == text


@pytest.mark.django_db
def test_a_link_opens_its_quota_until_its_day_is_over(organiser, training_class):
    quota = quota_of(training_class)
    (made,) = make_links(actor=organiser, training_class=training_class, quotas=[quota], expires_on=in_days(2))
    with CaptureQueriesContext(connection) as asked:
        found = opened_link(made.token)
    assert (found.quota, found.quota.training_class, len(asked)) == (quota, training_class, 1)
    assert made.token not in found.token_hash
    end = timezone.make_aware(dt.datetime.combine(in_days(3), dt.time()))
    assert opened_link(made.token, now=end - dt.timedelta(seconds=1)) == made.link
    assert opened_link(made.token, now=end) is None
    row = AuditEntry.objects.get(action="training.links_made")
    assert row.details["units"] == ["Phường Thử Nghiệm 1"]
    assert made.token not in str(row.details)


@pytest.mark.django_db
def test_a_newer_link_a_revoked_one_and_a_cancelled_class_open_nothing(organiser, training_class):
    one, other = quota_of(training_class), quota_of(training_class, "Phường Thử Nghiệm 2")
    first, kept = make_links(actor=organiser, training_class=training_class, quotas=[one, other], expires_on=in_days(5))
    (second,) = make_links(actor=organiser, training_class=training_class, quotas=[one], expires_on=in_days(5))
    assert [opened_link(each.token) for each in (first, second, kept)] == [None, second.link, kept.link]
    revoke_link(actor=organiser, quota=one)
    assert opened_link(second.token) is None
    with pytest.raises(NotNow, match="không có đường dẫn"):
        revoke_link(actor=organiser, quota=one)
    assert newest_links(training_class)[one.pk] == second.link
    TrainingClass.objects.filter(pk=training_class.pk).update(state=ClassState.CANCELLED)
    assert opened_link(kept.token) is None


@pytest.mark.django_db
def test_a_token_of_one_link_with_the_row_of_another_opens_nothing(organiser, training_class):
    (made,) = make_links(
        actor=organiser, training_class=training_class, quotas=[quota_of(training_class)], expires_on=in_days(5)
    )
    # Whoever had the key alone, without the secret of this very link, could sign a second token for it.
    forged = new_token(link_id=made.link.pk, expires_at=made.link.expires_at)
    assert forged != made.token
    assert opened_link(forged) is None


@pytest.mark.django_db
def test_a_retired_key_ends_its_links(organiser, training_class):
    quota = quota_of(training_class)
    (made,) = make_links(actor=organiser, training_class=training_class, quotas=[quota], expires_on=in_days(5))
    old = settings.KEYS.keys("links")
    settings.KEYS.rotate("links")
    assert opened_link(made.token) == made.link
    settings.KEYS.retire("links", [key.fingerprint for key in old])
    assert opened_link(made.token) is None


@pytest.mark.django_db
def test_links_go_by_mail_to_units_that_have_an_address_and_stand_there_encrypted(organiser, training_class):
    office = OrganisationFactory(email="phuong-mau@vidu.vn")
    quotas = [quota_of(training_class, "Phường Có Thư", organisation=office), quota_of(training_class, "Phường Không")]
    made = make_links(
        actor=organiser, training_class=training_class, quotas=quotas, expires_on=in_days(5), by_mail=True
    )
    assert [one.mailed for one in made] == ["phuong-mau@vidu.vn", ""]
    (mail,) = OutboxMessage.objects.all()
    assert (mail.recipient, mail.template) == ("phuong-mau@vidu.vn", "nomination_link")
    assert made[0].token not in str(mail.context)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 91])
def test_a_day_that_is_past_or_too_far_is_refused(organiser, training_class, days):
    with pytest.raises(ValidationError) as refused:
        make_links(
            actor=organiser,
            training_class=training_class,
            quotas=[quota_of(training_class)],
            expires_on=in_days(days),
        )
    assert list(refused.value.message_dict) == ["expires_on"]
    assert NominationLink.objects.count() == 0


@pytest.mark.django_db
def test_units_of_another_class_get_no_link(organiser, office, stranger, training_class):
    other = quota_of(TrainingClassFactory(keeper=office))
    with pytest.raises(ValidationError):
        make_links(actor=organiser, training_class=training_class, quotas=[other], expires_on=in_days(5))
    with pytest.raises(PermissionDenied):
        make_links(
            actor=stranger, training_class=training_class, quotas=[quota_of(training_class)], expires_on=in_days(5)
        )
    with pytest.raises(PermissionDenied):
        revoke_link(actor=stranger, quota=other)


@pytest.mark.django_db
def test_the_mark_of_a_form_names_its_quota_and_no_altered_one_does(training_class):
    quota = quota_of(training_class)
    mark = form_mark(quota, training_class)
    assert quota_id_of_mark(f"Mã phiếu: {mark}") == (training_class.code, quota.pk)
    for place, sign_there in enumerate(mark):
        other = "A" if sign_there != "A" else "C"
        assert quota_id_of_mark(mark[:place] + other + mark[place + 1 :]) is None
