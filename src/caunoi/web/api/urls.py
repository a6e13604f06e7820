"""Addresses for machines."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.api.calendars import feed

app_name = "api"
urlpatterns: list[URLPattern] = [path("lich/<str:token>.ics", feed, name="feed")]
