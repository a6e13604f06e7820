"""What the rows of the library and of the calendar stand on."""

from __future__ import annotations

import datetime as dt

from caunoi.directory.enums import RoleKind
from caunoi.publishing.models import Event, Material
from caunoi.publishing.queries.events import visible_events
from caunoi.publishing.queries.materials import visible_materials
from caunoi.publishing.services import cancel_event, class_events, events, materials, publish_event, publish_material
from tests.matrix.world import KINDS, Action
from tests.publishing.shelf_makers import event_in, material_in, pdf

EDIT = (RoleKind.ADMINISTRATOR, RoleKind.EDITOR)
PDF = pdf()
DAY = dt.date(2026, 3, 3)


def material(world, *, public=False) -> Material:
    """A material of the office's site."""
    found = material_in(world.site, world.boss)
    return publish_material(actor=world.boss, material=found) if public else found


def event(world, *, public=False, cancelled=False) -> Event:
    """An event of the office's site."""
    found = event_in(world.site, world.boss)
    if public:
        found = publish_event(actor=world.boss, event=found)
    return cancel_event(actor=world.boss, event=found, note="Mưa") if cancelled else found


SHELF = (
    Action("see a material", lambda w, u: visible_materials(u).filter(pk=material(w).pk).exists(), KINDS),
    Action("see an event", lambda w, u: visible_events(u).filter(pk=event(w).pk).exists(), KINDS),
    Action("materials.add_material", lambda w, u: materials.add_material(
        actor=u, site=w.site, title="Tài liệu", content=PDF, name="a.pdf"), EDIT),
    Action("materials.change_material", lambda w, u: materials.change_material(
        actor=u, material=material(w), title="Tên khác"), EDIT),
    Action("materials.add_version", lambda w, u: materials.add_version(
        actor=u, material=material(w), content=PDF, name="b.pdf"), EDIT),
    Action("materials.publish_material", lambda w, u: materials.publish_material(
        actor=u, material=material(w)), EDIT),
    Action("materials.withdraw_material", lambda w, u: materials.withdraw_material(
        actor=u, material=material(w, public=True), note="Nhầm"), EDIT),
    Action("materials.discard_material", lambda w, u: materials.discard_material(
        actor=u, material=material(w)), EDIT),
    Action("events.add_event", lambda w, u: events.add_event(
        actor=u, site=w.site, title="Sự kiện", starts_on=DAY), EDIT),
    Action("events.change_event", lambda w, u: events.change_event(
        actor=u, event=event(w), title="Tên khác", starts_on=DAY), EDIT),
    Action("events.publish_event", lambda w, u: events.publish_event(actor=u, event=event(w)), EDIT),
    Action("events.cancel_event", lambda w, u: events.cancel_event(
        actor=u, event=event(w, public=True), note="Mưa"), EDIT),
    Action("events.restore_event", lambda w, u: events.restore_event(
        actor=u, event=event(w, public=True, cancelled=True)), EDIT),
    Action("events.withdraw_event", lambda w, u: events.withdraw_event(
        actor=u, event=event(w, public=True)), EDIT),
    Action("events.discard_event", lambda w, u: events.discard_event(actor=u, event=event(w)), EDIT),
    Action("class_events.show_class", lambda w, u: class_events.show_class(
        actor=u, site=w.site, training_class=w.training_class), EDIT),
)  # fmt: skip
