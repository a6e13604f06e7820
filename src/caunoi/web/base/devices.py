"""A browser and its system in plain words: enough to know one's own device again, too little to know a person."""

from __future__ import annotations

# The first that stands in what the browser says of itself; every browser claims to be several older ones.
_BROWSERS = (
    ("coc_coc", "Cốc Cốc"),
    ("Zalo", "Zalo"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def in_words(user_agent: str) -> str:
    """Return for example "Chrome, Windows"; "" where the browser says nothing that is known."""
    known = (next((words for sign, words in names if sign in user_agent), "") for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(words for words in known if words)
