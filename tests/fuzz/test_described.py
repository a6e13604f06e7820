"""What everybody can reach, described as OpenAPI from the configuration of addresses, and tried by schemathesis.

There is no interface for machines yet, so the description is made here: each public address with its arguments, the
names of its query and the fields of its forms. It is tried over HTTP against a running server.
"""

from __future__ import annotations

import re

import pytest
import schemathesis
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS

from caunoi.directory.models import Organisation, User
from tests.fuzz.addresses import every_address
from tests.fuzz.test_addresses import EXAMPLES, KNOWN

PUBLIC = [each for each in every_address() if not each.route.startswith(("viec/", "bien-tap/"))]
PUBLIC += [each for each in every_address() if each.route.startswith("viec/bat-dau/")]
KINDS = {
    "int": {"type": "integer"},
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,80}$"},
    "other": {"type": "string", "minLength": 1},
}
TEXT = {"type": "string"}
ANSWERS = {"default": {"description": "a page"}}


def fields_of(address) -> dict[str, dict[str, str]]:
    """Return the fields of the form that the address shows, where it is known without arguments."""
    if address.arguments:
        return {"password1": TEXT, "password2": TEXT}
    answer = Client().get(f"/{address.route}")
    if "html" not in answer.headers.get("Content-Type", ""):
        return {}
    page = BeautifulSoup(answer.content, "lxml")
    return {each["name"]: TEXT for each in page.select("form[method=post] [name]")} | {"next": TEXT}


def described() -> dict[str, object]:
    """Return the description; the same address stands in it once."""
    paths = {}
    for address in PUBLIC:
        path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", address.route)
        arguments = [
            {"name": name, "in": "path", "required": True, "schema": KINDS[kind]} for name, kind in address.arguments
        ]
        asked = [{"name": name, "in": "query", "schema": TEXT} for name in ("q", "trang", "next")]
        form = {"type": "object", "properties": fields_of(address), "additionalProperties": TEXT}
        body = {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
        paths[path] = {
            "get": {"parameters": [*arguments, *asked], "responses": ANSWERS},
            "post": {"parameters": arguments, "requestBody": body, "responses": ANSWERS},
        }
    return {"openapi": "3.0.3", "info": {"title": "Cầu Nối", "version": "0"}, "paths": paths}


@pytest.mark.django_db(transaction=True)
def test_a_public_address_is_never_broken(live_server):
    schema = schemathesis.openapi.from_dict(described())
    tried = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES or 4,
            derandomize=not EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def run(case):
            response = case.call(base_url=live_server.url, allow_redirects=False, timeout=30)
            case.validate_response(response, checks=CHECKS.get_by_names(["not_a_server_error"]))
            assert response.status_code in KNOWN, response.status_code
            assert "Traceback (most recent" not in response.text
            assert "⟦undefined" not in response.text
            tried.add((case.method, case.path))

        run()
    assert len(tried) > 80
    # Nobody came in, and nothing was opened, by all of it.
    assert (User.objects.count(), Organisation.objects.count()) == (0, 0)
