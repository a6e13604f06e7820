"""Quizzes of a class: put to it, opened, taken, typed in."""
