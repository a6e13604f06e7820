"""Candidates read from reports and rosters, with provenance."""
