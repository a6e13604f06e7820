"""Addresses of the day itself."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.hall import badges, entry, leaves, monitor, tickets

urlpatterns: list[URLPattern] = [
    path("<str:code>/the/", badges.class_badges, name="class_badges"),
    path("<str:code>/the/ky-ten.pdf", tickets.class_sign_in_codes, name="class_sign_in_codes"),
    path("<str:code>/ve/", tickets.class_tickets, name="class_tickets"),
    path("<str:code>/ve/phieu.pdf", tickets.class_ticket_letters, name="class_ticket_letters"),
    path("<str:code>/hoc-vien/<int:pk>/ve/", tickets.class_ticket, name="class_ticket"),
    path("<str:code>/nhap-tu-giay/", entry.class_entry, name="class_entry"),
    path("<str:code>/nhap-tu-giay/<int:sitting>/luu/", entry.class_sheet_keep, name="class_sheet_keep"),
    path("<str:code>/nhap-tu-giay/ban-ky/<uuid:pk>/", entry.class_sheet_file, name="class_sheet_file"),
    path("<str:code>/nhap-tu-giay/ban-ky/<uuid:pk>/go/", entry.class_sheet_off, name="class_sheet_off"),
    path("<str:code>/vang-co-phep/", leaves.class_leaves, name="class_leaves"),
    path("<str:code>/vang-co-phep/<uuid:pk>/", leaves.class_leave_file, name="class_leave_file"),
    path("<str:code>/vang-co-phep/<uuid:pk>/go/", leaves.class_leave_off, name="class_leave_off"),
    path("<str:code>/theo-doi/", monitor.class_monitor, name="class_monitor"),
    path("<str:code>/theo-doi/so-lieu/", monitor.class_monitor_figures, name="class_monitor_figures"),
    path("<str:code>/theo-doi/man-hinh/", monitor.class_screen, name="class_screen"),
]
