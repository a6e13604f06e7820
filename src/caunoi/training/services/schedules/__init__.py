"""Schedules of plans: proposed by the machine, adjusted by a person, accepted all at once."""
