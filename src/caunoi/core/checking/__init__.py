"""The checks that need no domain: database, files, keys, folded columns, search, waiting work, trail."""
