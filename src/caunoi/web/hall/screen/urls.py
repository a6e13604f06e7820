"""Addresses of the big screen. They stand typed on a laptop in the hall: nothing here may move."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.hall.screen import views

urlpatterns: list[URLPattern] = [
    path("<str:token>/", views.screen, name="screen"),
    path("<str:token>/so-lieu/", views.figures, name="screen_figures"),
]
