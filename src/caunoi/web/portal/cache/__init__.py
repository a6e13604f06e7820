"""Whole pages of the portal, kept until something that they show changes."""
