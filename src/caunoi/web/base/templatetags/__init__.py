"""Template tags that every face loads."""
