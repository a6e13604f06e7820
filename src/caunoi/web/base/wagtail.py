"""The door of Wagtail's own admin.

Its permissions go by model and page type: they don't know in whose commune a page, user or picture lies, and its forms
write no audit row. So it is a window: superusers of the installation look at the page tree and at what stood before;
every change is made at the desk, which has Wagtail's editor of articles at an address of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

_LOOKING = {"GET", "HEAD", "OPTIONS"}
# What the editor at the desk fetches: icons, and the words of its scripts. They tell nothing of anybody.
_PARTS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}


class WagtailWindow:
    """Let superusers look, and nobody write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Send strangers to the sign-in page; refuse everybody but superusers, and every change.

        Runs before the view, whichever address led to it; raises PermissionDenied in words for the screen.
        """
        self.prefix = self.prefix or reverse("wagtailadmin_home")
        if not request.path.startswith(self.prefix):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.resolver_match and request.resolver_match.url_name in _PARTS and request.method in _LOOKING:
            return None
        if not request.user.is_superuser:
            raise PermissionDenied(
                _("This part is for the operators of the installation. Articles are written at the desk.")
            )
        if request.method not in _LOOKING:
            raise PermissionDenied(_("Nothing is changed here. Articles and sites are changed at the desk."))
        return None
