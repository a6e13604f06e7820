"""The papers of a class, a plan, an item of one, or an office and a period."""
