"""How often one address or one account may try something: one table for all faces.

Wrong passwords and codes of one name from one address are counted by axes (``lockout``). Here stands what one address
may do to many names, many addresses to one name, and what costs the machine much. Who is refused learns when to come
back; nobody else is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from caunoi.core.text import fold
from caunoi.core.tries import count_here, count_try, seconds_left, tries
from caunoi.web.base.lockout import counted_address, counted_name

_MINUTE, _HOUR = 60, 3600


def _account(request: HttpRequest) -> str:
    return counted_name(request)


def _user(request: HttpRequest) -> str:
    return str(request.user.pk) if request.user.is_authenticated else counted_address(request)


def _path(request: HttpRequest) -> str:
    """Return the secret address that is asked: many people's calendars come from one server of their maker."""
    return request.path


def _mailbox(request: HttpRequest) -> str:
    return fold(request.POST.get("email", "")[:254])


@dataclass(frozen=True, kw_only=True)
class Limit:
    """``most`` tries in ``seconds`` at the pages named; with ``failures`` only those that came to nothing count."""

    kind: str
    most: int
    seconds: int
    pages: frozenset[str]
    methods: frozenset[str] = frozenset({"POST"})
    by: Callable[[HttpRequest], str] = counted_address
    failures: bool = False
    only: Callable[[HttpRequest], bool] = lambda _request: True
    # Counted in this process alone, without a write: for what is only costly.
    here: bool = False


_SIGN_IN = frozenset({
    "account_login", "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "account_reauthenticate", "openid_connect_callback",
})  # fmt: skip
_EXPORTS = frozenset({
    "desk:class_export", "desk:plan_export", "desk:plan_item_people_export",
    "desk:topic_export", "desk:article_export", "desk:person_export", "desk:organisation_export",
    "desk:directive_export", "desk:account_export", "desk:participants_export", "desk:sent_export", "desk:trail_export",
    "desk:quotas_export", "desk:money_settlement",
    "desk:class_paper", "desk:money_paper", "desk:person_data", "desk:unit_form", "desk:unit_letters",
    "desk:unit_links_export", "desk:speaker_export", "desk:person_transcript",
    "desk:class_badges", "desk:class_ticket_letters", "desk:class_sign_in_codes",
    "desk:paper_file", "desk:papers_export", "desk:workbook_export", "desk:paper_register_export",
    "desk:class_awards_zip", "desk:ledger_export", "desk:class_quiz_export",
})  # fmt: skip
# What a link without an account opens.
_SENDERS = frozenset({
    "senders:list", "senders:receipt", "senders:add", "senders:many", "senders:form", "senders:withdraw",
    "senders:replace", "senders:take_back",
})  # fmt: skip
# What a participant's ticket opens.
_POCKET = frozenset({
    "hall:pocket", "hall:pocket_ticket", "hall:pocket_programme", "hall:pocket_materials", "hall:pocket_file",
    "hall:pocket_transcript", "hall:pocket_ticket_picture", "hall:pocket_ticket_pdf",
    "hall:pocket_questions", "hall:pocket_vote", "hall:pocket_answer_read", "hall:room",
    "hall:pocket_sheet", "hall:sheet", "hall:head", "hall:mine_open",
})  # fmt: skip
_MINE = frozenset({"hall:mine"})
_SCREENS = frozenset({
    "hall:screen", "hall:screen_figures", "hall:screen_questions", "hall:screen_question_list",
})  # fmt: skip
_CALENDAR = frozenset({"api:feed"})
_CERTIFICATES = frozenset({
    "portal:certificate", "portal:certificate_check", "api:award", "api:award_credential", "api:status_list",
})  # fmt: skip
_CERTIFICATE_FILES = frozenset({"portal:certificate_check", "api:award_check"})
_SEARCHED = frozenset(
    {"portal:search", "portal:site_search", "portal:portal_en:search", "portal:portal_en:site_search"}
)
_SUGGESTED = frozenset({"portal:suggest", "portal:site_suggest"})
_GET = frozenset({"GET", "HEAD"})


