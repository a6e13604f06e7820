"""What machines read of the portal: in one language, kept as pages are where it says what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from caunoi.web.portal.cache import live

View = Callable[..., HttpResponse]


def public_file(view: View) -> View:
    """Answer in Vietnamese, never from a cookie; let caches ask whether it still holds. A missing one is a bare 404."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        live.draft_of(request)
        with translation.override("vi"):
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                response = HttpResponse(status=404, content_type="text/plain; charset=utf-8")
        if response.status_code == 200:
            patch_cache_control(response, public=True, no_cache=True)
        else:
            patch_cache_control(response, no_store=True)
        return response

    said: Any = answer
    said.is_public_page = True
    return answer
