"""What the faces share: layout, widgets, menu, sign-in pages, error pages."""
