"""Writes of publishing."""

from caunoi.publishing.services.arranging import add_topic, arrange, rename_topic
from caunoi.publishing.services.articles import (
    create_article,
    discard_draft,
    draft_from_report,
    save_draft,
    send_back,
    submit,
)
from caunoi.publishing.services.checking import check_article, set_check_rule
from caunoi.publishing.services.class_events import show_class
from caunoi.publishing.services.events import (
    add_event,
    cancel_event,
    change_event,
    discard_event,
    publish_event,
    restore_event,
    withdraw_event,
)
from caunoi.publishing.services.importing import OldPicture, import_article, undo_import
from caunoi.publishing.services.materials import (
    add_material,
    add_version,
    change_material,
    discard_material,
    publish_material,
    withdraw_material,
)
from caunoi.publishing.services.media import add_media, change_media, remove_media
from caunoi.publishing.services.offers import decline_offer, make_offer, revoke_offer, see_news, take_over
from caunoi.publishing.services.opening import open_sites
from caunoi.publishing.services.photos import add_photo, change_photo, move_photo, order_photos, remove_photo
from caunoi.publishing.services.publication import approve, correct, withdraw
from caunoi.publishing.services.scheduling import unschedule
from caunoi.publishing.services.site_hosts import add_host, make_main_host, remove_host
from caunoi.publishing.services.site_look import change_look, put_picture, remove_picture
from caunoi.publishing.services.site_parts import (
    add_part,
    change_part,
    order_parts,
    put_back_part,
    remove_part,
    take_up_question,
)
from caunoi.publishing.services.sites import add_section, change_site, open_site

__all__ = [
    "OldPicture",
    "add_event",
    "add_host",
    "add_material",
    "add_media",
    "add_part",
    "add_photo",
    "add_section",
    "add_topic",
    "add_version",
    "approve",
    "arrange",
    "cancel_event",
    "change_event",
    "change_look",
    "change_material",
    "change_media",
    "change_part",
    "change_photo",
    "change_site",
    "check_article",
    "correct",
    "create_article",
    "decline_offer",
    "discard_draft",
    "discard_event",
    "discard_material",
    "draft_from_report",
    "import_article",
    "make_main_host",
    "make_offer",
    "move_photo",
    "open_site",
    "open_sites",
    "order_parts",
    "order_photos",
    "publish_event",
    "publish_material",
    "put_back_part",
    "put_picture",
    "remove_host",
    "remove_media",
    "remove_part",
    "remove_photo",
    "remove_picture",
    "rename_topic",
    "restore_event",
    "revoke_offer",
    "save_draft",
    "see_news",
    "send_back",
    "set_check_rule",
    "show_class",
    "submit",
    "take_over",
    "take_up_question",
    "undo_import",
    "unschedule",
    "withdraw",
    "withdraw_event",
    "withdraw_material",
]
