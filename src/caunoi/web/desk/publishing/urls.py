"""Addresses of the desk's pages of publishing."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.publishing import articles, photos, publication, site_look, site_parts, sites
from caunoi.web.desk.publishing.editor import ArticleEditor
from caunoi.web.desk.publishing.voices import views as voices

urlpatterns: list[URLPattern] = [
    path("", articles.article_list, name="article_list"),
    path("tai-ve.<str:form>", articles.article_export, name="article_export"),
    path("moi/", articles.article_new, name="article_new"),
    path("trang/", sites.site_list, name="site_list"),
    path("trang/mo/", sites.site_new, name="site_new"),
    path("trang/<int:number>/", sites.site_edit, name="site_edit"),
    path("trang/<int:number>/muc/", sites.section_new, name="section_new"),
    path("trang/mo-nhieu/", site_look.sites_open, name="sites_open"),
    path("trang/mo-nhieu/lam/", site_look.sites_open_now, name="sites_open_now"),
    path("trang/<int:number>/giao-dien/", site_look.site_look, name="site_look"),
    path("trang/<int:number>/hinh/", site_look.site_picture_put, name="site_picture_put"),
    path("trang/<int:number>/hinh/bo/", site_look.site_picture_off, name="site_picture_off"),
    path("trang/<int:number>/ten-mien/", site_look.site_hosts, name="site_hosts"),
    path("trang/<int:number>/ten-mien/<int:host>/chinh/", site_look.site_host_main, name="site_host_main"),
    path("trang/<int:number>/ten-mien/<int:host>/bo/", site_look.site_host_off, name="site_host_off"),
    path("trang/<int:number>/cau-hoi/", site_parts.site_questions, name="site_questions"),
    path("trang/<int:number>/cau-hoi/<uuid:question>/", site_parts.site_question_take, name="site_question_take"),
    path("trang/<int:number>/phan/<slug:kind>/", site_parts.site_parts, name="site_parts"),
    path("trang/<int:number>/phan/<slug:kind>/moi/", site_parts.site_part_new, name="site_part_new"),
    path("trang/<int:number>/phan/<slug:kind>/thu-tu/", site_parts.site_part_order, name="site_part_order"),
    path("trang/<int:number>/phan/<slug:kind>/dat-lai/", site_parts.site_part_back, name="site_part_back"),
    path("trang/<int:number>/phan/<slug:kind>/<int:part>/", site_parts.site_part, name="site_part"),
    path("trang/<int:number>/phan/<slug:kind>/<int:part>/bo/", site_parts.site_part_off, name="site_part_off"),
    path("anh/<uuid:photo>/", photos.photo_edit, name="photo_edit"),
    path("anh/<uuid:photo>/<int:width>.jpg", photos.picture, name="article_picture"),
    path("anh/<uuid:photo>/chuyen/", photos.photo_move, name="photo_move"),
    path("anh/<uuid:photo>/bo/", photos.photo_remove, name="photo_remove"),
    path("y-kien/", voices.comment_list, name="comment_list"),
    path("y-kien/xu-ly/", voices.comments_do, name="comments_do"),
    path("y-kien/lui/<str:state>/<str:numbers>/", voices.comments_undo, name="comments_undo"),
    path("y-kien/<int:number>/", voices.comment, name="comment"),
    path("trang/<int:number>/y-kien/", voices.site_rules, name="site_voices"),
    path("<int:number>/y-kien/", voices.article_rules, name="article_voices"),
    path("<int:number>/", articles.article_edit, name="article_edit"),
    path("<int:number>/soan/", ArticleEditor.as_view(), name="article_editor"),
    path("<int:number>/anh/", photos.photo_new, name="photo_new"),
    path("<int:number>/xem/", publication.article_preview, name="article_preview"),
    path("<int:number>/tra-lai/", publication.article_send_back, name="article_send_back"),
    path("<int:number>/duyet/", publication.article_approve, name="article_approve"),
    path("<int:number>/dinh-chinh/", publication.article_correct, name="article_correct"),
    path("<int:number>/rut/", publication.article_withdraw, name="article_withdraw"),
    path("<int:number>/bo/", publication.article_discard, name="article_discard"),
]
