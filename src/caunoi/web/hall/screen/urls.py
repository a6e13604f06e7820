"""Addresses of the big screen. They stand typed on a laptop in the hall: nothing here may move."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.hall.screen import questions, views

urlpatterns: list[URLPattern] = [
    path("<str:token>/", views.screen, name="screen"),
    path("<str:token>/so-lieu/", views.figures, name="screen_figures"),
    path("<str:token>/cau-hoi/", questions.questions, name="screen_questions"),
    path("<str:token>/cau-hoi/danh-sach/", questions.question_list, name="screen_question_list"),
]
