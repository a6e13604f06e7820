"""The bare page."""

from __future__ import annotations

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models.pages import Page


class BarePage(Page):
    """Title, lead and text, served by Wagtail itself."""

    lead = models.TextField(blank=True)
    body = RichTextField(blank=True)
    search_auto_update = False
    wagtail_reference_index_ignore = True
    template = "bare/page.html"

    class Meta:
        app_label = "_bare"
