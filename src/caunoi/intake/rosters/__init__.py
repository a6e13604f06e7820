"""Lists of people as offices send them: files and pasted text -> tables -> rows. Knows no class, no database."""
