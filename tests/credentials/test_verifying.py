"""What a stranger finds out: by our own page, and by an implementation that is none of ours (openbadgeslib)."""

from __future__ import annotations

import io
import json

import pypdf
import pytest
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from caunoi.core.keys import KeyRing
from caunoi.credentials.models import AwardHolder, AwardPrint
from caunoi.credentials.open_badges import did_document, issuer_did, read_credential
from caunoi.credentials.queries.verifying import Outcome, award_by_code, look_at, status_list
from caunoi.credentials.services.ledger import replace_award, revoke_award
from caunoi.credentials.services.printing import certificate_file
from tests.credentials.conftest import FACTS

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BASE = "https://tap-huan.example"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.WAGTAILADMIN_BASE_URL = BASE


def fetcher(office, series):
    """Serve what the installation serves, to whoever asks for an address of it."""

    def fetch(url, *_args, **_more):
        if url == f"{BASE}/api/co-quan/{office.pk}/did.json":
            return json.dumps(did_document(BASE, office.pk, office.name)).encode()
        assert url == f"{BASE}/api/chung-nhan/trang-thai/{series.pk}"
        return status_list(series, BASE).encode()

    return fetch


def verified(award, office):
    fetch = fetcher(office, award.series)
    verifier = OB3Verifier.for_issuer_did(issuer_did(BASE, office.pk), download=fetch)
    return verifier.verify(award.holder.credential, check_status=True, download=fetch)


def test_credential_verifies_in_an_independent_implementation(issued, office):
    found = verified(issued[0], office)
    assert found.issuer.id == issuer_did(BASE, office.pk)
    assert found.achievement.name == FACTS.subject


def test_revoked_and_replaced_ones_fail_there_and_the_others_do_not(issued, office, organiser):
    revoke_award(actor=organiser, award=issued[0], reason="Cấp nhầm.")
    new = replace_award(actor=organiser, award=issued[1], name="Tên Đúng", reason="Sai tên.")
    for gone in issued[:2]:
        with pytest.raises(OB3VerificationError):
            verified(gone, office)
    assert verified(issued[2], office)
    assert verified(new, office)


def test_changed_credential_fails_there_and_here(issued, office):
    head, body, signature = issued[0].holder.credential.split(".")
    issued[0].holder.credential = f"{head}.{body[:-6]}AAAA{body[-2:]}.{signature}"
    with pytest.raises(OB3VerificationError):
        verified(issued[0], office)
    assert read_credential(issued[0].holder.credential) is None
    assert look_at(issued[0].holder.credential.encode()).outcome == Outcome.FORGED


def test_credential_of_an_older_key_verifies_after_rotation(issued, office, settings):
    settings.KEYS.rotate("credentials")
    assert verified(issued[0], office)
    assert look_at(issued[0].holder.credential.encode()).award == issued[0]


def test_credential_of_another_office_s_keys_is_forged(issued, settings, tmp_path):
    settings.KEYS = KeyRing(tmp_path / "others")
    assert look_at(issued[0].holder.credential.encode()).outcome == Outcome.FORGED


def test_file_is_the_same_each_time_and_any_change_is_found(issued):
    content = certificate_file(award=issued[0])
    assert certificate_file(award=issued[0]) == content
    assert AwardPrint.objects.filter(award=issued[0]).count() == 1
    assert look_at(content) == look_at(content)
    found = look_at(content)
    assert (found.outcome, found.award) == (Outcome.INTACT, issued[0])
    changed = content.replace(b"%PDF-1", b"%PDF-1 ", 1)
    assert (look_at(changed).outcome, look_at(changed).award) == (Outcome.CHANGED, issued[0])


def test_page_rewritten_around_a_genuine_credential_is_told_as_changed(issued):
    """What somebody does who edits the name in a PDF editor and leaves the attachment."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(certificate_file(award=issued[0])))
    out = io.BytesIO()
    writer.write(out)
    found = look_at(out.getvalue())
    assert (found.outcome, found.award) == (Outcome.CHANGED, issued[0])


def test_pdf_of_somebody_else_and_nonsense_are_nothing_of_ours(issued):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    for content in (out.getvalue(), b"%PDF-1.7 broken", b"", b"a.b", b"\xff" * 100):
        assert look_at(content).outcome == Outcome.NOTHING
    for content in (b"a.b.c", b"eyJhbGciOiJub25lIn0.e30."):
        assert look_at(content).outcome in {Outcome.FORGED, Outcome.NOTHING}


def test_code_is_found_as_people_type_it_and_nothing_else_is(issued):
    code = issued[0].code
    typed = f" {code[:4]}-{code[4:8].lower()} {code[8:12]}-{code[12:]} "
    assert award_by_code(typed) == issued[0]
    for text in ("", code[:-1], code + "3", "0" * 16, "%", issued[0].number_text, str(issued[0].pk)):
        assert award_by_code(text) is None


def test_erased_name_leaves_the_award_and_the_file_still_known(issued):
    content = certificate_file(award=issued[0])
    AwardHolder.objects.filter(award=issued[0]).delete()
    found = look_at(content)
    assert (found.outcome, found.award) == (Outcome.INTACT, issued[0])
    assert not hasattr(found.award, "holder")
