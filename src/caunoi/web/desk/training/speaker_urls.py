"""Addresses of the desk's pages of speakers."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training import speakers

urlpatterns: list[URLPattern] = [
    path("", speakers.speaker_list, name="speaker_list"),
    path("tai-ve.<str:form>", speakers.speaker_export, name="speaker_export"),
    path("moi/", speakers.speaker_new, name="speaker_new"),
    path("<uuid:pk>/", speakers.speaker, name="speaker"),
    path("<uuid:pk>/sua/", speakers.speaker_edit, name="speaker_edit"),
    path("<uuid:pk>/chuyen-de/", speakers.speaker_topics, name="speaker_topics"),
    path("<uuid:pk>/vang/", speakers.speaker_away, name="speaker_away"),
    path("<uuid:pk>/vang/<int:away>/bo/", speakers.speaker_back, name="speaker_back"),
]
