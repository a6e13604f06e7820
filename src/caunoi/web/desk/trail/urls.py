"""Addresses of the trail."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.trail import views

urlpatterns: list[URLPattern] = [
    path("", views.trail, name="trail"),
    path("tai-ve.<str:form>", views.trail_export, name="trail_export"),
    path("<slug:thing>/<str:pk>/", views.trail_object, name="trail_object"),
]
