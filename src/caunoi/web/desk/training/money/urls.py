"""Addresses of the money of a class (below ``lop/``) and of the rates (below ``muc-chi/``)."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.money import checks, expenses, overview, papers, participants, rates, settlement, speakers

class_patterns: list[URLPattern] = [
    path("<str:code>/kinh-phi/", overview.overview, name="class_money"),
    path("<str:code>/kinh-phi/kiem-tra/", checks.checks, name="money_checks"),
    path("<str:code>/kinh-phi/quyet-toan/", settlement.settlement, name="money_settlement"),
    path("<str:code>/kinh-phi/giay/<str:kind>/", papers.payment_paper, name="money_paper"),
    path("<str:code>/kinh-phi/bao-cao-vien/", speakers.speakers, name="money_speakers"),
    path("<str:code>/kinh-phi/bao-cao-vien/<uuid:person>/", speakers.speaker, name="money_speaker"),
    path("<str:code>/kinh-phi/bac/<int:grade>/", speakers.evidence, name="money_evidence"),
    path("<str:code>/kinh-phi/tai-khoan/<uuid:person>/", speakers.account, name="money_account"),
    path("<str:code>/kinh-phi/hoc-vien/", participants.participants, name="money_participants"),
    path("<str:code>/kinh-phi/hoc-vien/chon/", participants.choose, name="money_choose"),
    path("<str:code>/kinh-phi/hoc-vien/<int:pk>/", participants.payment, name="money_payment"),
    path("<str:code>/kinh-phi/chi-khac/", expenses.expenses, name="money_expenses"),
    path("<str:code>/kinh-phi/chi-khac/moi/", expenses.expense, name="money_expense_new"),
    path("<str:code>/kinh-phi/chi-khac/<int:pk>/", expenses.expense, name="money_expense"),
    path("<str:code>/kinh-phi/chi-khac/<int:pk>/hoa-don/", expenses.invoice, name="money_invoice"),
]
urlpatterns: list[URLPattern] = [
    path("", rates.rate_list, name="rate_list"),
    path("moi/", rates.rate_table, name="rate_table_new"),
    path("<uuid:pk>/", rates.rate_table, name="rate_table"),
    path("thue/moi/", rates.tax_rule, name="tax_rule_new"),
    path("thue/<int:pk>/", rates.tax_rule, name="tax_rule"),
]
