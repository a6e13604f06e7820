"""The desk's pages of questionnaires: list, questions, bank, reading them from a file, preview."""
