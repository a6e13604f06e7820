"""The desk's page of mails and background jobs."""
