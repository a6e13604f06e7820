"""How the running office is: its numbers for a measuring station, whether it can answer, and the usual faults."""
