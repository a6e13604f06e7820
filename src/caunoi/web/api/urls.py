"""Addresses for machines."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.api import credentials
from caunoi.web.api.calendars import feed

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("lich/<str:token>.ics", feed, name="feed"),
    path("chung-nhan/kiem-tra", credentials.check, name="award_check"),
    path("chung-nhan/trang-thai/<uuid:key>", credentials.ended, name="status_list"),
    path("chung-nhan/<str:code>", credentials.award, name="award"),
    path("chung-nhan/<str:code>/chung-nhan-so", credentials.credential, name="award_credential"),
    path("co-quan/<uuid:key>/did.json", credentials.issuer, name="issuer"),
]
