"""Certificates for machines: one by its code, its credential, the issuers' keys and the lists of what ended.

Whoever has a code gets what stands on the paper. There is no list, and an unknown code is answered as any other text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from caunoi.credentials.facts import read_facts
from caunoi.credentials.models import Award, Series
from caunoi.credentials.open_badges import TYPE, address, did_document, issuer_did
from caunoi.credentials.queries.verifying import MOST_OCTETS, award_by_code, look_at, status_list
from caunoi.web.base.bodies import octets_of


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let programs of any site read the answer, and none keep it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


@require_safe
@_open
def award(_request: HttpRequest, code: str) -> HttpResponse:
    """Tell what was frozen with a certificate and how it stands today."""
    found = award_by_code(code)
    return JsonResponse(_told(found)) if found else _unknown()


@require_safe
@_open
def credential(_request: HttpRequest, code: str) -> HttpResponse:
    """Send the signed credential; 410 where its holder's name was erased."""
    found = award_by_code(code)
    if found is None:
        return _unknown()
    if not hasattr(found, "holder"):
        return JsonResponse({"code": "erased", "words": "Tên người nhận đã được xóa theo yêu cầu."}, status=410)
    return HttpResponse(found.holder.credential, content_type=TYPE)


@csrf_exempt
@require_POST
@_open
def check(request: HttpRequest) -> HttpResponse:
    """Say what the body is: a PDF or a credential, and of which certificate. Nothing of it is kept."""
    size = request.headers.get("Content-Length", "")
    if not size.isdecimal() or int(size) > MOST_OCTETS:
        return JsonResponse({"code": "too_large", "words": "Tệp lớn hơn 2 MB."}, status=413)
    finding = look_at(octets_of(request))
    told: dict[str, Any] = {"outcome": finding.outcome.value}
    return JsonResponse(told | ({"award": _told(finding.award)} if finding.award else {}))


@require_safe
@_open
def issuer(_request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the document of an office as issuer (did:web); only of one that issued something."""
    found = Series.objects.filter(owner=key).select_related("owner").order_by("-year").first()
    if found is None:
        return _unknown()
    response = JsonResponse(did_document(_base(), key, found.owner.name))
    response.headers["Content-Type"] = "application/did+json"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
@_open
def ended(_request: HttpRequest, key: UUID) -> HttpResponse:
    """Send the status list of a series, signed now."""
    found = Series.objects.filter(pk=key).select_related("owner").first()
    if found is None:
        return _unknown()
    response = HttpResponse(status_list(found, _base()), content_type=TYPE)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _base() -> str:
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def _unknown() -> HttpResponse:
    return JsonResponse({"code": "unknown", "words": "Không có giấy chứng nhận nào mang mã này."}, status=404)


def _told(found: Award) -> dict[str, Any]:
    facts = read_facts(found.facts)
    after = getattr(found, "replaced_by", None)
    return {
        "code": found.code,
        "number": found.number_text,
        "standing": found.standing(timezone.localdate()).value,
        "reason": found.reason,
        "ended_on": found.ended_on,
        "replaced_by": after.number_text if after else None,
        "name": found.holder.name if hasattr(found, "holder") else None,
        "subject": facts.subject,
        "class_code": facts.code,
        "days": facts.days,
        "periods": facts.hours,
        "place": facts.place,
        "organiser": facts.organiser,
        "result": facts.result,
        "issued_on": found.issued_on,
        "expires_on": found.expires_on,
        "issuer": issuer_did(found.issue.base_url, found.issue.owner_id),
        "issuer_name": found.series.owner.name,
        "page": address(found.issue.base_url, found.code),
    }
