"""Addresses that belong to no face: language and colours of the screens, and what allauth offers but nobody uses."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from caunoi.web.base import methods, own_account, views

app_name = "base"
CLOSED = ("email", "confirm-email", "password/set", "login/code/confirm", "3rdparty", "social/connections")
urlpatterns = [
    # Allauth would lead to a page that is shut here.
    path("", RedirectView.as_view(pattern_name="base:session_list"), name="own"),
    path("ngon-ngu/", set_language, name="language"),
    path("giao-dien/", views.choose_theme, name="theme"),
    path("phien/", own_account.session_list, name="session_list"),
    path("phien/ket-thuc-het/", own_account.sessions_end, name="sessions_end"),
    path("phien/<slug:handle>/ket-thuc/", own_account.session_end, name="session_end"),
    path("loi-moi/<str:token>/", own_account.invitation, name="invitation"),
    path("ma/", own_account.code, name="code"),
    path("thu-dien-tu/", own_account.email, name="email"),
    path("thu-dien-tu/xac-nhan/<str:token>/", own_account.email_confirm, name="email_confirm"),
    path("lien-ket/", own_account.links, name="links"),
    path("lien-ket/<int:pk>/bo/", own_account.link_remove, name="link_remove"),
    path("hai-buoc/", own_account.two_step, name="two_step"),
    path("2fa/webauthn/add/", methods.add_passkey, name="passkey_add"),
    path("2fa/webauthn/keys/<int:pk>/edit/", methods.rename_passkey, name="passkey_rename"),
    path("2fa/webauthn/keys/<int:pk>/remove/", methods.remove_passkey, name="passkey_remove"),
    path("2fa/totp/deactivate/", methods.switch_off_codes, name="codes_off"),
    # Addresses and passwords of accounts are the administrator's business; these pages of allauth stay shut.
    *(path(f"{address}/", views.not_here) for address in CLOSED),
]