LIMITS = (
    # A whole office behind one address mistypes less than that on a Monday morning.
    Limit(kind="sign-in", most=60, seconds=15 * _MINUTE, pages=_SIGN_IN, failures=True),
    # One address is locked after eight tries of a name and never gets as far as this: only many together do.
    Limit(
        kind="account", most=100, seconds=_HOUR, pages=frozenset({"account_login", "base:code"}), by=_account,
        failures=True,
    ),
    Limit(kind="code", most=30, seconds=15 * _MINUTE, pages=frozenset({"base:code"}), failures=True),
    Limit(
        kind="link", most=30, seconds=15 * _MINUTE, methods=_GET | {"POST"}, failures=True,
        pages=frozenset({"base:invitation", "account_reset_password_from_key"}),
    ),
    Limit(kind="unit link", most=60, seconds=15 * _MINUTE, methods=_GET, pages=_SENDERS, failures=True),
    # A whole hall may stand behind one address; only links that don't hold count.
    Limit(kind="ticket link", most=120, seconds=15 * _MINUTE, methods=_GET | {"POST"}, pages=_POCKET, failures=True),
    # A hall may ask from one address; a mailbox gets a few mails an hour, whoever asks. Known or not counts alike.
    Limit(kind="own page", most=60, seconds=15 * _MINUTE, pages=_MINE),
    Limit(
        kind="own page mail", most=5, seconds=_HOUR, pages=_MINE, by=_mailbox,
        only=lambda request: bool(_mailbox(request)),
    ),
    # By address and not by link: counting by link would tell who asked.
    Limit(kind="question", most=120, seconds=10 * _MINUTE, pages=frozenset({"hall:pocket_questions", "hall:room"})),
    Limit(kind="screen guess", most=120, seconds=15 * _MINUTE, methods=_GET, pages=_SCREENS, failures=True),
    # An office whose addresses were taken back may still have a few phones that ask.
    Limit(kind="calendar guess", most=120, seconds=15 * _MINUTE, methods=_GET, pages=_CALENDAR, failures=True),
    Limit(kind="calendar", most=60, seconds=5 * _MINUTE, methods=_GET, pages=_CALENDAR, by=_path),
    # A list that comes back with faults is sent again and again; many offices may stand behind one address.
    Limit(kind="unit form", most=400, seconds=15 * _MINUTE, pages=_SENDERS, failures=True),
    Limit(
        kind="unit file", most=200, seconds=15 * _MINUTE, methods=_GET,
        pages=frozenset({"senders:form", "senders:receipt"}),
    ),
    # Codes have 73 bits: whoever misses so often does not read them from a paper.
    Limit(kind="certificate guess", most=60, seconds=15 * _MINUTE, methods=_GET, pages=_CERTIFICATES, failures=True),
    # A scanner of HR may look at hundreds of pages; reading a stranger's file costs more.
    Limit(kind="certificate", most=600, seconds=15 * _MINUTE, methods=_GET, pages=_CERTIFICATES),
    Limit(kind="certificate file", most=120, seconds=15 * _MINUTE, pages=_CERTIFICATE_FILES),
    Limit(kind="reset", most=20, seconds=_HOUR, pages=frozenset({"account_reset_password"})),
    Limit(kind="first run", most=20, seconds=15 * _MINUTE, pages=frozenset({"desk:start"}), failures=True),
    # A write for each would wait for whoever writes long, and would say when somebody looked for something.
    Limit(
        kind="portal search", most=60, seconds=_MINUTE, methods=_GET, pages=_SEARCHED, here=True,
        only=lambda request: bool(request.GET.get("q", "").strip()),
    ),
    # Behind one address of a mobile network stand many readers; what their browsers did not work for is counted apart.
    Limit(kind="comment", most=60, seconds=_HOUR, pages=frozenset({"portal:comment"})),
    Limit(kind="comment work", most=240, seconds=_HOUR, methods=_GET, pages=frozenset({"portal:comment_challenge"})),
    Limit(kind="report", most=20, seconds=_HOUR, pages=frozenset({"portal:comment_report"})),
    Limit(kind="rating", most=120, seconds=_HOUR, pages=frozenset({"portal:rate"})),
    # A class of thirty may type behind one address.
    Limit(kind="portal suggest", most=600, seconds=_MINUTE, methods=_GET, pages=_SUGGESTED, here=True),
    Limit(kind="search", most=240, seconds=_MINUTE, methods=_GET, pages=frozenset({"desk:search"}), by=_user),
    Limit(kind="export", most=60, seconds=5 * _MINUTE, methods=_GET | {"POST"}, pages=_EXPORTS, by=_user),
    # Hundreds of old reports may be read in one afternoon.
    Limit(
        kind="upload", most=600, seconds=10 * _MINUTE, pages=frozenset(), by=_user,
        only=lambda request: request.content_type == "multipart/form-data" and bool(request.FILES),
    ),
)  # fmt: skip


class RateLimits:
    """Answer 429 with a page in words and ``Retry-After`` to whoever tries too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and count what came to nothing."""
        response = self.get_response(request)
        for limit, who in getattr(request, "counted_failures", ()):
            if _came_to_nothing(request, response):
                count_try(kind=limit.kind, who=who, seconds=limit.seconds)
        return response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse what was tried too often; None lets the view answer."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        for limit in LIMITS:
            if request.method not in limit.methods or (limit.pages and page not in limit.pages):
                continue
            if not limit.only(request):
                continue
            who = limit.by(request)
            if limit.here:
                too_many = count_here(kind=limit.kind, who=who, seconds=limit.seconds) > limit.most
            elif limit.failures:
                too_many = tries(kind=limit.kind, who=who, seconds=limit.seconds) >= limit.most
                request.counted_failures = [*getattr(request, "counted_failures", ()), (limit, who)]  # type: ignore[attr-defined]  # read back above
            else:
                too_many = count_try(kind=limit.kind, who=who, seconds=limit.seconds) > limit.most
            if too_many:
                request.counted_failures = []  # type: ignore[attr-defined]  # what is refused is not counted again
                return _refused(request, seconds_left(limit.seconds))
        return None


def _came_to_nothing(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a form came back instead of leading on, or an address was guessed wrong."""
    return response.status_code >= 400 or (request.method == "POST" and response.status_code == 200)


def _refused(request: HttpRequest, seconds: int) -> HttpResponse:
    if request.headers.get("HX-Request"):
        words = _("That was too often in a short time. Wait a little, then try again.")
        response = HttpResponse(status=429, headers={"X-Cn-Message": quote(words)})
    else:
        response = render(request, "429.html", {"minutes": -(-seconds // _MINUTE)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
