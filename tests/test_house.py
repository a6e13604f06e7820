"""Rules of the house that imports can't show."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "caunoi"
DOMAINS = ["core", "directory", "questionnaires", "credentials", "training", "publishing", "intake"]
FACES = ["web_base", "web_portal", "web_desk", "web_senders", "web_hall", "web_mail", "web"]
LEVEL = {label: level for level, label in enumerate([*DOMAINS, *FACES])}
# Modules of Wagtail, Django and their like lie below the house.
TEMPLATES = sorted(SOURCES.glob("**/templates/**/*.html"))


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_foreign_keys_point_down():
    up = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for label in DOMAINS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
        if LEVEL.get(field.related_model._meta.app_label, -1) > LEVEL[label]
    ]
    assert up == []


def test_no_field_records_what_must_not_be_known():
    forbidden = re.compile(r"religi|ethnic|belief|faith|party_member|political|health|dan_toc|ton_giao|opinion|gender")
    found = [
        f"{model._meta.label}.{field.name}"
        for label in DOMAINS
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if forbidden.search(field.name)
    ]
    assert found == []


def test_every_template_is_used():
    texts = [
        path.read_text(encoding="utf-8")
        for path in [*SOURCES.glob("**/*.py"), *TEMPLATES, *ROOT.glob("config/**/*.py")]
    ]
    everything = "\n".join(texts)
    # Django, allauth and the form renderer look these up by name.
    by_name = re.compile(r"^(\d{3}\.html|account/|mfa/|socialaccount/|allauth/|django/|wagtail|usersessions/)")

    def named(name: str) -> bool:
        folder, _, file = name.rpartition("/")
        # A face may put the folder before the name that its views give: f"desk/directory/{template}.html".
        return name in everything or (
            f'f"{folder}/{{' in everything and f'"{file.removesuffix(".html")}"' in everything
        )

    names = [str(path).split("/templates/", 1)[1] for path in TEMPLATES]
    unused = [name for name in names if not by_name.match(name) and not named(name)]
    assert unused == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)),
        (
            "inline script",
            re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(ld\+)?json\")[^>]*>", re.IGNORECASE),
        ),
        ("event handler", re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)),
        ("javascript address", re.compile(r"javascript:", re.IGNORECASE)),
        ("text trusted as HTML", re.compile(r"\|\s*safe\b|autoescape off")),
    ],
)
def test_templates_have_no(what, pattern):
    found = [
        f"{path.relative_to(ROOT)}: {what}" for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_files_stay_short():
    patterns = (
        "src/**/*.py",
        "src/**/*.js",
        "src/**/*.css",
        "tests/**/*.py",
        "scripts/*.py",
        "bench/*.py",
        "config/**/*.py",
    )
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked(*patterns)
        if "vendor" not in path.parts and "migrations" not in path.parts
        if (lines := path.read_text(encoding="utf-8").count("\n")) > 800
    }
    assert long == {}


def test_models_have_no_logic_in_save():
    """A model's save may refuse; it may not decide."""
    allowed = {"Scan"}
    found = [
        node.name
        for label in DOMAINS
        for path in (SOURCES / label).glob("models/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        if any(isinstance(item, ast.FunctionDef) and item.name == "save" for item in node.body)
    ]
    assert sorted(set(found) - allowed) == []


def test_services_take_keywords_only():
    loose = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in SOURCES.glob("*/services/**/*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and "actor" in ast.dump(node.args)
        if node.args.args or node.args.posonlyargs
    ]
    assert loose == []


def test_every_variable_is_documented():
    read = set(re.findall(r"CAUNOI_[A-Z_]+", (ROOT / "config" / "env.py").read_text(encoding="utf-8")))
    documented = set(
        re.findall(r"`(CAUNOI_[A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8"))
    )
    assert documented == read


def test_every_command_is_documented():
    ours = {name for name, app in get_commands().items() if str(app).startswith("caunoi")} | {"read"}
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^## `caunoi ([a-z_]+)", text, re.MULTILINE))
    assert documented == ours


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9][0-9][0-9][0-9]-*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_in_documents_lead_somewhere():
    dead = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in tracked("*.md", "docs/**/*.md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_migrations_are_linear_and_named():
    loader = MigrationLoader(None)
    for label in DOMAINS:
        leaves = loader.graph.leaf_nodes(label)
        assert len(leaves) <= 1, leaves
    auto = [str(path) for label in DOMAINS for path in (SOURCES / label / "migrations").glob("*_auto_*.py")]
    assert auto == []


@pytest.mark.django_db
def test_models_and_migrations_agree():
    from django.core.management import call_command

    call_command("makemigrations", *DOMAINS, check=True, dry_run=True, verbosity=0)


def test_nothing_tells_of_machines_or_registries():
    pattern = re.compile(r"/work/(main|shared)|/\.library|/root/|subagent|\bAI assistant\b", re.IGNORECASE)
    here = Path(__file__)
    found = [
        str(path.relative_to(ROOT))
        for path in tracked("*.py", "*.md", "*.toml", "*.html", "*.js", "*.css", "Makefile", ".ci/*", "*.po")
        if path != here and pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
