"""Addresses that belong to no face: language and colours of the screens."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from caunoi.web.base import views

app_name = "base"
urlpatterns = [
    path("ngon-ngu/", set_language, name="language"),
    path("giao-dien/", views.choose_theme, name="theme"),
]
