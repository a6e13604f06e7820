"""Addresses that belong to no face: language and colours of the screens, and what allauth offers but nobody uses."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from caunoi.web.base import views

app_name = "base"
CLOSED = ("email", "confirm-email", "password/set", "login/code/confirm", "3rdparty", "social/connections")
urlpatterns = [
    path("ngon-ngu/", set_language, name="language"),
    path("giao-dien/", views.choose_theme, name="theme"),
    # Addresses and passwords of accounts are the administrator's business; these pages of allauth stay shut.
    *(path(f"{address}/", views.not_here) for address in CLOSED),
]
