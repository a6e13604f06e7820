"""Each usual fault is made once, and the doctor names it; without it he says nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from caunoi.core.audit import record
from caunoi.core.keys import KeyRing
from caunoi.core.models import AuditEntry, WorkerBeat
from caunoi.core.running import doctor, machine, programs
from caunoi.core.tasks import apply_retention
from scripts.postgres import free_port
from tests.deploy.place import certify
from tests.factories import OrganisationFactory, UserFactory

ROOT = Path(__file__).resolve().parents[3]
SECRET = "mat-khau-thu-kin"


@pytest.fixture
def home(settings, tmp_path):
    """A home of its own, whole and in order."""
    settings.ENV = dataclasses.replace(
        settings.ENV, home=tmp_path, keys=tmp_path / "keys", backups=tmp_path / "backups", debug=False,
        hosts=("co-quan.example.vn",), base_url="https://co-quan.example.vn",
    )  # fmt: skip
    settings.KEYS = KeyRing(tmp_path / "keys")
    settings.KEYS.secret("django")
    settings.FILES_ROOT = tmp_path / "files"
    (tmp_path / "backups").mkdir()
    return tmp_path


def found(name: str, *, strict: bool = True) -> list[str]:
    """The faults that one look finds, each with something to do."""
    ((_one, findings),) = doctor.look(strict, [name])
    assert findings is not None
    assert all(one.todo and one.where for one in findings)
    return [one.what for one in findings]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, []),
        ({"debug": True}, ["CAUNOI_DEBUG"]),
        ({"hosts": ("a.vn", "*")}, ["CAUNOI_HOSTS"]),
        ({"base_url": "http://co-quan.example.vn"}, ["CAUNOI_BASE_URL"]),
    ],
)
def test_unsafe_settings(settings, home, changes, where):
    settings.ENV = dataclasses.replace(settings.ENV, **changes)
    ((_one, findings),) = doctor.look(True, ["settings"])
    assert [one.where for one in findings] == where
    # On one's own machine plain HTTP is no fault.
    assert found("settings", strict=False) == []


def test_short_secret_and_demonstration(settings, home):
    settings.SECRET_KEY = "ngan"
    (home / "accounts.txt").touch()
    assert len(found("settings")) == 2


def test_keys_that_others_can_read(home):
    assert found("keys") == []
    (home / "keys" / "django.key").chmod(0o644)
    assert found("keys") == ["Tài khoản khác trên máy này đọc được các khóa."]


@pytest.mark.django_db
def test_key_that_is_missing(settings, home):
    from caunoi.directory.services.people import add_person

    office = OrganisationFactory()
    boss = UserFactory.with_role(office, "administrator")
    settings.KEYS = KeyRing(Path(os.environ["CAUNOI_HOME"]) / "keys")
    add_person(actor=boss, organisation=office, full_name="Trần Thị Mẫu", phone="0905 111 222")
    assert found("encrypted") == []
    settings.KEYS = KeyRing(home / "none")
    assert found("encrypted")


def test_folder_that_belongs_to_another_account(settings, home, monkeypatch):
    assert found("account") == []
    monkeypatch.setattr(os, "geteuid", lambda: home.stat().st_uid + 1)
    assert found("account") == ["Thư mục thuộc về tài khoản khác với tài khoản đang chạy lệnh này."]


def test_folder_that_can_not_be_written(settings, home):
    assert found("folders") == []
    (home / "files").write_text("no folder")
    assert found("folders") == ["Không ghi được vào đây: Not a directory."]


def test_disk_that_is_full_soon(home, monkeypatch):
    monkeypatch.setattr(machine, "ROOM_SOON", 1)
    assert found("disk") == []
    monkeypatch.setattr(machine, "ROOM_SOON", 1 << 60)
    assert found("disk")[0].startswith("Ổ đĩa sắp đầy: còn ")


def test_backups_on_the_same_disk_are_a_notice(home):
    ((_one, findings),) = doctor.look(True, ["elsewhere"])
    assert [one.notice for one in findings] == [True]


def test_texts_that_are_not_compiled(settings, home, tmp_path):
    folder = tmp_path / "locale" / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    assert found("texts") == []
    (folder / "django.po").touch()
    assert len(found("texts")) == 1


@pytest.fixture
def collected(settings, home):
    """Styles and scripts as a server has them."""
    from django.core.management import call_command

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    settings.STATIC_ROOT = home / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_styles_that_were_never_collected_or_are_old(settings, collected):
    assert found("styles") == []
    names = json.loads((collected / "staticfiles.json").read_text())
    kept = names["paths"]["caunoi/js/main.js"]
    names["paths"]["caunoi/js/main.js"] = "caunoi/js/main.000000000000.js"
    (collected / "staticfiles.json").write_text(json.dumps(names))
    assert found("styles") == ["Tệp này thuộc phiên bản khác với chương trình, hoặc bị thiếu."]
    names["paths"]["caunoi/js/main.js"] = kept
    (collected / "staticfiles.json").write_text(json.dumps(names))
    (collected / kept).unlink()
    assert len(found("styles")) == 1
    (collected / "staticfiles.json").unlink()
    assert found("styles") == ["Chưa từng gom tệp giao diện: không trang nào hiện được."]


def test_fonts_that_are_missing(settings, collected):
    assert found("fonts") == []
    next((collected / "caunoi/vendor/be-vietnam-pro").glob("*.woff2")).unlink()
    shutil.rmtree(collected / "caunoi/vendor/be-vietnam-pro")
    assert found("fonts") == ["Thiếu một phông chữ của màn hình."]


@pytest.mark.django_db
def test_migrations_that_wait(home):
    assert found("migrations") == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0010%'")
    assert found("migrations") == ["Còn 1 bước nâng cấp chưa chạy: cơ sở dữ liệu cũ hơn chương trình."]


@pytest.mark.django_db
def test_extension_that_is_missing(home):
    assert found("extensions") == []
    missing = list(programs.extensions_are_there(True, wanted=["phan_mo_rong_khong_co"]))
    assert len(missing) == (1 if connection.vendor == "postgresql" else 0)


@pytest.mark.django_db
def test_clock_that_went_back(home):
    assert found("clock") in ([], ["Máy đang để múi giờ khác Việt Nam: hẹn giờ và nhật ký của máy chạy theo giờ đó."])
    record(actor=None, action="thu.dong_ho", subject=OrganisationFactory(), organisation_id=None)
    AuditEntry.objects.update(at=timezone.now() + dt.timedelta(days=2))
    assert any("đồng hồ đã bị lùi lại" in one for one in found("clock"))


@pytest.mark.django_db
def test_worker_that_does_not_run(home):
    assert found("worker") == [
        "Chương trình làm việc nền không chạy: thư không đi, tìm kiếm không cập nhật, không có bản sao lưu."
    ]
    WorkerBeat.objects.create(worker_id="mot", seen_at=timezone.now())
    assert found("worker") == []


@pytest.mark.django_db
def test_jobs_that_failed(home):
    apply_retention.enqueue()
    assert found("jobs") == []
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
    assert found("jobs") == ["Có 1 việc chạy nền bị hỏng và máy không tự làm lại nữa."]


@pytest.mark.django_db
def test_backup_that_is_old_or_was_never_made(home):
    assert found("backup") == [], "nobody works here yet"
    UserFactory()
    assert found("backup") == ["Chưa từng có bản sao lưu nào ở đây."]
    old, new = (timezone.localtime() - dt.timedelta(hours=hours) for hours in (40, 3))
    (home / "backups" / f"caunoi-{old:%Y-%m-%d-%H%M%S}.zip").touch()
    assert found("backup") == [f"Bản sao lưu mới nhất là của ngày {old:%d/%m/%Y}."]
    (home / "backups" / f"caunoi-{new:%Y-%m-%d-%H%M%S}.zip").touch()
    assert found("backup") == []


@pytest.fixture
def mail_server(settings):
    """A real mail server that lets in whoever knows its password."""

    def judge(_server, _session, _envelope, _mechanism, data):
        return AuthResult(success=data.password == SECRET.encode(), handled=False)

    controller = Controller(
        object(),
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=judge,
        auth_require_tls=False,
    )
    controller.start()
    settings.EMAIL_BACKEND = "caunoi.web.mail.backend.CarefulBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mau", SECRET
    yield controller
    controller.stop()


def test_mail_server_that_refuses_or_is_away(settings, home, mail_server):
    assert found("mail") == []
    settings.EMAIL_HOST_PASSWORD = "sai"
    assert found("mail") == ["Máy chủ thư không nhận tên hoặc mật khẩu."]
    settings.EMAIL_PORT = free_port()
    assert found("mail") == ["Không nối được tới máy chủ thư: Connection refused."]


def test_mails_that_only_go_into_a_folder_are_a_notice(settings, home):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    ((_one, findings),) = doctor.look(True, ["mail"])
    assert [one.notice for one in findings] == [True]


class _Answers(BaseHTTPRequestHandler):
    status, said = 200, b"ok\n"

    def do_GET(self):
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.said)

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def front(settings, home, tmp_path, monkeypatch):
    """What stands in front of an office called localhost, with a certificate; ``with_name`` gives it another."""

    class Front(ThreadingHTTPServer):
        status, said = 200, b"ok\n"
        daemon_threads = True

        def with_certificate(self, name: str, *, days: int = 30) -> None:
            folder = tmp_path / f"cert-{name}-{days}"
            certify(folder, name, days=days)
            monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
            self.context.load_cert_chain(folder / "fullchain.pem", folder / "privkey.pem")

        def get_request(self):
            plain, address = super().get_request()
            return self.context.wrap_socket(plain, server_side=True), address

        def handle_error(self, *_args):
            """A visitor who turns away is no fault here."""

    server = Front(("127.0.0.1", 0), _Answers)
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.with_certificate("localhost")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.ENV = dataclasses.replace(settings.ENV, base_url=f"https://localhost:{server.server_port}")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_address_that_leads_here(front):
    assert found("address") == []
    assert found("address", strict=False) == []


def test_certificate_of_another_name(front):
    front.with_certificate("khac.example.vn")
    assert found("address") == ["Chứng thư cấp cho tên khác: trình duyệt nào cũng cảnh báo và chặn lại."]


def test_certificate_that_ends_soon_or_has_ended(front):
    front.with_certificate("localhost", days=9)
    assert found("address") == ["Chứng thư còn 8 ngày nữa là hết hạn."]
    front.with_certificate("localhost", days=0)
    assert found("address") == ["Chứng thư đã hết hạn: trình duyệt nào cũng cảnh báo và chặn lại."]


def test_certificate_of_nobody(front, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    assert found("address") == ["Chứng thư không phải của nơi cấp mà trình duyệt công nhận."]


@pytest.mark.parametrize(
    ("status", "said", "words"),
    [
        (200, b"Welcome", "Cổng này đang do chương trình khác giữ"),
        (404, b"ok\n", "Cổng này đang do chương trình khác giữ"),
        (503, b"", "Các máy chủ web của cơ quan không trả lời"),
    ],
)
def test_port_that_another_program_holds(front, status, said, words):
    front.status, front.said = status, said
    (what,) = found("address")
    assert what.startswith(words)


def test_address_where_nobody_answers(settings, home):
    settings.ENV = dataclasses.replace(settings.ENV, base_url=f"https://127.0.0.1:{free_port()}")
    assert found("address") == ["Không có ai trả lời ở địa chỉ này: Connection refused."]
    settings.ENV = dataclasses.replace(settings.ENV, base_url="https://khong-co.invalid")
    assert found("address") == ["Trên mạng không có tên này."]


def run(home, *options, **environment):
    """The command as a server's own; its answer and how it ended."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAUNOI_", "DJANGO_"))}
    done = subprocess.run(
        [str(Path(sys.executable).parent / "caunoi"), "doctor", *options],
        env={
            **clean, "CAUNOI_HOME": str(home), "CAUNOI_BASE_URL": "https://127.0.0.1:9",
            "CAUNOI_HOSTS": "co-quan.example.vn", "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment,
        },
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_database_that_does_not_answer(tmp_path):
    code, said = run(tmp_path, "--json", CAUNOI_DATABASE_URL="postgres://caunoi@127.0.0.1:9/caunoi")
    told = json.loads(said)
    assert (code, told["sound"]) == (1, False)
    (fault,) = [one for one in told["findings"] if one["check"] == "database"]
    assert fault["what"].startswith("Cơ sở dữ liệu không trả lời: ")
    assert {"migrations", "worker", "backup"} <= set(told["left_out"])


@pytest.mark.parametrize(
    ("environment", "check", "where"),
    [
        ({"CAUNOI_DEBUG": "1"}, "settings", "CAUNOI_DEBUG"),
        ({"CAUNOI_PROXIES": "nhiều"}, "settings", "CAUNOI_PROXIES"),
        ({"CAUNOI_MAIL_URL": "http://x"}, "settings", "CAUNOI_MAIL_URL"),
    ],
)
def test_settings_that_nothing_starts_with(tmp_path, environment, check, where):
    code, said = run(tmp_path, "--json", **environment)
    told = json.loads(said)
    assert (code, told["sound"]) == (1, False)
    assert (check, where) in {(one["check"], one["where"]) for one in told["findings"]}


def test_open_keys_are_told_before_anything_starts(tmp_path):
    run(tmp_path)
    key = tmp_path / "keys" / "django.key"
    key.chmod(0o644)
    code, said = run(tmp_path)
    assert code == 1
    assert "Tài khoản khác trên máy này đọc được các khóa." in said
    assert f"chmod 0600 {key}" in said


@pytest.mark.django_db
def test_command_ends_with_0_where_all_is_well(settings, home, capsys):
    from django.core.management import call_command

    WorkerBeat.objects.create(worker_id="mot", seen_at=timezone.now())
    call_command("doctor", "worker", "database", "keys", "disk")
    assert capsys.readouterr().out.splitlines()[-1] == "Mọi thứ đều ổn."
    WorkerBeat.objects.all().delete()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "worker")
    assert ended.value.code == 1
    assert "systemctl restart caunoi-worker" in capsys.readouterr().out
