"""Addresses of the day itself."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.hall import badges, monitor

urlpatterns: list[URLPattern] = [
    path("<str:code>/the/", badges.class_badges, name="class_badges"),
    path("<str:code>/theo-doi/", monitor.class_monitor, name="class_monitor"),
    path("<str:code>/theo-doi/so-lieu/", monitor.class_monitor_figures, name="class_monitor_figures"),
    path("<str:code>/theo-doi/man-hinh/", monitor.class_screen, name="class_screen"),
]
