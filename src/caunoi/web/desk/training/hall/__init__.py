"""Pages for the day itself: badges and tickets, the live monitor, entry from signed paper, documents of leave."""
