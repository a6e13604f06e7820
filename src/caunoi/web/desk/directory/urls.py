"""Addresses of the desk's pages of directory."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
