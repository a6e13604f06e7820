"""What anybody may ask: whether a certificate is genuine and unchanged, and what it says.

A code is known to whoever holds the paper. There is no list, no search by name and no number in an address; a code
that is unknown and one that is no code are answered alike.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from pypdf import PdfReader

from caunoi.core.ids import ALPHABET
from caunoi.credentials.enums import AwardState
from caunoi.credentials.models import Award, AwardPrint, Series
from caunoi.credentials.models.award import CODE_LENGTH
from caunoi.credentials.open_badges import address, read_credential, sign_status_list
from caunoi.papers.certificate import ATTACHED

# A certificate with two pictures has a tenth of it.
MOST_OCTETS = 2 * 1024 * 1024
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")
_COMPACT = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class Outcome(StrEnum):
    """What was found out about a file."""

    INTACT = "intact"  # octet by octet as it was issued
    CHANGED = "changed"  # another file around a genuine credential
    SIGNED = "signed"  # a credential, signed here
    FORGED = "forged"  # it carries a credential that was not signed here, or changed afterwards
    NOTHING = "nothing"  # nothing of a certificate of ours is in it


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a file is, and the certificate that it is of; None where that can't be told."""

    outcome: Outcome
    award: Award | None = None


def award_by_code(text: str) -> Award | None:
    """Return the certificate with this code, as people type it; None for every other text."""
    code = re.sub(r"[\s-]", "", text[:80]).upper()
    if not _CODE.fullmatch(code):
        return None
    return _awards().filter(code=code).first()


def look_at(content: bytes) -> Finding:
    """Say what a file is: a PDF, or a credential in its compact form. Nothing of it is kept."""
    digest = hashlib.sha256(content).hexdigest()
    known = AwardPrint.objects.filter(sha256=digest).order_by("pk").first()
    if known:
        return Finding(outcome=Outcome.INTACT, award=_awards().filter(pk=known.award_id).first())
    if content.lstrip()[:5] == b"%PDF-":
        inside = _attached(content)
        if inside is None:
            return Finding(outcome=Outcome.NOTHING)
        award = _award_of(inside)
        return Finding(outcome=Outcome.CHANGED, award=award) if award else Finding(outcome=Outcome.FORGED)
    text = content.strip()
    if _COMPACT.fullmatch(text):
        award = _award_of(text)
        return Finding(outcome=Outcome.SIGNED, award=award) if award else Finding(outcome=Outcome.FORGED)
    return Finding(outcome=Outcome.NOTHING)


def _awards() -> QuerySet[Award]:
    return Award.objects.select_related("issue", "series__owner", "holder", "replaces", "replaced_by").order_by("pk")


def _award_of(compact: bytes) -> Award | None:
    """Return the award whose credential this is, signed by a key of ours, and of the address it was issued under."""
    said = read_credential(compact.decode("ascii", errors="replace"))
    page = str(said.get("jti", "")) if said else ""
    award = award_by_code(page.rpartition("/")[2])
    return award if award and page == address(award.issue.base_url, award.code) else None


def _attached(content: bytes) -> bytes | None:
    """Return the credential that lies in a PDF, None where there is none or the file can't be read."""
    try:
        found = PdfReader(io.BytesIO(content)).attachments.get(ATTACHED)
    except Exception:  # noqa: BLE001 - a file from a stranger may break the reader in any way
        return None
    return found[0] if found else None


def series_by_id(key: UUID) -> Series | None:
    """Return a series for its status list."""
    return Series.objects.filter(pk=key).select_related("owner").first()


def status_list(series: Series, base_url: str) -> str:
    """Return the signed status list of a series: revoked and replaced are set, whatever their order."""
    ended = series.awards.exclude(state=AwardState.ISSUED).order_by().values_list("number", flat=True)
    return sign_status_list(
        base_url=base_url, owner_id=series.owner_id, series_id=series.pk, ended=ended, now=timezone.now()
    )
