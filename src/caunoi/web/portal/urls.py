"""Addresses of the portal. They are permanent: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from caunoi.web.portal import articles, certificates, pictures, search, sites
from caunoi.web.portal.language import english
from caunoi.web.portal.voices import comments, ratings

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sites.home, name="home"),
    path("tim/", search.search, name="search"),
    path("tim/goi-y", search.suggest, name="suggest"),
    path("anh/<uuid:photo>/<int:width>.jpg", pictures.picture, name="picture"),
    path("chung-nhan/", certificates.check, name="certificate_check"),
    path("chung-nhan/<str:code>", certificates.certificate, name="certificate"),
    path("y-kien/thach-do", comments.challenge, name="comment_challenge"),
    path("y-kien/bao/<int:comment>/", comments.report, name="comment_report"),
    path("y-kien/<int:article>/", comments.comment, name="comment"),
    path("danh-gia/<int:article>/", ratings.rate, name="rate"),
    path("<slug:site>/", sites.site, name="site"),
    path("<slug:site>/tim/", search.search, name="site_search"),
    path("<slug:site>/tim/goi-y", search.suggest, name="site_suggest"),
    path("<slug:site>/<slug:section>/", articles.section, name="section"),
    path("<slug:site>/<slug:section>/<int:year>/", articles.section, name="section_year"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>", articles.article, name="article"),
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
