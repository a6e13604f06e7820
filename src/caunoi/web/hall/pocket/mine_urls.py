"""Addresses for whoever has no ticket at hand. They stand in mails: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.hall.pocket import mine

urlpatterns: list[URLPattern] = [
    path("", mine.ask, name="mine"),
    path("da-gui/", mine.sent, name="mine_sent"),
    path("lop/", mine.page, name="mine_page"),
    path("lop/dong/", mine.close, name="mine_close"),
    path("lop/tai-khoan/", mine.account, name="mine_account"),
    path("mo/<str:token>/", mine.open_by_link, name="mine_open"),
]
