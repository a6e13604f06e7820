# ruff: noqa: E501 - a sentence under test stays on one line
"""`caunoi read`."""

import json

from caunoi.reader.output import main

REPORT = "Xã Mẫu Sơn tập huấn công tác dân vận\n\nNgày 5/6/2021, Đảng ủy xã Mẫu Sơn tổ chức hội nghị tập huấn công tác dân vận cho hơn 70 cán bộ. Dự có đồng chí Trần Thị Thử, Bí thư Đảng ủy xã.\n\nVăn Mẫu\n"


def test_main_prints_an_object_a_line(tmp_path, capsys):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    assert main([str(tmp_path / "b.txt"), str(tmp_path / "a.txt"), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["b", "a"]
    assert rows[0]["organizers"] == ["Đảng ủy xã Mẫu Sơn"]
    assert rows[0]["officials"] == ["Trần Thị Thử"]
    start, end = rows[0]["spans"]["byline"][0]
    assert rows[0]["text"][start:end] == rows[0]["byline"] == "Văn Mẫu"


def test_main_is_json_where_the_output_is_no_terminal(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert main([str(tmp_path / "a.txt")]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_main_table_is_for_people(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    assert main(["--table", str(tmp_path / "a.txt")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a"
    assert "Participants  more than 70" in lines
    assert "Officials     Trần Thị Thử (Bí thư Đảng ủy xã)" in lines
    assert "Topics        —" in lines


def test_main_reads_folders_and_goes_on_after_a_bad_file(tmp_path, capsys):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.docx").write_bytes(b"no document")
    (folder / "c.html").write_text(f"<html><body><p>{REPORT}</p></body></html>", encoding="utf-8")
    (folder / "notes.log").write_text("not read", encoding="utf-8")
    assert main([str(folder), str(tmp_path / "none.txt"), "--json"]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "c"]
    assert [line.split(": ")[1] for line in err.splitlines()] == [str(folder / "b.docx"), str(tmp_path / "none.txt")]
