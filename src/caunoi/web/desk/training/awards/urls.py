"""Addresses of certificates: of a class (below ``lop/``), and of the office (below ``chung-nhan/``)."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.awards import ledger, views

class_patterns: list[URLPattern] = [
    path("<str:code>/chung-nhan/", views.awards, name="class_awards"),
    path("<str:code>/chung-nhan/tien-do/", views.progress, name="class_award_progress"),
    path("<str:code>/chung-nhan/quy-dinh/", views.rule, name="class_award_rule"),
    path("<str:code>/chung-nhan/cap/", views.issue, name="class_award_issue"),
    path("<str:code>/chung-nhan/nguoi/<int:pk>/", views.decision, name="class_award_decision"),
    path("<str:code>/chung-nhan/giay/<uuid:pk>/", views.award, name="class_award"),
    path("<str:code>/chung-nhan/giay/<uuid:pk>/tep.pdf", views.award_pdf, name="class_award_pdf"),
    path("<str:code>/chung-nhan/tat-ca.zip", views.awards_zip, name="class_awards_zip"),
]

urlpatterns: list[URLPattern] = [
    path("", ledger.ledger, name="ledger"),
    path("tai-ve.<str:form>", ledger.ledger_export, name="ledger_export"),
    path("phoi-hong/", ledger.spoil, name="blank_spoil"),
    path("mau/<uuid:pk>/", ledger.layout, name="award_layout"),
    path("mau/<uuid:pk>/xem-truoc.png", ledger.preview, name="award_preview"),
]
