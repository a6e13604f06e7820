"""Addresses of participants, attendance and questions of a class."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training import (
    attendance,
    class_points,
    floor,
    make_ups,
    nominations_import,
    participants,
    questions,
    quota_units,
    reminders,
    roster_import,
    seats,
    unit_letters,
    unit_links,
)

urlpatterns: list[URLPattern] = [
    path("<str:code>/chi-tieu/", seats.quotas, name="class_quotas"),
    path("<str:code>/chi-tieu/xuat/<str:form>/", seats.quotas_export, name="quotas_export"),
    path("<str:code>/chi-tieu/mo-cho/", seats.seats_release, name="seats_release"),
    path("<str:code>/chi-tieu/chon-don-vi/", quota_units.quota_units, name="quota_units"),
    path("<str:code>/chi-tieu/nhac/", reminders.reminders, name="reminders"),
    path("<str:code>/chi-tieu/nhac/gui/", reminders.reminders_send, name="reminders_send"),
    path("<str:code>/chi-tieu/nhac/da-nhan/", reminders.reminders_copied, name="reminders_copied"),
    path("<str:code>/chi-tieu/nguoi/<uuid:pk>/", seats.nomination, name="nomination"),
    path("<str:code>/chi-tieu/<uuid:pk>/", seats.quota, name="class_quota"),
    path("<str:code>/hoc-vien/", participants.participants, name="class_participants"),
    path("<str:code>/hoc-vien/xuat/<str:form>/", participants.export, name="participants_export"),
    path("<str:code>/hoc-vien/nhap/", roster_import.roster_import, name="roster_import"),
    path("<str:code>/hoc-vien/nhap/<uuid:pk>/", roster_import.roster_draft, name="roster_draft"),
    path("<str:code>/hoc-vien/nhap/<uuid:pk>/hoan-tac/", roster_import.roster_undo, name="roster_undo"),
    path("<str:code>/hoc-vien/diem-cau/", class_points.class_points, name="class_points"),
    path("<str:code>/hoc-vien/<int:pk>/", participants.participant, name="participant"),
    path("<str:code>/hoc-vien/<int:pk>/rut/", participants.participant_withdraw, name="participant_withdraw"),
    path("<str:code>/hoc-vien/<int:pk>/du-thay/", participants.participant_substitute, name="participant_substitute"),
    path("<str:code>/chi-tieu/duong-dan/", unit_links.unit_links, name="unit_links"),
    path("<str:code>/chi-tieu/duong-dan/bang.<str:form>", unit_links.unit_links_export, name="unit_links_export"),
    path("<str:code>/chi-tieu/duong-dan/cong-van.docx", unit_letters.unit_letters, name="unit_letters"),
    path("<str:code>/chi-tieu/duong-dan/<uuid:pk>/", unit_links.unit_link, name="unit_link"),
    path("<str:code>/chi-tieu/duong-dan/<uuid:pk>/thu-hoi/", unit_links.unit_link_revoke, name="unit_link_revoke"),
    path("<str:code>/chi-tieu/duong-dan/<uuid:pk>/mau.<str:kind>", unit_links.unit_form, name="unit_form"),
    path("<str:code>/chi-tieu/nhap/", nominations_import.nominations_import, name="nominations_import"),
    path("<str:code>/chi-tieu/nhap/<uuid:pk>/", nominations_import.nominations_draft, name="nominations_draft"),
    path("<str:code>/chi-tieu/nhap/<uuid:pk>/hoan-tac/", nominations_import.nominations_undo, name="nominations_undo"),
    path("<str:code>/tham-du/", attendance.attendance, name="class_attendance"),
    path("<str:code>/hoc-bu/", make_ups.make_ups, name="class_make_ups"),
    path("<str:code>/hoc-bu/<int:pk>/bo/", make_ups.make_up_drop, name="make_up_drop"),
    path("<str:code>/cau-hoi/", questions.questions, name="class_questions"),
    path("<str:code>/cau-hoi/hoi-truong/", floor.class_floor, name="class_floor"),
    path("<str:code>/cau-hoi/<uuid:pk>/tach/", floor.question_part, name="question_part"),
    path("<str:code>/cau-hoi/<uuid:pk>/", questions.question, name="question"),
]
