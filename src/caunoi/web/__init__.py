"""The faces: forms, views, templates, static files, mails and the ``caunoi`` command."""
