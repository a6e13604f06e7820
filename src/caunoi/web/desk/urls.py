"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from caunoi.web.desk.directory.directives import stored_file
from caunoi.web.desk.search import search
from caunoi.web.desk.start.views import start, start_office
from caunoi.web.desk.today import today
from caunoi.web.desk.training.awards.urls import class_patterns as class_awards
from caunoi.web.desk.training.calendar import calendar
from caunoi.web.desk.training.feeds import calendar_feed_renew, calendar_feed_revoke, calendar_feeds
from caunoi.web.desk.training.money.urls import class_patterns as class_money

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("bat-dau/", start, name="start"),
    path("bat-dau/co-quan/", start_office, name="start_office"),
    path("tim/", search, name="search"),
    path("tep/<uuid:pk>/", stored_file, name="file"),
    path("ke-hoach/", include("caunoi.web.desk.planning.urls")),
    path("lop/", include("caunoi.web.desk.training.urls")),
    path("lop/", include("caunoi.web.desk.training.roster_urls")),
    path("lop/", include("caunoi.web.desk.training.hall.urls")),
    path("lop/", include("caunoi.web.desk.training.door.urls")),
    path("giay-to/", include("caunoi.web.desk.papers.urls")),
    path("bao-cao-vien/", include("caunoi.web.desk.training.speaker_urls")),
    path("lich/dia-chi/", calendar_feeds, name="calendar_feeds"),
    path("lich/dia-chi/<uuid:pk>/doi-moi/", calendar_feed_renew, name="calendar_feed_renew"),
    path("lich/dia-chi/<uuid:pk>/thu-hoi/", calendar_feed_revoke, name="calendar_feed_revoke"),
    path("lich/", calendar, name="calendar"),
    path("phieu/", include("caunoi.web.desk.questionnaires.urls")),
    path("phong/", include("caunoi.web.desk.training.room_urls")),
    path("lop/", include(class_awards)),
    path("chung-nhan/", include("caunoi.web.desk.training.awards.urls")),
    path("lop/", include(class_money)),
    path("lop/", include("caunoi.web.desk.training.learning.urls")),
    path("muc-chi/", include("caunoi.web.desk.training.money.urls")),
    path("danh-ba/", include("caunoi.web.desk.directory.urls")),
    path("nhap/", include("caunoi.web.desk.intake.urls")),
    path("nhat-ky/", include("caunoi.web.desk.trail.urls")),
    path("viec-nen/", include("caunoi.web.desk.jobs.urls")),
    path("tin-bai/", include("caunoi.web.desk.publishing.shelf.urls")),
    path("tin-bai/", include("caunoi.web.desk.publishing.urls")),
]
