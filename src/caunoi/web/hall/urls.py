"""Addresses of the hall."""

from __future__ import annotations

from django.urls import include, path

from caunoi.web.hall.pocket import evaluation, questions

app_name = "hall"
urlpatterns = [
    path("cua/", include("caunoi.web.hall.door.urls")),
    path("toi/", include("caunoi.web.hall.pocket.urls")),
    path("cua-toi/", include("caunoi.web.hall.pocket.mine_urls")),
    path("hoi/<str:token>/", questions.room, name="room"),
    path("phieu/cam-on/", evaluation.sheet_done, name="sheet_done"),
    path("phieu/<str:slip>/", evaluation.sheet, name="sheet"),
    path("don-vi/<str:token>/", evaluation.head, name="head"),
    path("man-hinh/", include("caunoi.web.hall.screen.urls")),
]
