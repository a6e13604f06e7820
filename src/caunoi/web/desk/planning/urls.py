"""Addresses of the pages of plans."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.papers.register import plan_papers
from caunoi.web.desk.planning import classes, copying, imports, items, lists, norms, plans, progress, schedule, steps

urlpatterns: list[URLPattern] = [
    path("", lists.plan_list, name="plan_list"),
    path("tai-ve.<str:form>", lists.plan_export, name="plan_export"),
    path("moi/", plans.plan_new, name="plan_new"),
    path("tep/", imports.plan_import, name="plan_import"),
    path("tep/nhap/", imports.plan_import_accept, name="plan_import_accept"),
    path("dinh-muc/", norms.norm_list, name="norm_list"),
    path("dinh-muc/moi/", norms.norm, name="norm_new"),
    path("dinh-muc/<uuid:pk>/", norms.norm, name="norm"),
    path("<str:code>/", plans.plan, name="plan"),
    path("<str:code>/thuc-hien/", progress.progress, name="plan_progress"),
    path("<str:code>/nhan-ban/", copying.plan_copy, name="plan_copy"),
    path("<str:code>/chuyen-tiep/", copying.plan_carry, name="plan_carry"),
    path("<str:code>/sua/", plans.plan_edit, name="plan_edit"),
    path("<str:code>/can-cu/", plans.plan_directives, name="plan_directives"),
    path("<str:code>/xoa/", plans.plan_remove, name="plan_remove"),
    path("<str:code>/tinh-lai/", plans.plan_renew, name="plan_renew"),
    path("<str:code>/trinh/", steps.submit, name="plan_submit"),
    path("<str:code>/tra-lai/", steps.send_back, name="plan_send_back"),
    path("<str:code>/duyet/", steps.approve, name="plan_approve"),
    path("<str:code>/dieu-chinh/", steps.amend, name="plan_amend"),
    path("<str:code>/dieu-chinh/bo/", steps.drop, name="plan_drop"),
    path("<str:code>/so-hieu/", steps.register, name="plan_register"),
    path("<str:code>/cac-ban/", steps.versions, name="plan_versions"),
    path("<str:code>/cac-ban/<int:number>/", steps.version, name="plan_version"),
    path("<str:code>/cac-ban/<int:number>/ban-ky/", steps.signed_copy, name="plan_signed_copy"),
    path("<str:code>/giay-to/", plan_papers, name="plan_papers"),
    path("<str:code>/nhat-ky/", plans.trail, name="plan_trail"),
    path("<str:code>/xep-lich/", schedule.schedule, name="plan_schedule"),
    path("<str:code>/xep-lich/de-xuat/", schedule.schedule_propose, name="plan_schedule_propose"),
    path("<str:code>/xep-lich/dung/", schedule.schedule_stop, name="plan_schedule_stop"),
    path("<str:code>/xep-lich/mo-lop/", schedule.schedule_accept, name="plan_schedule_accept"),
    path("<str:code>/xep-lich/hoan-tac/", schedule.schedule_undo, name="plan_schedule_undo"),
    path("<str:code>/xep-lich/ngay-ban/", schedule.schedule_busy, name="plan_schedule_busy"),
    path("<str:code>/xep-lich/lop/<uuid:pk>/", schedule.schedule_slot, name="plan_schedule_slot"),
    path("<str:code>/noi-dung/moi/", items.item_new, name="plan_item_new"),
    path("<str:code>/noi-dung/<uuid:pk>/", items.item, name="plan_item"),
    path("<str:code>/noi-dung/<uuid:pk>/sua/", items.item_edit, name="plan_item_edit"),
    path("<str:code>/noi-dung/<uuid:pk>/doi/", items.item_move, name="plan_item_move"),
    path("<str:code>/noi-dung/<uuid:pk>/bo/", items.item_remove, name="plan_item_remove"),
    path("<str:code>/noi-dung/<uuid:pk>/mo-lop/", classes.open_class, name="plan_class_open"),
    path("<str:code>/noi-dung/<uuid:pk>/gan-lop/", classes.link_class, name="plan_class_link"),
    path("<str:code>/noi-dung/<uuid:pk>/go-lop/", classes.unlink_class, name="plan_class_unlink"),
    path("<str:code>/noi-dung/<uuid:pk>/quyet-dinh/", classes.decision, name="plan_decision"),
    path("<str:code>/noi-dung/<uuid:pk>/quyet-dinh/tep/", classes.decision_file, name="plan_decision_file"),
    path("<str:code>/noi-dung/<uuid:pk>/kinh-phi/moi/", items.cost, name="plan_cost_new"),
    path("<str:code>/noi-dung/<uuid:pk>/kinh-phi/<int:cost_pk>/", items.cost, name="plan_cost"),
]
