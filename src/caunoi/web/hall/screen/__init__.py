"""The big screen of a hall."""
