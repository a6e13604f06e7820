"""Addresses of the hall."""

from __future__ import annotations

from django.urls import include, path

app_name = "hall"
urlpatterns = [
    path("cua/", include("caunoi.web.hall.door.urls")),
    path("toi/", include("caunoi.web.hall.pocket.urls")),
    path("man-hinh/", include("caunoi.web.hall.screen.urls")),
]
