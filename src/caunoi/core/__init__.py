"""What every domain stands on: folded text, ids, keys, audit trail, files, outbox, search documents."""
