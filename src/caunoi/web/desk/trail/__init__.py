"""The trail at the desk: for the whole office, for one object, for one person."""
