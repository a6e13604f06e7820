"""Addresses of the desk's pages of questionnaires."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.questionnaires import bank, items, keys, pages, reading

urlpatterns: list[URLPattern] = [
    path("", pages.questionnaire_list, name="questionnaire_list"),
    path("moi/", pages.questionnaire_new, name="questionnaire_new"),
    path("<uuid:pk>/", pages.questionnaire, name="questionnaire"),
    path("<uuid:pk>/sua/", pages.questionnaire_edit, name="questionnaire_edit"),
    path("<uuid:pk>/doi/", pages.questionnaire_state, name="questionnaire_state"),
    path("<uuid:pk>/xem-thu/", pages.questionnaire_preview, name="questionnaire_preview"),
    path("<uuid:pk>/cau/moi/", items.item_new, name="questionnaire_item_new"),
    path("<uuid:pk>/cau/<uuid:item>/", items.item_edit, name="questionnaire_item"),
    path("<uuid:pk>/cau/<uuid:item>/chuyen/", items.item_move, name="questionnaire_item_move"),
    path("<uuid:pk>/cau/<uuid:item>/lay-lai/", items.item_restore, name="questionnaire_item_restore"),
    path("<uuid:pk>/cau/<uuid:item>/dap-an/", keys.questionnaire_key, name="questionnaire_key"),
    path("<uuid:pk>/cau/<uuid:item>/cham/", keys.questionnaire_texts, name="questionnaire_texts"),
    path("<uuid:pk>/nhap/", reading.questionnaire_read, name="questionnaire_read"),
    path("<uuid:pk>/ngan-hang/", bank.questionnaire_bank, name="questionnaire_bank"),
]
