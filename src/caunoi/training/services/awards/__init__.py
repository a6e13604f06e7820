"""Certificates of a class: the rule, decisions on single rows, issuing, revoking, replacing."""
