"""Checking a certificate: by its code, or by the file itself. Nothing is kept, and there is no list to walk through."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from caunoi.credentials.enums import Standing
from caunoi.credentials.facts import read_facts
from caunoi.credentials.models import Award
from caunoi.credentials.queries.designs import days_text
from caunoi.credentials.queries.verifying import MOST_OCTETS, Finding, Outcome, award_by_code, look_at
from caunoi.web.portal.language import both_languages
from caunoi.web.portal.pages import frame

_TONES = {
    Standing.VALID: "good",
    Standing.EXPIRED: "warn",
    Standing.REVOKED: "bad",
    Standing.REPLACED: "warn",
}


def _checking(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language of the address; kept by nobody, named in no search and to no other site."""

    @both_languages
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_checking
def check(request: HttpRequest) -> HttpResponse:
    """Take a code or a file; a file is looked at and forgotten."""
    typed = request.GET.get("ma", "").strip()
    if typed and request.method != "POST":
        award = award_by_code(typed)
        return redirect("portal:certificate", award.code) if award else _unknown(request, typed)
    context: dict[str, Any] = frame(request, None)
    if request.method == "POST":
        sent = request.FILES.get("tep")
        if sent is None:
            context["fault"] = _("Choose the PDF file of the certificate first.")
        elif (sent.size or 0) > MOST_OCTETS:
            context["fault"] = _("The file is larger than 2 MB: it is no certificate made here.")
        else:
            context |= _found(look_at(sent.read()))
    return render(request, "portal/certificate_check.html", context)


@require_safe
@_checking
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was frozen with a certificate and what it is worth today; one answer to every code that is none."""
    award = award_by_code(code)
    if award is None:
        return _unknown(request, code)
    return render(request, "portal/certificate.html", {**frame(request, None), **shown(award)})


def _found(finding: Finding) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": finding.outcome.value, "changed": finding.outcome == Outcome.CHANGED}
    return told | (shown(finding.award) if finding.award else {})


def shown(award: Award) -> dict[str, Any]:
    """Return what a page tells of a certificate."""
    facts = read_facts(award.facts)
    standing = award.standing(timezone.localdate())
    after = getattr(award, "replaced_by", None)
    return {
        "award": award,
        "facts": facts,
        "days": days_text(facts.days),
        "name": award.holder.name if hasattr(award, "holder") else "",
        "standing": standing.value,
        "tone": _TONES[standing],
        "after": after.number_text if after else "",
    }


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    context = {**frame(request, None), "typed": typed[:40]}
    return render(request, "portal/certificate_unknown.html", context, status=404)
