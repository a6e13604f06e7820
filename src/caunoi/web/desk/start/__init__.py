"""The first day: an empty installation gets its office and its first administrator."""
