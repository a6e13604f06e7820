"""Cầu Nối: the working system of a grassroots public body in Vietnam."""
