"""What is tried against every site: stolen sessions, fields no form has, addresses that lead away, slow patterns."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import caunoi
from caunoi.directory.models import User
from tests.factories import OrganisationFactory, UserFactory

SIGN_IN = "/tai-khoan/login/"
AWAY = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "http:evil.example", "https:/\\evil.example", "\x08//evil.example", "///evil.example",
]  # fmt: skip


@pytest.mark.django_db
def test_a_session_from_before_signing_in_is_worth_nothing_afterwards(organiser):
    planted, victim = Client(), Client()
    planted.get("/viec/bat-dau/")
    session = planted.session
    session["mo"] = "1"
    session.save()
    victim.cookies["sessionid"] = session.session_key
    victim.post(SIGN_IN, {"login": organiser.username, "password": "mat-khau-thu"})
    assert victim.get("/viec/").status_code == 200
    assert victim.cookies["sessionid"].value != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/viec/").status_code == 302


@pytest.mark.django_db
def test_signing_out_ends_the_session_on_the_server_too(desk):
    kept = desk.cookies["sessionid"].value
    desk.post("/tai-khoan/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert thief.get("/viec/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("there", AWAY)
def test_signing_in_leads_to_no_other_host(organiser, there):
    values = {"login": organiser.username, "password": "mat-khau-thu", "next": there}
    response = Client().post(SIGN_IN, values)
    assert "evil.example" not in response.headers.get("Location", "")
    assert not response.headers.get("Location", "").startswith(("http", "//", "\\", "javascript"))


@pytest.mark.django_db
@pytest.mark.parametrize("there", AWAY)
@pytest.mark.parametrize("page", ["/tai-khoan/ngon-ngu/", "/tai-khoan/giao-dien/"])
def test_no_choice_leads_to_another_host(page, there):
    response = Client().post(page, {"next": there, "language": "en", "theme": "dark"})
    assert response.status_code == 302
    assert not re.match(r"https?:|//|\\|javascript:|/\\", response.headers["Location"])


@pytest.mark.django_db
def test_fields_that_no_form_has_change_nothing(administrator):
    """Who opens an account for a colleague makes no operator of the installation by adding a field."""
    client = Client()
    client.force_login(administrator)
    office = administrator.roles.get().organisation
    more = {"is_superuser": "on", "is_staff": "on", "pk": administrator.pk, "id": administrator.pk, "password": "x"}
    values = {"name": "Nguyễn Văn Thử", "kind": "organiser", "organisation": office.pk, "by": "password", **more}
    before = User.objects.get(pk=administrator.pk)
    client.post("/viec/danh-ba/tai-khoan/moi/", values)
    made = User.objects.exclude(pk=administrator.pk).get()
    assert (made.name, made.is_superuser, made.is_staff) == ("Nguyễn Văn Thử", False, False)
    after = User.objects.get(pk=administrator.pk)
    assert (after.password, after.is_superuser, after.name) == (before.password, False, before.name)


@pytest.mark.django_db
def test_a_role_is_given_in_no_office_of_others_by_a_changed_field(administrator):
    client = Client()
    client.force_login(administrator)
    other = OrganisationFactory()
    values = {"name": "Nguyễn Văn Thử", "kind": "administrator", "organisation": other.pk}
    client.post("/viec/danh-ba/tai-khoan/moi/", values)
    assert not other.roles.exists()


def test_data_for_scripts_cannot_end_its_element():
    given_data = {"a": "</script><script>alert(1)</script><!--", "b": "\u2028&'\""}
    shown = Template('{{ data|json_script:"x" }}').render(Context({"data": given_data}))
    assert shown.count("<script") == shown.count("</script") == 1
    assert "<!--" not in shown


@pytest.mark.django_db
def test_a_password_is_taken_whole_with_any_sign_in_it():
    user = UserFactory(password="mật khẩu 🙂 có dấu  hai cách " + "x" * 90)
    right = "mật khẩu 🙂 có dấu  hai cách " + "x" * 90
    assert Client().post(SIGN_IN, {"login": user.username, "password": right[:-1]}).status_code == 200
    assert Client().post(SIGN_IN, {"login": user.username, "password": right}).status_code == 302


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that a module of ours keeps, by module and name."""
    found = {}
    for info in pkgutil.walk_packages(caunoi.__path__, "caunoi."):
        if "migrations" in info.name or "management" in info.name:
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[f"{info.name}.{name}"] = value
    return found


PATTERNS = patterns()


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_no_pattern_takes_long_over_a_hostile_text(name):
    """A text ten times as long may take a hundred times as long, not ten thousand times: 20,000 signs, two seconds."""
    pattern = PATTERNS[name]

    @settings(max_examples=6, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(piece=st.one_of(st.from_regex(pattern), st.text(alphabet=" .,-:;/aA1ộ\n\t(", min_size=1, max_size=4)))
    def run(piece):
        for end in ("", "\x00", "!"):
            text = (piece[:40] or " ") * 500 + end
            began = time.process_time()
            pattern.search(text[:20_000])
            spent = time.process_time() - began
            assert spent < 2, f"{spent:.1f} s over {piece!r}"

    run()
