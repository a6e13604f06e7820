"""The door app's page, worker and manifest: what they allow, what they keep."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.contrib.staticfiles.views import serve
from django.test import Client, RequestFactory

from caunoi.web.hall.door import shell
from caunoi.web.hall.door.texts import texts

MODULES = Path(__file__).resolve().parents[4] / "src/caunoi/web/hall/static/hall/door"
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in MODULES.glob("*.js")}


def integrity(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()


def served(address: str) -> bytes:
    answer = serve(RequestFactory().get(address), address.removeprefix("/static/"), insecure=True)
    content = b"".join(answer)
    answer.close()
    return content


def kept() -> dict[str, object]:
    code = Client().get("/hoi-truong/cua/may.js").content.decode()
    return json.loads(re.match(r"const KEPT = (\{.*?\});\n", code)[1])


def test_the_page_may_use_what_a_door_needs_and_no_other_page_may(db):
    page, other = Client().get("/hoi-truong/cua/"), Client().get("/tai-khoan/login/")

    policy = page.headers["Content-Security-Policy"]
    allowed = page.headers["Permissions-Policy"]
    assert re.search(r"script-src 'self' 'wasm-unsafe-eval'(;|$)", policy)
    assert re.search(r"worker-src 'self'(;|$)", policy)
    assert "unsafe-eval" not in policy.replace("'wasm-unsafe-eval'", "")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert {
        "camera=(self)",
        "autoplay=(self)",
        "screen-wake-lock=(self)",
        "microphone=()",
        "geolocation=()",
        "usb=()",
    } <= set(allowed.split(", "))
    assert "wasm" not in other.headers["Content-Security-Policy"]
    assert "camera=()" in other.headers["Permissions-Policy"]


@pytest.mark.django_db
def test_the_page_asks_the_database_nothing_and_sets_no_cookie(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = Client().get("/hoi-truong/cua/")

    assert (page.status_code, dict(page.cookies)) == (200, {})


@pytest.mark.django_db
def test_the_worker_keeps_every_file_with_the_hash_of_what_is_served():
    files = kept()["files"]
    assert files == {address: integrity(served(address)) for address in files}


def test_behind_names_with_hashes_both_addresses_are_kept_with_their_own_content(tmp_path, settings):
    names = [file.address.removeprefix("/static/") for file in shell.files()]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(finders.find(name), tmp_path / name)
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    list(staticfiles_storage.post_process({name: (staticfiles_storage, name) for name in names}))
    shell._files.cache_clear()
    try:
        found = {file.address: file.integrity for file in shell.files()}
    finally:
        shell._files.cache_clear()

    assert found == {
        address: integrity((tmp_path / address.removeprefix("/static/")).read_bytes()) for address in found
    }
    assert {f"/static/{name}" for name in names} < set(found)
    assert re.fullmatch(r"/static/hall/door/door\.[0-9a-f]{12}\.css", staticfiles_storage.url("hall/door/door.css"))
    assert staticfiles_storage.url("hall/door/door.css") in found


def test_every_module_and_file_that_a_module_names_is_kept():
    named = {
        (MODULES / name).resolve() if name.startswith("./") else Path(finders.find(name.removeprefix("../../")))
        for text in SCRIPTS.values()
        for name in re.findall(r"(?:from |import\()\"(\.[^\"]+)\"", text)
    }
    lying = {Path(finders.find(address.removeprefix("/static/"))) for address in kept()["files"]}
    assert named <= lying
    assert {path for path in MODULES.glob("*.js") if path.name != "worker.js"} <= lying


def test_everything_that_the_page_and_its_styles_load_is_kept():
    page = Client().get("/hoi-truong/cua/").content.decode()
    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert asked
    assert asked <= set(kept()["files"])


def test_another_page_is_another_version(settings):
    before = kept()["version"]
    assert kept()["version"] == before
    assert shell.version("another page") != before


def test_the_manifest_names_icons_that_are_there():
    manifest = json.loads(Client().get("/hoi-truong/cua/app.webmanifest").content)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/hoi-truong/cua/",
        "/hoi-truong/cua/",
        "standalone",
    )
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_scripts_say_no_word_that_the_catalogue_lacks_and_it_holds_none_unsaid():
    told = "\n".join(SCRIPTS.values())
    plain = set(re.findall(r"\bt\(\s*\"([a-z_.]+)\"", told)) | set(re.findall(r"[?:]\s*\"([a-z_]+\.[a-z_]+)\"", told))
    # Put together in the script: t(`verdict.${code}`).
    families = set(re.findall(r"`([a-z]+)\.\$\{", told))
    known = set(texts())
    assert plain <= known | {"all", "in", "out"}
    unsaid = {key for key in known - plain if key.split(".")[0] not in families}
    assert {key for key in unsaid if f'"{key}"' not in told} == set()
