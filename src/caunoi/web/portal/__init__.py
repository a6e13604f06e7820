"""The citizens' face: news and what it tells."""
