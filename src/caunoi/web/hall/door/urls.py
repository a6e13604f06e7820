"""Addresses of this part of the hall."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.hall.door import api, views

urlpatterns: list[URLPattern] = [
    path("", views.door_page, name="door"),
    path("may.js", views.door_worker, name="door_worker"),
    path("app.webmanifest", views.door_manifest, name="door_manifest"),
    path("api/ghep/", api.pair, name="door_pair"),
    path("api/danh-sach/", api.roster, name="door_roster"),
    path("api/luot/", api.upload, name="door_upload"),
    path("api/tinh-hinh/", api.standing, name="door_standing"),
]
