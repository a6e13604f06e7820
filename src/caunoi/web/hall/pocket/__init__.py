"""The participant's own page, opened by the link in the ticket."""
