"""Addresses of papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.papers import register, views

urlpatterns: list[URLPattern] = [
    path("so/", register.register, name="paper_register"),
    path("so/tai-ve.<str:form>", register.register_export, name="paper_register_export"),
    path("so/thiet-lap/", register.register_settings, name="paper_register_settings"),
    path("bao-cao/", register.period_reports, name="period_reports"),
    path("<str:subject>/<str:key>/tat-ca.zip", views.papers_export, name="papers_export"),
    path("<str:subject>/<str:key>/bang-so-lieu.xlsx", views.workbook_export, name="workbook_export"),
    path("<str:subject>/<str:key>/<str:kind>/", views.paper, name="paper"),
    path("<str:subject>/<str:key>/<str:kind>/tep/", views.paper_file, name="paper_file"),
    path("<str:subject>/<str:key>/<str:kind>/ban-ky/", views.paper_signed, name="paper_signed"),
]
