"""The door of a class at the desk: devices, rules of attendance, what waits for a decision."""
