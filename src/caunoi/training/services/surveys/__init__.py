"""Evaluations: blank sheets, what is handed in, opening and closing, asking again months later."""
