"""Addresses of the provider; allauth includes them because its provider class stands in this package."""

from __future__ import annotations

from django.urls import path

from caunoi.web.base.oidc import provider

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", provider.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
]
