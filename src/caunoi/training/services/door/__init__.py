"""The door: devices, what they send, what follows from it, what the desk decides."""
