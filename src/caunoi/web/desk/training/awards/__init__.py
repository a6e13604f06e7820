"""Certificates on the desk: the tab of a class, the ledger of an office, how certificates look."""
