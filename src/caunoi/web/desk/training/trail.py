"""The trail of a class, as one of its tabs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from caunoi.directory.policies import require
from caunoi.training.policies import reads_class_trail, sees_money
from caunoi.training.queries.trail import class_trail
from caunoi.web.base.lists import paginate
from caunoi.web.desk.requests import StaffRequest
from caunoi.web.desk.trail.sentences import sentence
from caunoi.web.desk.training.frame import class_page


@login_required
@require_GET
def trail(request: StaffRequest, code: str) -> HttpResponse:
    """Show the trail, newest first."""
    page = class_page(request, code, "trail")
    require(reads_class_trail(request.user, page.training_class))
    money = sees_money(request.user, page.training_class)
    entries = paginate(request, class_trail(page.training_class, money=money))
    page.context.update(page=entries, sentences=[sentence(entry) for entry in entries])
    return render(request, "desk/training/trail.html", page.context)
