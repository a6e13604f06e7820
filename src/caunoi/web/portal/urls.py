"""Addresses of the portal. They are permanent: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.portal import articles, certificates, pictures, search, sites

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", sites.home, name="home"),
    path("tim/", search.search, name="search"),
    path("tim/goi-y", search.suggest, name="suggest"),
    path("anh/<uuid:photo>/<int:width>.jpg", pictures.picture, name="picture"),
    path("chung-nhan/", certificates.check, name="certificate_check"),
    path("chung-nhan/<str:code>", certificates.certificate, name="certificate"),
    path("<slug:site>/", sites.site, name="site"),
    path("<slug:site>/tim/", search.search, name="site_search"),
    path("<slug:site>/tim/goi-y", search.suggest, name="site_suggest"),
    path("<slug:site>/<slug:section>/", articles.section, name="section"),
    path("<slug:site>/<slug:section>/<int:year>/", articles.section, name="section_year"),
    path("<slug:site>/<slug:section>/<int:year>/<slug:tail>", articles.article, name="article"),
]
