"""All addresses of an installation."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("tai-khoan/", include("caunoi.web.base.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("viec/", include("caunoi.web.desk.urls")),
    path("cu-nguoi/", include("caunoi.web.senders.urls")),
    path("hoi-truong/", include("caunoi.web.hall.urls")),
    path("api/", include("caunoi.web.api.urls")),
    path("bien-tap/", include(wagtailadmin_urls)),
    path("", include("caunoi.web.portal.urls")),
]
