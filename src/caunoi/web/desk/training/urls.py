"""Addresses of the desk's pages of training."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training import classes

urlpatterns: list[URLPattern] = [
    path("", classes.class_list, name="class_list"),
    path("moi/", classes.class_new, name="class_new"),
    path("<str:code>/", classes.overview, name="class"),
    path("<str:code>/sua/", classes.class_edit, name="class_edit"),
    path("<str:code>/chuyen/", classes.class_move, name="class_move"),
]
