"""Reading of old sites: saved pages, archives of them, exports of WordPress and RSS."""
