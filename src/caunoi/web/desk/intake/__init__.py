"""The desk's pages of intake: old reports and rosters."""
