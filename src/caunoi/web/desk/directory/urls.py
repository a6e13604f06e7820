"""Addresses of the desk's pages of directory."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.directory import accounts, directives, organisations, people, units

urlpatterns: list[URLPattern] = [
    path("nguoi/", people.person_list, name="person_list"),
    path("nguoi/tai-ve.<str:form>", people.person_export, name="person_export"),
    path("nguoi/moi/", people.person_new, name="person_new"),
    path("nguoi/<uuid:pk>/", people.person, name="person"),
    path("nguoi/<uuid:pk>/sua/", people.person_edit, name="person_edit"),
    path("nguoi/<uuid:pk>/chuc-vu/", people.post_new, name="post_new"),
    path("nguoi/<uuid:pk>/chuc-vu/<int:post>/thoi/", people.post_end, name="post_end"),
    path("co-quan/", organisations.organisation_list, name="organisation_list"),
    path("co-quan/tai-ve.<str:form>", organisations.organisation_export, name="organisation_export"),
    path("co-quan/moi/", organisations.organisation_new, name="organisation_new"),
    path("co-quan/<uuid:pk>/", organisations.organisation, name="organisation"),
    path("co-quan/<uuid:pk>/sua/", organisations.organisation_edit, name="organisation_edit"),
    path("co-quan/<uuid:pk>/ke-thua/", organisations.organisation_succeed, name="organisation_succeed"),
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/<int:pk>/", units.unit, name="unit"),
    path("van-ban/", directives.directive_list, name="directive_list"),
    path("van-ban/tai-ve.<str:form>", directives.directive_export, name="directive_export"),
    path("van-ban/moi/", directives.directive_new, name="directive_new"),
    path("van-ban/<uuid:pk>/", directives.directive, name="directive"),
    path("van-ban/<uuid:pk>/sua/", directives.directive_edit, name="directive_edit"),
    path("tai-khoan/", accounts.account_list, name="account_list"),
    path("tai-khoan/tai-ve.<str:form>", accounts.account_export, name="account_export"),
    path("tai-khoan/moi/", accounts.account_new, name="account_new"),
    path("tai-khoan/<uuid:pk>/", accounts.account, name="account"),
    path("tai-khoan/<uuid:pk>/vai-tro/<int:role>/thoi/", accounts.role_end, name="role_end"),
    path("tai-khoan/<uuid:pk>/mat-khau/", accounts.password_reset, name="password_reset"),
]
