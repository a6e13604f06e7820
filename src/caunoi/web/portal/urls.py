"""Addresses of the portal. They are permanent: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from caunoi.publishing.addresses import SLUG
from caunoi.web.portal import (
    articles,
    certificates,
    feeds,
    headings,
    library,
    media,
    pictures,
    recordings,
    search,
    sharing,
    site_pages,
    sitemap,
    sites,
)
from caunoi.web.portal.calendar import files as calendar_files
from caunoi.web.portal.calendar import pages as calendar
from caunoi.web.portal.language import english
from caunoi.web.portal.voices import comments, ratings

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sites.home, name="home"),
    path("tim/", search.search, name="search"),
    path("tim/goi-y", search.suggest, name="suggest"),
    path("anh/<uuid:photo>/<int:width>.jpg", pictures.picture, name="picture"),
    path("phat/<uuid:media>", media.recording, name="recording"),
    path("phat/<uuid:media>.vtt", media.captions, name="captions"),
    re_path(r"^tin\.(?P<form>atom|rss)$", feeds.feed, name="feed"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap/noi.xml", sitemap.places, name="sitemap_places"),
    path("sitemap/<int:number>.xml", sitemap.part, name="sitemap_part"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("anh/<uuid:photo>/<int:width>.webp", pictures.picture, {"kind": "webp"}, name="picture_webp"),
    path("anh/<uuid:photo>/<int:width>.avif", pictures.picture, {"kind": "avif"}, name="picture_avif"),
    path("chung-nhan/", certificates.check, name="certificate_check"),
    path("chung-nhan/<str:code>", certificates.certificate, name="certificate"),
    path("y-kien/thach-do", comments.challenge, name="comment_challenge"),
    path("y-kien/bao/<int:comment>/", comments.report, name="comment_report"),
    path("y-kien/<int:article>/", comments.comment, name="comment"),
    path("danh-gia/<int:article>/", ratings.rate, name="rate"),
    path("lich/", calendar.everywhere, name="calendars"),
    path("lich/<int:year>/<int:month>/", calendar.month_everywhere, name="calendars_month"),
    path("tep/<int:number>/<str:name>", library.material_file, name="material_file"),
    path("tep/<int:number>/<int:version>/<str:name>", library.material_file, name="material_version"),
    path("tep/xem/<int:number>/<int:version>.jpg", library.material_picture, name="material_picture"),
    path("<slug:site>/", sites.site, name="site"),
    path("<slug:site>/tim/", search.search, name="site_search"),
    path("<slug:site>/chuyen-de/", headings.topics, name="topics"),
    path("<slug:site>/chuyen-de/<slug:topic>/", headings.topic, name="topic"),
    path("<slug:site>/noi/", headings.places, name="places"),
    path("<slug:site>/noi/<slug:place>/", headings.place, name="place"),
    path("<slug:site>/ngay/<int:year>/<int:month>/", headings.month, name="month"),
    path("<slug:site>/ngay/<int:year>/<int:month>/<int:day>/", headings.day, name="day"),
    path("<slug:site>/tai-lieu/", library.library, name="library"),
    path("<slug:site>/tai-lieu/<slug:tail>", library.material, name="material"),
    path("<slug:site>/lich.ics", calendar_files.of_site, name="calendar_file"),
    path("<slug:site>/lich/", calendar.coming, name="calendar"),
    path("<slug:site>/lich/da-qua/", calendar.past, name="calendar_past"),
    path("<slug:site>/lich/<int:year>/<int:month>/", calendar.month, name="calendar_month"),
    path("<slug:site>/lich/<int:number>.ics", calendar_files.of_event, name="event_file"),
    path("<slug:site>/lich/<int:year>/<slug:tail>", calendar.event, name="event"),
    path("<slug:site>/tim/goi-y", search.suggest, name="site_suggest"),
    re_path(rf"^(?P<site>{SLUG})/tin\.(?P<form>atom|rss)$", feeds.feed, name="site_feed"),
    re_path(rf"^(?P<site>{SLUG})/(?P<section>{SLUG})/tin\.(?P<form>atom|rss)$", feeds.feed, name="section_feed"),
    path("trang/<uuid:picture>", pictures.site_picture, name="site_picture"),
    path("<slug:site>/gioi-thieu/", site_pages.pages, name="site_pages"),
    path("<slug:site>/gioi-thieu/<slug:page>", site_pages.page, name="site_page"),
    path("<slug:site>/lien-he/", site_pages.contact, name="site_contact"),
    path("<slug:site>/lien-ket/", site_pages.links, name="site_links"),
    path("<slug:site>/nghe-xem/", recordings.recordings, name="recordings"),
    path("<slug:site>/hoi-dap/", site_pages.answers, name="site_faq"),
    path("<slug:site>/<slug:section>/", articles.section, name="section"),
    path("<slug:site>/<slug:section>/<int:year>/", articles.section, name="section_year"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>", articles.article, name="article"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>/chia-se", sharing.share, name="article_share"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>/qr.svg", sharing.code, name="article_code"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>/y-kien/", comments.comment_list, name="comments"),
    path(
        "<slug:site>/<slug:section>/<int:year>/<slug:tail>/y-kien/cu-nhat/",
        comments.comment_list,
        {"oldest_first": True},
        name="comments_oldest",
    ),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>/in", articles.print_view, name="article_print"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>/toan-trang", articles.full_page, name="article_full"),
]
# What speaks English as well, below /en/; links to it are made by the pages themselves.
urlpatterns.insert(0, path("en/", include((english(urlpatterns), "portal_en"))))
