"""The ledger of awards, the keys that sign them, and what anybody can verify. Fed with frozen facts."""
