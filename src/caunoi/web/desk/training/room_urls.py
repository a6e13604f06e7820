"""Addresses of the register of rooms."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training import rooms

urlpatterns: list[URLPattern] = [
    path("", rooms.room_list, name="room_list"),
    path("moi/", rooms.room, name="room_new"),
    path("<uuid:pk>/", rooms.room, name="room"),
]
