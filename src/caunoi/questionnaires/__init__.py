"""Quizzes and surveys: what is asked, in which order, and what was answered. Knows no class and no case."""
