"""The installation's addresses and the gallery of components."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from caunoi.web.base.lists import paginate, sorting
from caunoi.web.base.widgets import DateField, TimeField

TEMPLATE = Path(__file__).parent / "templates" / "gallery" / "all.html"


class Sample(forms.Form):
    title = forms.CharField(label="Tên lớp", max_length=300, help_text="Như ghi trên giấy mời.")
    starts_on = DateField(label="Ngày đầu", required=False)
    starts_at = TimeField(label="Giờ bắt đầu", required=False)
    quota = forms.IntegerField(label="Chỉ tiêu", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "Hội nghị quán triệt"), ("b", "Lớp bồi dưỡng nghiệp vụ")])
    parts = forms.MultipleChoiceField(
        label="Buổi",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("m", "Sáng"), ("c", "Chiều"), ("t", "Tối")],
    )
    notes = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    file = forms.FileField(label="Tệp danh sách", required=False)
    hybrid = forms.BooleanField(label="Có nhiều điểm cầu", required=False, help_text="Mỗi điểm cầu có người phụ trách.")


class Filters(forms.Form):
    q = forms.CharField(label="Tìm", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label="Trạng thái", required=False, choices=[("", "Tất cả"), ("c", "Đã đóng")])


def gallery(request: HttpRequest) -> HttpResponse:
    form = Sample(request.POST or None)
    for level in (messages.SUCCESS, messages.INFO, messages.WARNING, messages.ERROR):
        messages.add_message(request, level, "Đã chốt danh sách 286 học viên của lớp.")
    rows = [
        SimpleNamespace(
            name=f"Công Tằng Tôn Nữ Thị Mẫu Rất Dài {n}", unit="Tổ dân phố số 12, phường Hòa Khánh Nam", count=1179 + n
        )
        for n in range(130)
    ]
    context = {
        "form": form,
        "filters": Filters(request.GET or None),
        "page": paginate(request, rows, size=20),
        "sorting": sorting(request, {"name": ("name",), "unit": ("unit",), "count": ("count",)}, default="name"),
        "tabs": [
            SimpleNamespace(label=label, url="#", current=label == "Tham dự", count=count)
            for label, count in [
                ("Chương trình", None),
                ("Học viên", 286),
                ("Tham dự", None),
                ("Câu hỏi", 17),
                ("Kết quả", None),
                ("Giấy tờ", None),
                ("Tin bài", 0),
                ("Nhật ký", None),
            ]
        ],
        "steps": [
            SimpleNamespace(label=label, state=state, hint=hint, url="")
            for label, state, hint in [
                ("Chuẩn bị", "done", ""),
                ("Nhận danh sách", "current", "14 đơn vị chưa gửi"),
                ("Diễn ra", "todo", ""),
                ("Báo cáo", "todo", ""),
                ("Đăng tin", "todo", ""),
            ]
        ],
    }
    template = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    return HttpResponse(template.render(context, request))


urlpatterns = [
    path("thu/", gallery, name="gallery"),
    path("", include("config.urls")),
]
