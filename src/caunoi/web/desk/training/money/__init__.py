"""The money of a class at the desk, and the rates by which it is paid."""
