"""Topics, classes, sittings, enrolments, scans and attendance, floor questions, frozen class reports."""
