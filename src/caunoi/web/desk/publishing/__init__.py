"""The desk's pages of publishing: articles."""
