"""Files and amounts follow the money: who may not see it finds nothing, as if there were nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from caunoi.directory.enums import RoleKind
from caunoi.papers import Layout
from caunoi.training.enums import ClassState, HostRole, PaperKind
from caunoi.training.models import ClassOrganisation, PaperRecord, SpeakerFee, SpeakerGrade, SpeakerProfile
from caunoi.training.queries.money.earned import earned_by_year
from caunoi.training.queries.papers import Wish, make_paper, of_class
from caunoi.training.queries.trail import OF_MONEY
from caunoi.training.services import closing
from caunoi.training.services.signed_copies import keep_signed_copy
from tests.factories import OrganisationFactory, UserFactory
from tests.training.money.makers import PDF
from tests.training.money.whole_class import DAY, class_with_money

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def world():
    made, accountant = class_with_money(people=3)
    partner = OrganisationFactory(name="Hội Thử")
    ClassOrganisation.objects.create(
        training_class=made, organisation=partner, name="Hội Thử", role=HostRole.CO_ORGANISER
    )
    people = {
        "accountant": accountant,
        "organiser": UserFactory.with_role(made.keeper, RoleKind.ORGANISER),
        "auditor": UserFactory.with_role(made.keeper, RoleKind.AUDITOR),
        "editor": UserFactory.with_role(made.keeper, RoleKind.EDITOR),
        "partner": UserFactory.with_role(partner, RoleKind.ACCOUNTANT),
        "stranger": UserFactory.with_role(OrganisationFactory(), RoleKind.ACCOUNTANT),
    }
    return made, people


MONEY = {"accountant", "organiser", "auditor"}


def opened_by(client, people, url) -> set[str]:
    """Who gets the file; everybody else is told 404, with the words for what is not there."""
    found = set()
    for word, user in people.items():
        client.force_login(user)
        response = client.get(url)
        if response.status_code == 200:
            found.add(word)
            assert (b"".join(response.streaming_content) if response.streaming else response.content) == PDF
        else:
            assert response.status_code == 404, (word, url)
    return found


def test_evidence_invoices_and_signed_lists_open_only_for_whom_the_money_is(client, world):
    made, people = world
    invoice = made.expenses.get()
    grade = SpeakerGrade.objects.first()
    copies = {kind: reverse("desk:paper_signed", args=["lop", made.code, kind]) for kind in PaperKind.values}
    keep_signed_copy(
        actor=people["accountant"], target=of_class(made), kind=PaperKind.COST_STATEMENT, content=PDF, name="qt.pdf"
    )

    assert opened_by(client, people, reverse("desk:money_invoice", args=[made.code, invoice.pk])) == MONEY
    assert opened_by(client, people, reverse("desk:money_evidence", args=[made.code, grade.pk])) == MONEY
    assert opened_by(client, people, copies["cost_statement"]) == MONEY
    assert opened_by(client, people, copies["speaker_payments"]) == {"accountant"}
    assert opened_by(client, people, copies["participant_payments"]) == {"accountant"}
    # A sign-in sheet tells of no money: whoever sees the class opens it.
    assert opened_by(client, people, copies["sign_in_sheet"]) == set(people) - {"stranger"}
    # The address of a file by itself opens directives alone, for nobody anything else.
    loose = [invoice.file_id, grade.file_id, *PaperRecord.objects.values_list("signed_file", flat=True)]
    for file in set(loose):
        assert opened_by(client, people, reverse("desk:file", args=[file])) == set()


def test_papers_about_money_stand_among_the_papers_for_whom_the_money_is(client, world):
    made, people = world
    kinds = ("speaker_payments", "participant_payments", "cost_statement")
    for word, user in people.items():
        client.force_login(user)
        page = client.get(reverse("desk:class_papers", args=[made.code]))
        if word == "stranger":
            assert page.status_code == 404
        told = [reverse("desk:paper", args=["lop", made.code, kind]) in page.content.decode() for kind in kinds]
        assert told == [word in MONEY] * 3, word
        for kind in kinds:
            for name in ("paper", "paper_file"):
                status = client.get(reverse(f"desk:{name}", args=["lop", made.code, kind])).status_code
                assert status == (200 if word in MONEY else 404), (word, kind, name)
            assert client.get(reverse("desk:class_paper", args=[made.code, kind])).status_code == (
                200 if word in MONEY else 404
            )


def test_trail_of_a_class_tells_amounts_to_whom_the_money_is(client, world):
    made, people = world
    partner = UserFactory.with_role(made.organisations.get(role=HostRole.CO_ORGANISER).organisation)
    address = reverse("desk:class_trail", args=[made.code])
    told = {}
    for word, user in (people | {"partner": partner}).items():
        client.force_login(user)
        response = client.get(address)
        if response.status_code == 200:
            told[word] = {entry.action for entry in response.context["page"]} & set(OF_MONEY)
    assert told["partner"] == set()
    assert told["organiser"] == told["auditor"] != set()


def test_signed_copy_is_sent_on_the_page_of_its_paper(client, world):
    made, people = world
    PaperRecord.objects.all().delete()
    url = reverse("desk:paper", args=["lop", made.code, "participant_payments"])
    sent = {"keep": "1", "signed_on": "14/11/2026"}
    client.force_login(people["organiser"])
    assert client.post(url, {**sent, "file": SimpleUploadedFile("ky.pdf", PDF)}).status_code == 403
    client.force_login(people["accountant"])
    assert client.post(url, sent).context["form"].errors["file"]
    assert client.post(url, {**sent, "file": SimpleUploadedFile("ky.pdf", PDF)}).status_code == 302
    record = PaperRecord.objects.get()
    assert (record.kind, record.number, record.signed_file.name) == ("participant_payments", "", "ky.pdf")
    # It has no number and is no entry of the register.
    client.force_login(people["organiser"])
    assert made.title not in client.get(reverse("desk:paper_register")).content.decode()
    with pytest.raises(PermissionDenied):
        keep_signed_copy(
            actor=people["partner"], target=of_class(made), kind=PaperKind.COST_STATEMENT, content=PDF, name="a.pdf"
        )


def test_payment_lists_of_a_closed_class_read_the_frozen_money(world):
    made, _people = world
    keeper = UserFactory.with_role(made.keeper, RoleKind.ADMINISTRATOR)
    wish = Wish(layout=Layout.STATE)
    kinds = ("speaker_payments", "participant_payments", "cost_statement")
    before = [make_paper(kind, of_class(made), wish) for kind in kinds]
    closing.freeze(actor=keeper, training_class=made, found=closing.facts_to_freeze(made, None))
    made.state = ClassState.CLOSED
    made.save()

    SpeakerFee.objects.update(worked_out=1, amount=1, tax=0, net=1)
    made.expenses.all().delete()

    assert [make_paper(kind, of_class(made), wish) for kind in kinds] == before


def test_profile_of_a_speaker_tells_amounts_to_whom_the_money_is(client, world):
    made, people = world
    fee = made.speaker_fees.order_by("-amount").first()
    profile = SpeakerProfile.objects.create(owner=made.keeper, person=fee.person)

    (year,) = earned_by_year(people["accountant"], fee.person)
    assert (year.year, year.classes, year.sittings) == (DAY.year, 1, 2)
    assert (year.amount, year.tax, year.net) == (fee.amount, fee.tax, fee.net)
    (bare,) = earned_by_year(people["partner"], fee.person)
    assert (bare.classes, bare.sittings, bare.amount, bare.tax, bare.net) == (1, 2, None, None, None)
    assert earned_by_year(people["stranger"], fee.person) == []

    written = f"{fee.amount:,}".replace(",", ".")
    for word, user in people.items():
        client.force_login(user)
        page = client.get(reverse("desk:speaker", args=[profile.pk]))
        assert page.status_code == (404 if word in {"partner", "stranger"} else 200)
        assert (written in page.content.decode()) == (word in MONEY), word
