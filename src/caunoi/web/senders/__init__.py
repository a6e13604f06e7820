"""The face of units that name people for a class: no account, one link a unit, nothing but its own list."""
