"""Addresses of a class's quizzes."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.learning import entry, pages, results

urlpatterns: list[URLPattern] = [
    path("<str:code>/bai-kiem-tra/", pages.class_quizzes, name="class_quizzes"),
    path("<str:code>/bai-kiem-tra/ket-qua/", results.class_quiz_results, name="class_quiz_results"),
    path("<str:code>/bai-kiem-tra/ket-qua.<str:form>", results.class_quiz_export, name="class_quiz_export"),
    path("<str:code>/bai-kiem-tra/ket-qua/den-muon/", results.class_quiz_late, name="class_quiz_late"),
    path("<str:code>/bai-kiem-tra/<uuid:quiz>/", pages.class_quiz, name="class_quiz"),
    path("<str:code>/bai-kiem-tra/<uuid:quiz>/lam/", pages.class_quiz_do, name="class_quiz_do"),
    path("<str:code>/bai-kiem-tra/<uuid:quiz>/nhap/", entry.class_quiz_entry, name="class_quiz_entry"),
    path("<str:code>/bai-kiem-tra/<uuid:quiz>/in/", entry.class_quiz_print, name="class_quiz_print"),
]
