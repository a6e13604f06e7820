"""A page with every component of the interface, to look at and to test."""
