"""Measurements: each module has ``rows()``, which returns what it measured, and says on which databases it runs.

Inputs are generated from a seed, figures are medians of several runs or percentiles of many requests, and a row that
can be compared carries a yardstick measured in the same run. ``scripts/bench.py`` runs them.
"""
