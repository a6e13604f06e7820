"""Addresses of the desk's page of mails and jobs."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.jobs import views

urlpatterns: list[URLPattern] = [
    path("", views.jobs, name="jobs"),
    path("thu/gui-lai/", views.all_mails_again, name="mails_again"),
    path("thu/<uuid:pk>/gui-lai/", views.mail_again, name="mail_again"),
    path("thu/<uuid:pk>/thoi/", views.mail_give_up, name="mail_give_up"),
    path("viec/<uuid:pk>/lam-lai/", views.job_again, name="job_again"),
    path("viec/<uuid:pk>/thoi/", views.job_give_up, name="job_give_up"),
]
