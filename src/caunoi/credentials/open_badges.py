"""Certificates as Open Badges 3.0: credentials of the W3C data model 2.0, each a compact JWS (EdDSA).

The issuer is a ``did:web`` of the office; its document lists the public keys of the ring ``credentials``. The same
award signed with the same key gives the same text: Ed25519 draws no random number.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

import jwt

from caunoi.core import signing
from caunoi.credentials.facts import AwardFacts

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
TYPE = "application/vc+jwt"
# Where things stand under the address of the portal.
PAGE = "chung-nhan/"
OFFICES = "api/co-quan"
LISTS = "api/chung-nhan/trang-thai"
# The least that the standard allows: a holder's place hides among so many.
_LIST_BITS = 131_072
# How long a copy of a status list may be believed.
LIST_HOLDS = dt.timedelta(days=2)
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Everything that a credential says."""

    base_url: str
    owner_id: UUID
    owner_name: str
    code: str
    name: str
    number: str
    facts: AwardFacts
    issued_on: dt.date
    expires_on: dt.date | None
    series_id: UUID
    place: int


def issuer_did(base_url: str, owner_id: UUID) -> str:
    """Return the identifier of an office as issuer: its document lies under ``/api/co-quan/<id>/did.json``."""
    parts = urlsplit(base_url)
    path = [part for part in parts.path.split("/") if part] + OFFICES.split("/") + [str(owner_id)]
    return "did:web:" + ":".join([quote(parts.netloc, safe=""), *(quote(part, safe="") for part in path)])


def address(base_url: str, code: str = "") -> str:
    """Return the address of the page of verification; without a code its beginning."""
    return f"{base_url.rstrip('/')}/{PAGE}{code}"


def sign_credential(said: Statement) -> tuple[str, str]:
    """Return the credential in its compact form, and the name of the key that signed, 8 hexadecimal digits."""
    issuer = issuer_did(said.base_url, said.owner_id)
    page = address(said.base_url, said.code)
    until = said.expires_on
    listed = list_address(said.base_url, said.series_id)
    facts = said.facts
    achievement = {
        "id": f"{page}#noi-dung",
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": facts.subject,
        "description": description(facts),
        "criteria": {"narrative": facts.result or facts.subject},
        "humanCode": facts.code,
    }
    body: dict[str, Any] = {
        "@context": CONTEXT,
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{said.number}: {facts.subject}",
        "issuer": {"id": issuer, "type": ["Profile"], "name": said.owner_name, "url": said.base_url},
        "validFrom": _moment(said.issued_on),
        "credentialSubject": {
            "id": f"{page}#nguoi-nhan",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": said.name}
            ],
            "achievement": achievement,
        },
        "credentialStatus": {
            "id": f"{listed}#{said.place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(said.place),
            "statusListCredential": listed,
        },
        "iss": issuer,
        "sub": f"{page}#nguoi-nhan",
        "jti": page,
        "nbf": _seconds(said.issued_on),
        "iat": _seconds(said.issued_on),
    }
    if until:
        # It holds through the last day.
        after = until + dt.timedelta(days=1)
        body |= {"validUntil": _moment(after), "exp": _seconds(after)}
    return _signed(issuer, body)


def description(facts: AwardFacts) -> str:
    """Return in one sentence what the certificate is for."""
    parts = [f"{facts.subject} ({facts.code})"]
    if facts.days:
        first, last = (dt.date.fromisoformat(day) for day in (facts.days[0], facts.days[-1]))
        parts.append(f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}")
    if facts.hours:
        parts.append(f"{facts.hours} tiết")
    return ", ".join([*parts, facts.organiser])


def list_address(base_url: str, series_id: UUID) -> str:
    """Return where the status list of a series is served."""
    return f"{base_url.rstrip('/')}/{LISTS}/{series_id}"


def sign_status_list(*, base_url: str, owner_id: UUID, series_id: UUID, ended: Iterable[int], now: dt.datetime) -> str:
    """Return the Bitstring Status List of a series, signed: the bit of each place in ``ended`` is set."""
    bits = bytearray(_LIST_BITS // 8)
    for place in ended:
        while place >= len(bits) * 8:
            bits += bytes(_LIST_BITS // 8)
        bits[place // 8] |= 0x80 >> (place % 8)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
        out.write(bytes(bits))
    encoded = "u" + base64.urlsafe_b64encode(packed.getvalue()).decode("ascii").rstrip("=")
    url, issuer = list_address(base_url, series_id), issuer_did(base_url, owner_id)
    until = now + LIST_HOLDS
    body = {
        "@context": CONTEXT[:1],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": _utc(now),
        "validUntil": _utc(until),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
        "iss": issuer,
        "jti": url,
        "sub": f"{url}#list",
        "nbf": int(now.timestamp()),
        "iat": int(now.timestamp()),
        "exp": int(until.timestamp()),
    }
    return _signed(issuer, body)[0]


def did_document(base_url: str, owner_id: UUID, name: str) -> dict[str, Any]:
    """Return the document of an office as issuer: its keys, newest first, and how it is called."""
    issuer = issuer_did(base_url, owner_id)
    methods = [
        {
            "id": f"{issuer}#{key.id.hex()}",
            "type": "JsonWebKey",
            "controller": issuer,
            "publicKeyJwk": jwk(key),
        }
        for key in signing.public_keys(signing.CREDENTIALS)
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", *CONTEXT],
        "id": issuer,
        "type": ["Profile"],
        "name": name,
        "url": base_url,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def jwk(key: signing.PublicKey) -> dict[str, str]:
    """Return a public key as a JSON Web Key (RFC 8037)."""
    raw = base64.urlsafe_b64encode(key.raw).decode("ascii").rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "x": raw, "kid": key.id.hex(), "alg": "EdDSA", "use": "sig"}


def read_credential(text: str) -> dict[str, Any] | None:
    """Return what a credential says where a key of the ring signed it, None for everything else.

    Its time is not looked at: an expired one is genuine, too.
    """
    try:
        head = jwt.get_unverified_header(text)
        name = str(head.get("kid", "")).rpartition("#")[2]
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    for key in signing.public_keys(signing.CREDENTIALS):
        if key.id.hex() == name:
            known = jwt.PyJWK(jwk(key))
            try:
                return jwt.decode(
                    text, known, algorithms=["EdDSA"],
                    options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False},
                )  # fmt: skip
            except (jwt.InvalidTokenError, ValueError, RecursionError):
                return None
    return None


def _signed(issuer: str, body: dict[str, Any]) -> tuple[str, str]:
    public, private = signing.signing_key(signing.CREDENTIALS)
    head = {"typ": "vc+jwt", "kid": f"{issuer}#{public.id.hex()}"}
    return jwt.encode(body, private, algorithm="EdDSA", headers=head), public.id.hex()


def _seconds(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(), tzinfo=_ZONE).timestamp())


def _moment(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), tzinfo=_ZONE).isoformat()


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
