"""Addresses of the door at the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.training.door import devices, reviews

urlpatterns: list[URLPattern] = [
    path("<str:code>/cua/", devices.class_door, name="class_door"),
    path("<str:code>/cua/quy-dinh/", devices.class_door_rules, name="class_door_rules"),
    path("<str:code>/cua/may/<uuid:pk>/ma-moi/", devices.door_device_renew, name="door_device_renew"),
    path("<str:code>/cua/may/<uuid:pk>/thu-hoi/", devices.door_device_revoke, name="door_device_revoke"),
    path("<str:code>/cua/quyet-dinh/", reviews.door_decide, name="door_decide"),
    path("<str:code>/cua/chua-co-ten/<int:pk>/", reviews.door_walk_in, name="door_walk_in"),
]
