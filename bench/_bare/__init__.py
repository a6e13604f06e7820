"""A Wagtail page as its tutorial makes one, with the content of an article: what the portal is measured against."""
