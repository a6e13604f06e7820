"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("lop/", include("caunoi.web.desk.training.urls")),
    path("danh-ba/", include("caunoi.web.desk.directory.urls")),
    path("nhap/", include("caunoi.web.desk.intake.urls")),
    path("tin-bai/", include("caunoi.web.desk.publishing.urls")),
]
