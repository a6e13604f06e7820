"""The participant's certificate: no card before it is issued, the own file after, revoked and replaced told apart."""

from __future__ import annotations

import datetime as dt

import pytest

from caunoi.credentials.facts import AwardFacts, Holder
from caunoi.credentials.models import Award
from caunoi.credentials.services.ledger import issue_awards, replace_award, revoke_award
from caunoi.papers import Layout
from caunoi.training.queries.award_sources import source_of
from caunoi.training.queries.papers.transcript import Transcript, transcript_paper
from caunoi.training.queries.person_file import own_file

pytestmark = pytest.mark.django_db


def text_of(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_card_file_and_transcript_follow_what_becomes_of_the_certificate(own, other, held, visit, organiser):
    person, office = own.enrolment.person, held.keeper

    def seen():
        front, years = text_of(visit(own)), text_of(visit(own, "pocket_transcript"))
        paper = transcript_paper(Transcript(person=person, file=own_file(person)), office, Layout.STATE)
        return front, years, paper.classes[0].role

    front, years, role = seen()
    assert "Giấy chứng nhận của tôi" not in front
    assert "0001/" not in years + role
    assert visit(own, "pocket_certificate").status_code == 404

    [award, _others] = issue_awards(
        actor=organiser, owner=office, source=source_of(held), issued_on=dt.date(2026, 3, 10),
        facts=AwardFacts(subject="kỹ năng hòa giải", code=held.code, organiser=office.name),
        holders=[Holder(person_id=each.pk, name=each.full_name) for each in (person, other.enrolment.person)],
    )  # fmt: skip
    front, years, role = seen()
    assert f"Số {award.number_text}, tệp PDF" in front
    assert f"giấy chứng nhận số {award.number_text}<" in years
    assert role.endswith(f"GCN số {award.number_text}")
    assert "0002/2026" not in front + years + role
    sent = visit(own, "pocket_certificate")
    assert sent.content[:5] == b"%PDF-"
    assert 'filename="0001-2026-GCN' in sent["Content-Disposition"]

    made = replace_award(actor=organiser, award=award, name="Nguyễn Văn Mẫu Mới", reason="Sai tên.")
    front, years, role = seen()
    assert f"Số {made.number_text}, tệp PDF" in front
    assert f"Thay cho số {award.number_text}." in front
    assert f"giấy chứng nhận số {made.number_text}<" in years
    assert award.number_text not in years + role
    assert visit(own, "pocket_certificate").content != sent.content

    revoke_award(actor=organiser, award=made, reason="Cấp nhầm.")
    front, years, role = seen()
    assert f"Số {made.number_text} không còn hiệu lực" in front
    assert f"/chung-nhan/{made.code}" in front
    assert "thu hồi" in front
    assert f"giấy chứng nhận số {made.number_text} (đã thu hồi)" in years
    assert role.endswith(f"GCN số {made.number_text} (đã thu hồi)")
    assert visit(own, "pocket_certificate").status_code == 404
    assert visit(other, "pocket_certificate").status_code == 200

    Award.objects.filter(number_text__startswith="0002/").update(expires_on=dt.date(2026, 3, 11))
    assert "(hết hạn)" in text_of(visit(other, "pocket_transcript"))
