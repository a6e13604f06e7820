"""Addresses of the library and of the calendar at the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from caunoi.web.desk.publishing.shelf import events, materials

urlpatterns: list[URLPattern] = [
    path("tai-lieu/", materials.material_list, name="material_list"),
    path("tai-lieu/moi/", materials.material_new, name="material_new"),
    path("tai-lieu/<int:number>/", materials.material_edit, name="material_edit"),
    path("tai-lieu/<int:number>/ban-moi/", materials.material_version, name="material_version"),
    path("tai-lieu/<int:number>/cong-bo/", materials.material_publish, name="material_publish"),
    path("tai-lieu/<int:number>/rut/", materials.material_withdraw, name="material_withdraw"),
    path("tai-lieu/<int:number>/bo/", materials.material_discard, name="material_discard"),
    path("tai-lieu/<int:number>/tep/<int:version>/", materials.material_file, name="material_file"),
    path("tai-lieu/<int:number>/xem/<int:version>.jpg", materials.material_picture, name="material_picture"),
    path("lich/", events.event_list, name="event_list"),
    path("lich/moi/", events.event_new, name="event_new"),
    path("lich/<int:number>/", events.event_edit, name="event_edit"),
    path("lich/<int:number>/cong-bo/", events.event_publish, name="event_publish"),
    path("lich/<int:number>/huy/", events.event_cancel, name="event_cancel"),
    path("lich/<int:number>/lai/", events.event_restore, name="event_restore"),
    path("lich/<int:number>/go/", events.event_withdraw, name="event_withdraw"),
    path("lich/<int:number>/bo/", events.event_discard, name="event_discard"),
]
