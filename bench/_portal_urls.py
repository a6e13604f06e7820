"""The addresses of an office, and the two that it is measured against."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

from config.urls import urlpatterns as ours


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


urlpatterns = [path("do/rong/", empty), path("do/tran/", include(wagtail_urls)), *ours]
