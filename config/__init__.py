"""Settings, environment and addresses of an installation."""
