"""What is written about the money of a class; every service asks for the role that may."""
