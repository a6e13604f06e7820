"""Writes of the ledger."""
