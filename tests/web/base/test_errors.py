import pytest
from django import forms
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import RequestFactory
from django.utils import translation

from caunoi.core.errors import NotNow, StaleChange
from caunoi.web.base.errors import RefusalMiddleware, into_form, into_messages


class Sample(forms.Form):
    title = forms.CharField()


@pytest.fixture
def form():
    form = Sample({"title": "Lớp"})
    assert form.is_valid()
    return form


def run(form, error):
    with into_form(form):
        raise error
    return form.errors


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (ValidationError({"title": "Đã có lớp này."}), {"title": ["Đã có lớp này."]}),
        (ValidationError({"keeper": "Chọn cơ quan."}), {"__all__": ["Chọn cơ quan."]}),
        (ValidationError("Sai."), {"__all__": ["Sai."]}),
        (NotNow("Lớp đã đóng."), {"__all__": ["Lớp đã đóng."]}),
        (StaleChange("Đã có người sửa."), {"__all__": ["Đã có người sửa."]}),
    ],
)
def test_refusals_become_errors_of_the_form(form, error, errors):
    assert run(form, error) == errors


def test_stale_change_without_words_says_what_to_do(form):
    with translation.override("en"):
        assert "Nothing of yours is lost" in run(form, StaleChange())["__all__"][0]


@pytest.mark.parametrize("error", [PermissionDenied("Không."), RuntimeError("x")])
def test_other_errors_pass_through_the_form(form, error):
    with pytest.raises(type(error)):
        run(form, error)


def asking(method="post", **headers):
    from django.contrib.messages.storage.base import BaseStorage

    request = getattr(RequestFactory(), method)("/x/", headers=headers)
    request._messages = type("Kept", (BaseStorage,), {"_get": lambda self: ([], True), "_store": lambda *a: []})(
        request
    )
    request.session = {}
    return request


def test_into_messages_says_each_fault():
    request = asking()
    with into_messages(request):
        raise ValidationError({"a": "Một.", "b": "Hai."})
    assert [str(message) for message in get_messages(request)] == ["Một.", "Hai."]


def refuse(request, error):
    return RefusalMiddleware(lambda r: None).process_exception(request, error)


def test_uncaught_refusal_of_a_post_goes_back_with_a_message():
    request = asking(referer="http://testserver/viec/")
    answer = refuse(request, NotNow("Lớp đã đóng."))
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/viec/")
    assert [str(message) for message in get_messages(request)] == ["Lớp đã đóng."]


def test_uncaught_refusal_never_redirects_elsewhere():
    answer = refuse(asking("get", referer="http://evil.example/"), NotNow("Lớp đã đóng."))
    assert answer.status_code == 409
    assert "Lớp đã đóng." in answer.content.decode()
    assert "evil" not in answer.content.decode()


def test_uncaught_refusal_of_htmx_comes_as_a_header():
    answer = refuse(asking(hx_request="true"), StaleChange("Đã sửa."))
    assert (answer.status_code, answer["X-Cn-Message"]) == (409, "%C4%90%C3%A3%20s%E1%BB%ADa.")


def test_unknown_errors_are_left_to_django():
    assert refuse(asking(), RuntimeError()) is None


def test_form_of_an_ended_session_leads_back_to_its_page(client, db):
    answer = client.post("/viec/lop/AAAAAA/chuyen/", headers={"referer": "http://testserver/viec/lop/AAAAAA/?a=1"})
    assert answer["Location"] == "/tai-khoan/login/?next=/viec/lop/AAAAAA/%3Fa%3D1"


def test_form_from_elsewhere_keeps_the_address_it_was_sent_to(client, db):
    answer = client.post("/viec/lop/AAAAAA/chuyen/", headers={"referer": "http://evil.example/x"})
    assert answer["Location"] == "/tai-khoan/login/?next=/viec/lop/AAAAAA/chuyen/"


def test_htmx_of_an_ended_session_gets_words_instead_of_the_sign_in_page(client, db):
    answer = client.get("/viec/tim/?q=a", headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")
    assert "X-Cn-Message" in answer.headers


def test_address_of_a_form_read_in_the_browser_is_a_page_in_words(client, django_user_model):
    client.force_login(django_user_model.objects.create(username="ai-do"))
    answer = client.get("/viec/lop/AAAAAA/chuyen/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Địa chỉ này chỉ nhận" in answer.content.decode()
