"""Founds an office on the server that the environment names; prints its accounts and a private file as JSON."""

from __future__ import annotations

import json

import django

django.setup()

from django.urls import reverse  # noqa: E402 - after Django is ready

from caunoi.directory.services.directives import add_directive  # noqa: E402 - after Django is ready
from tests.journeys.office import found_office  # noqa: E402 - after Django is ready

PDF = b"%PDF-1.4 made up\n" + b"0123456789abcdef" * 40_000

if __name__ == "__main__":
    office = found_office()
    directive = add_directive(
        actor=office.administrator.user,
        owner=office.organisation,
        number="1-KH/ĐU",
        title="Kế hoạch thử",
        file=("ke hoach thu.pdf", PDF),
    )
    found = {
        "clerk": [office.clerk.user.username, office.clerk.password],
        "colleague": [office.colleague.user.username, office.colleague.password],
        "file": reverse("desk:file", args=[directive.file_id]),
        "digest": directive.file.sha256,
        "person_new": reverse("desk:person_new"),
    }
    print(json.dumps(found))  # noqa: T201 - its answer
