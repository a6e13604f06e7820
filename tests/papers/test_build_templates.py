import importlib.util
import sys
from pathlib import Path

from caunoi.papers import Layout, PaperKind, shipped_template

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_templates.py"


def test_shipped_templates_are_what_the_script_builds(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("build_templates", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "build_templates", script)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "TARGET", tmp_path)
    script.main()
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {
        f"{kind.value}.{layout.value}.docx": shipped_template(kind, layout) for kind in PaperKind for layout in Layout
    }
