"""Addresses of the desk's pages of publishing."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.publishing import articles, media, offers, old_site, photos, publication, sites, steps
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
    path("trang/<int:number>/chuyen-de/", steps.site_topics, name="site_topics"),
    path("trang/<int:number>/chuyen-de/<int:topic>/", steps.topic_edit, name="topic_heading_edit"),
    path("trang/<int:number>/kiem-tra/", steps.site_check_rule, name="site_check_rule"),
    path("gioi-thieu/", offers.offer_list, name="offer_list"),
    path("gioi-thieu/<uuid:offer>/", offers.offer_decide, name="offer_decide"),
    path("trang-cu/", old_site.old_article_list, name="old_article_list"),
    path("trang-cu/<uuid:pk>/", old_site.old_article, name="old_article"),
    path("trang-cu/<uuid:pk>/anh/<int:picture>", old_site.old_article_picture, name="old_article_picture"),
    path("ghi/<uuid:media>/", media.media_edit, name="media_edit"),
    path("ghi/<uuid:media>/bo/", media.media_remove, name="media_remove"),
    path("ghi/<uuid:media>/tep", media.media_file, name="media_file"),
    path("ghi/<uuid:media>/phu-de.vtt", media.media_captions, name="media_captions"),
    path("<int:number>/ghi/", media.media_new, name="media_new"),
    path("<int:number>/thu-tu/", media.article_order, name="article_order"),
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
    path("<int:number>/kiem-tra/", steps.article_check, name="article_check"),
    path("<int:number>/hen-gio/", steps.article_plan, name="article_plan"),
    path("<int:number>/bo-hen/", steps.article_unplan, name="article_unplan"),
    path("<int:number>/xep/", steps.article_arrange, name="article_arrange"),
    path("<int:number>/gioi-thieu/", offers.article_offer, name="article_offer"),
    path("<int:number>/bo/", publication.article_discard, name="article_discard"),
]
