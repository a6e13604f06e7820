"""Addresses of the portal. They are permanent: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.portal import articles, certificates, headings, media, pictures, search, sites

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", sites.home, name="home"),
    path("tim/", search.search, name="search"),
    path("anh/<uuid:photo>/<int:width>.jpg", pictures.picture, name="picture"),
    path("phat/<uuid:media>", media.recording, name="recording"),
    path("phat/<uuid:media>.vtt", media.captions, name="captions"),
    path("chung-nhan/", certificates.check, name="certificate_check"),
    path("chung-nhan/<str:code>", certificates.certificate, name="certificate"),
    path("<slug:site>/", sites.site, name="site"),
    path("<slug:site>/tim/", search.search, name="site_search"),
    path("<slug:site>/chuyen-de/", headings.topics, name="topics"),
    path("<slug:site>/chuyen-de/<slug:topic>/", headings.topic, name="topic"),
    path("<slug:site>/noi/", headings.places, name="places"),
    path("<slug:site>/noi/<slug:place>/", headings.place, name="place"),
    path("<slug:site>/ngay/<int:year>/<int:month>/", headings.month, name="month"),
    path("<slug:site>/ngay/<int:year>/<int:month>/<int:day>/", headings.day, name="day"),
    path("<slug:site>/<slug:section>/", articles.section, name="section"),
    path("<slug:site>/<slug:section>/<int:year>/", articles.section, name="section_year"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>", articles.article, name="article"),
]
