"""Addresses of the desk's pages of directory."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.directory import account_care, accounts, delegation, directives, organisations, people, units

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
    path("uy-quyen/", delegation.delegation, name="delegation"),
    path("uy-quyen/<int:pk>/thoi/", delegation.delegation_end, name="delegation_end"),
    path("tai-khoan/", accounts.account_list, name="account_list"),
    path("tai-khoan/tai-ve.<str:form>", accounts.account_export, name="account_export"),
    path("tai-khoan/moi/", accounts.account_new, name="account_new"),
    path("tai-khoan/<uuid:pk>/", accounts.account, name="account"),
    path("tai-khoan/<uuid:pk>/vai-tro/<int:role>/thoi/", accounts.role_end, name="role_end"),
    path("tai-khoan/<uuid:pk>/mat-khau/", accounts.password_reset, name="password_reset"),
    path("tai-khoan/<uuid:pk>/loi-moi/", account_care.invite, name="account_invite"),
    path("tai-khoan/<uuid:pk>/loi-moi-thu/", account_care.invite_by_mail, name="account_invite_mail"),
    path("tai-khoan/<uuid:pk>/ma/", account_care.hand_code, name="account_code"),
    path("tai-khoan/<uuid:pk>/thu-hoi/<slug:kind>/", account_care.take_back, name="account_take_back"),
    path("tai-khoan/<uuid:pk>/phien/", account_care.sign_out, name="account_sign_out"),
    path("tai-khoan/<uuid:pk>/bo-hai-buoc/", account_care.remove_steps, name="account_remove_steps"),
    path("tai-khoan/<uuid:pk>/mo-khoa/", account_care.lift, name="account_lift"),
    path("tai-khoan/<uuid:pk>/dong/", account_care.close, name="account_close"),
    path("tai-khoan/<uuid:pk>/mo-lai/", account_care.open_again, name="account_open_again"),
]
