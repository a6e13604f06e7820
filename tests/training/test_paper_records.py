from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from caunoi.core.errors import NotNow, StaleChange
from caunoi.core.models import AuditEntry
from caunoi.training.enums import PaperKind
from caunoi.training.models import PaperRecord, PaperRegister
from caunoi.training.queries.papers import Wish, make_paper, of_class, record_of
from caunoi.training.services import paper_records as services
from tests.factories import TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
DECISION = PaperKind.DECISION


def target(office):
    return of_class(TrainingClassFactory(keeper=office))


def test_typed_number_stands_on_the_paper_and_a_stale_change_is_refused(organiser, office):
    of = target(office)
    record = services.enter_number(actor=organiser, target=of, kind=DECISION, number="45")
    assert make_paper(DECISION, of, Wish(layout="state")).heading.number == "45"
    assert record_of(of, DECISION) == record
    services.enter_number(actor=organiser, target=of, kind=DECISION, number="46", revision=record.revision)
    with pytest.raises(StaleChange):
        services.enter_number(actor=organiser, target=of, kind=DECISION, number="47", revision=record.revision)
    with pytest.raises(ValidationError):
        services.enter_number(actor=organiser, target=of, kind=DECISION, number=" ")
    with pytest.raises(NotNow):
        services.enter_number(actor=organiser, target=of, kind=PaperKind.NAME_PLATES, number="1")
    assert AuditEntry.objects.filter(action="training.paper_numbered").count() == 2


def test_own_register_counts_per_kind_and_voided_numbers_stay(organiser, office):
    first, second = target(office), target(office)
    with pytest.raises(NotNow):
        services.give_number(actor=organiser, target=first, kind=DECISION)
    services.keep_register(actor=organiser, organisation=office, in_use=True)
    services.start_series(actor=organiser, organisation=office, kind=DECISION, year=2026, before=11)
    given = [services.give_number(actor=organiser, target=of, kind=DECISION).number for of in (first, second)]
    other = services.give_number(actor=organiser, target=first, kind=PaperKind.PROPOSAL)
    with pytest.raises(NotNow):
        services.give_number(actor=organiser, target=first, kind=DECISION)
    with pytest.raises(NotNow):
        services.start_series(actor=organiser, organisation=office, kind=DECISION, year=2026, before=50)
    with pytest.raises(ValidationError):
        services.void_number(actor=organiser, target=first, record=record_of(first, DECISION), reason="")
    services.void_number(actor=organiser, target=first, record=record_of(first, DECISION), reason="Sai tên lớp")
    again = services.give_number(actor=organiser, target=first, kind=DECISION)
    assert (given, other.number, again.number) == (["12", "13"], "1", "14")
    assert PaperRecord.objects.get(number="12", kind=DECISION).void_reason == "Sai tên lớp"


@pytest.mark.parametrize(
    ("term_from", "year", "period"), [(None, 2026, 2026), (2025, 2026, 2025), (2025, 2030, 2030), (2025, 2029, 2025)]
)
def test_party_counts_per_term_of_office(term_from, year, period):
    assert services.period_of(PaperRegister(term_from=term_from), year) == period


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_the_same_moment_have_no_gap_and_no_double(organiser, office):
    services.keep_register(actor=organiser, organisation=office, in_use=True)
    targets = [target(office) for _ in range(8)]
    start = threading.Barrier(len(targets))

    def take(of):
        try:
            start.wait()
            services.give_number(actor=organiser, target=of, kind=DECISION)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=[of]) for of in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connection.vendor
    assert sorted(PaperRecord.objects.values_list("ordinal", flat=True)) == list(range(1, 9))
