"""The report on a class that was held."""
