"""Keeping an installation: backup, restore, moving to another database, and what both stand on.

It knows every table by Django's migrations and every file by the register, and no domain.
"""
