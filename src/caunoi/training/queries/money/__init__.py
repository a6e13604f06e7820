"""Reads of the money of a class, and what is worked out from them."""
