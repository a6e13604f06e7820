"""The door app: pairing, the list it takes along, what it sends back."""
