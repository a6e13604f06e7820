"""Signing in with the OpenID Connect provider of the office."""
