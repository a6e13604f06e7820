"""Quizzes of a class: which are open, what they came to, and what was learned."""

from caunoi.training.queries.learning.results import best_scores

__all__ = ["best_scores"]
