"""Addresses of the participant's page. They stand in tickets: nothing here may move without a redirect."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.hall.pocket import certificates, evaluation, materials, pages, questions, quizzes, ticket

urlpatterns: list[URLPattern] = [
    path("<str:token>/", pages.front, name="pocket"),
    path("<str:token>/ma/", pages.ticket, name="pocket_ticket"),
    path("<str:token>/ve.png", ticket.ticket_file, {"kind": "png"}, name="pocket_ticket_picture"),
    path("<str:token>/ve.pdf", ticket.ticket_file, {"kind": "pdf"}, name="pocket_ticket_pdf"),
    path("<str:token>/chuong-trinh/", pages.own_programme, name="pocket_programme"),
    path("<str:token>/tai-lieu/", materials.own_materials, name="pocket_materials"),
    path("<str:token>/tai-lieu/thu-vien/<str:pk>/", materials.own_material, name="pocket_material"),
    path("<str:token>/tai-lieu/<str:pk>/", materials.own_file, name="pocket_file"),
    path("<str:token>/phieu/", quizzes.quizzes, name="pocket_quizzes"),
    path("<str:token>/phieu/may.js", quizzes.quiz_worker, name="pocket_quiz_worker"),
    path("<str:token>/phieu/<uuid:pk>/", quizzes.quiz, name="pocket_quiz"),
    path("<str:token>/phieu/<uuid:pk>/bat-dau/", quizzes.quiz_begin, name="pocket_quiz_begin"),
    path("<str:token>/phieu/<uuid:pk>/gui/", quizzes.quiz_send, name="pocket_quiz_send"),
    path("<str:token>/phieu/<uuid:pk>/luu/", quizzes.quiz_save, name="pocket_quiz_save"),
    path("<str:token>/qua-trinh/", pages.transcript, name="pocket_transcript"),
    path("<str:token>/giay-chung-nhan.pdf", certificates.own_certificate, name="pocket_certificate"),
    path("<str:token>/cau-hoi/", questions.own_questions, name="pocket_questions"),
    path("<str:token>/cau-hoi/<uuid:pk>/", questions.own_vote, name="pocket_vote"),
    path("<str:token>/cau-hoi/<uuid:pk>/da-doc/", questions.own_answer_read, name="pocket_answer_read"),
    path("<str:token>/danh-gia/<uuid:pk>/", evaluation.own_sheet, name="pocket_sheet"),
]
