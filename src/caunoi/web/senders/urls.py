"""Addresses that a link opens. They stand in mails and messages of units: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.senders import forms_sent_out, many, own_list, people

app_name = "senders"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", own_list.own_list, name="list"),
    path("<str:token>/phieu/", own_list.receipt, name="receipt"),
    path("<str:token>/mot-nguoi/", people.add, name="add"),
    path("<str:token>/nhieu-nguoi/", many.many, name="many"),
    path("<str:token>/danh-sach/<uuid:pk>/rut/", many.take_back, name="take_back"),
    path("<str:token>/mau.<str:kind>", forms_sent_out.form, name="form"),
    path("<str:token>/<uuid:pk>/rut/", people.withdraw, name="withdraw"),
    path("<str:token>/<uuid:pk>/thay/", people.replace, name="replace"),
]
