"""The desk's pages of directory: units, organisations, persons, directives, accounts."""
