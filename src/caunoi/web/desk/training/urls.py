"""Addresses of the desk's pages of training."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.publishing.articles import class_articles
from caunoi.web.desk.training import (
    class_change,
    classes,
    handovers,
    organisers,
    papers,
    programme,
    results,
    sent,
    topics,
    trail,
)

urlpatterns: list[URLPattern] = [
    path("", classes.class_list, name="class_list"),
    path("tai-ve.<str:form>", classes.class_export, name="class_export"),
    path("moi/", classes.class_new, name="class_new"),
    path("chuyen-de/", topics.topic_list, name="topic_list"),
    path("chuyen-de/tai-ve.<str:form>", topics.topic_export, name="topic_export"),
    path("chuyen-de/moi/", topics.topic, name="topic_new"),
    path("chuyen-de/<uuid:pk>/", topics.topic, name="topic"),
    path("chuyen-de/<uuid:pk>/tep/", topics.topic_files, name="topic_files"),
    path("chuyen-de/<uuid:pk>/tep/<int:file_pk>/", topics.topic_file, name="topic_file"),
    path("da-cu/", sent.sent_list, name="sent_list"),
    path("da-cu/<str:code>/", sent.sent_class, name="sent_class"),
    path("da-cu/<str:code>/tai-ve.<str:form>", sent.sent_export, name="sent_export"),
    path("chuyen-giao/", handovers.handover_list, name="handover_list"),
    path("chuyen-giao/<uuid:pk>/", handovers.handover, name="handover"),
    path("chuyen-giao/<uuid:pk>/tep/<int:file_pk>/", handovers.handover_file, name="handover_file"),
    path("<str:code>/", classes.overview, name="class"),
    path("<str:code>/sua/", class_change.class_edit, name="class_edit"),
    path("<str:code>/chuyen/", class_change.class_move, name="class_move"),
    path("<str:code>/huy/", class_change.class_cancel, name="class_cancel"),
    path("<str:code>/nhan-ban/", class_change.class_duplicate, name="class_duplicate"),
    path("<str:code>/chuyen-giao/", handovers.class_handovers, name="class_handovers"),
    path("<str:code>/to-chuc/", organisers.organisers, name="class_organisers"),
    path("<str:code>/can-cu/", organisers.directives, name="class_directives"),
    path("<str:code>/chuong-trinh/", programme.programme, name="class_programme"),
    path("<str:code>/chuong-trinh/buoi/<int:pk>/", programme.sitting, name="class_sitting"),
    path("<str:code>/chuong-trinh/muc/moi/", programme.item, name="class_item_new"),
    path("<str:code>/chuong-trinh/muc/<int:pk>/", programme.item, name="class_item"),
    path("<str:code>/chuong-trinh/muc/<int:pk>/doi/", programme.item_move, name="class_item_move"),
    path("<str:code>/khach/moi/", programme.guest, name="class_guest_new"),
    path("<str:code>/khach/<int:pk>/", programme.guest, name="class_guest"),
    path("<str:code>/diem-cau/moi/", programme.venue, name="class_venue_new"),
    path("<str:code>/diem-cau/<int:pk>/", programme.venue, name="class_venue"),
    path("<str:code>/ket-qua/", results.results, name="class_results"),
    path("<str:code>/ket-qua/mo-lai/", results.reopen, name="class_reopen"),
    path("<str:code>/ket-qua/<int:number>/", results.version, name="class_version"),
    path("<str:code>/giay-to/", papers.papers, name="class_papers"),
    path("<str:code>/giay-to/ban-ky/<int:version>/", papers.signed_copy, name="class_signed_copy"),
    path("<str:code>/giay-to/mau/<str:kind>/<str:layout>/", papers.template, name="class_template"),
    path("<str:code>/giay-to/mau/<str:kind>/<str:layout>/tep/", papers.template_file, name="class_template_file"),
    path("<str:code>/giay-to/<str:kind>/", papers.paper, name="class_paper"),
    path("<str:code>/tin-bai/", class_articles, name="class_articles"),
    path("<str:code>/nhat-ky/", trail.trail, name="class_trail"),
]
