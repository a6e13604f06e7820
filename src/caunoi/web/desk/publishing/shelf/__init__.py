"""The public library and the public calendar at the desk."""
