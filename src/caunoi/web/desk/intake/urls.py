"""Addresses of the desk's pages of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.intake import lists, review

urlpatterns: list[URLPattern] = [
    path("", lists.intake_list, name="intake_list"),
    path("tai-len/", lists.intake_upload, name="intake_upload"),
    path("tai-len/<uuid:pk>/doc/", lists.upload_read, name="intake_upload_read"),
    path("tai-len/<uuid:pk>/da-xem/", lists.upload_seen, name="intake_upload_seen"),
    path("<uuid:pk>/", review.candidate, name="candidate"),
    path("<uuid:pk>/muc/", review.decide, name="candidate_decide"),
    path("<uuid:pk>/nhan/", review.accept, name="candidate_accept"),
    path("<uuid:pk>/trung/", review.link, name="candidate_link"),
    path("<uuid:pk>/xem-lai/", review.back, name="candidate_back"),
    path("<uuid:pk>/bo-qua/", review.put_aside, name="candidate_discard"),
    path("<uuid:pk>/khoi-phuc/", review.restore, name="candidate_restore"),
]
