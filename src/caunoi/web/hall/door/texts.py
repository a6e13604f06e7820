"""The words that the door app's scripts say: translated here, brought to the device with the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def texts() -> dict[str, str]:
    """Return the words by the names that the modules use; ``{name}`` stands for what they put in."""
    return {**_verdicts(), **_screen(), **_sheets(), **_device()}


def _verdicts() -> dict[str, str]:
    return {
        "verdict.in": pgettext("verdict", "CHECKED IN"),
        "verdict.in_late": pgettext("verdict", "CHECKED IN, LATE"),
        "verdict.again": pgettext("verdict", "SCANNED {time}"),
        "verdict.out": pgettext("verdict", "GONE OUT"),
        "verdict.back": pgettext("verdict", "BACK IN"),
        "verdict.not_listed": pgettext("verdict", "NOT ON THE LIST"),
        "verdict.other_class": pgettext("verdict", "CODE OF ANOTHER CLASS"),
        "verdict.forged": pgettext("verdict", "FORGED CODE"),
        "verdict.unreadable": pgettext("verdict", "NO CHECK-IN CODE"),
        "verdict.replaced": pgettext("verdict", "OLD BADGE"),
        "verdict.cancelled": pgettext("verdict", "CANCELLED BADGE"),
        "verdict.withdrawn": pgettext("verdict", "WITHDRAWN"),
        "verdict.wrong_sitting": pgettext("verdict", "NOT AT THIS SITTING"),
        "verdict.no_sitting": pgettext("verdict", "NO SITTING NOW"),
        "more.in_late": _("Late by {minutes} minutes"),
        "more.again": _("First at {time}, by {by}"),
        "more.again_here": _("First at {time}, by this device"),
        "more.back": _("Went out at {time}"),
        "more.out": _("Came at {time}"),
        "more.not_listed": _("The code is the office's, but this device's list does not have it yet. Let in as added."),
        "more.other_class": _("The office signed this code for another class."),
        "more.forged": _("The office did not sign this code. Ask for a paper and search by name."),
        "more.unreadable": _("This picture or code is not one of check-in."),
        "more.replaced": _("Another badge was given out for this person. Ask for the new one, or search by name."),
        "more.cancelled": _("This badge holds no more. Search by name."),
        "more.withdrawn": _("This person's place was given back. If the person came all the same, add them."),
        "more.wrong_sitting": _("This person makes up another sitting."),
        "more.no_sitting": _("At this hour no sitting is on. Choose the sitting by hand if the hour is wrong."),
        "more.substitute": _("Substitute for {name}"),
        "more.walk_in": _("Added at the door, to be confirmed at the desk"),
        "undone": _("Taken back: {name}"),
        "nothing_to_undo": _("There is nothing to take back on this device."),
        "nobody": _("Unknown"),
    }


def _screen() -> dict[str, str]:
    return {
        "waiting.none": _("all sent"),
        "waiting.some": _("{count} wait to be sent"),
        "hint.aim": _("Hold the code into the frame"),
        "hint.opening": _("Opening the camera …"),
        "hint.none": _("No camera: use a USB scanner, or search by name."),
        "hint.refused": _(
            "The camera is not allowed: allow it in the browser's settings of this page, or search by name."
        ),
        "hint.busy": _("Another program holds the camera: close it, or search by name."),
        "sitting.none": _("No sitting now"),
        "banner.full": _(
            "The storage of this device is full: {count} scans are held only as long as this page stays open. Do not"
            " close it; delete pictures or other things, or go where there is a network."
        ),
        "banner.typing": _(
            "A program for Vietnamese typing rewrote what the scanner sent. Switch it off (Unikey: Ctrl + Shift) and"
            " scan again."
        ),
        "banner.revoked": _(
            "The office took this device out of use. The list was wiped. {count} scans that were not sent yet are kept,"
            " sealed."
        ),
        "banner.wiped": _("The list of the class was taken off this device. {count} scans still wait to be sent."),
        "banner.revoked_all": _("The office took this device out of use. The list was wiped; every scan was sent."),
        "banner.wiped_all": _("The list of the class was taken off this device; every scan was sent."),
        "banner.not_ours": _("The list that came is not signed by the office. The one before stays; ask the office."),
        "banner.refused": _("The server set {count} scans aside to be looked at: {words}"),
        "tag.in": pgettext("scan", "in"),
        "tag.in_late": pgettext("scan", "late"),
        "tag.out": pgettext("scan", "out"),
        "tag.back": pgettext("scan", "back"),
        "tag.again": pgettext("scan", "again"),
        "tag.stopped": pgettext("scan", "stopped"),
        "tag.undone": pgettext("scan", "taken back"),
    }


def _sheets() -> dict[str, str]:
    return {
        "search.none": _("Nobody is called so."),
        "search.some": _("{count} found"),
        "search.first": _("Type some letters of the given name."),
        "state.none": _("not here yet"),
        "state.present": _("in since {time}"),
        "state.late": _("in since {time}, late by {minutes} minutes"),
        "state.left_early": _("went out at {time}"),
        "state.gone": _("went out at {time}"),
        "state.absent": _("was here too short"),
        "state.withdrawn": _("withdrawn"),
        "state.wrong_sitting": _("makes up another sitting"),
        "add.no_name": _("Write the full name, at least two words."),
        "add.for": _("Substitute for {name}"),
        "sitting.by_hour": _("By the hour"),
        "sitting.hours": _("{start} to {end}"),
    }


def _device() -> dict[str, str]:
    return {
        "fact.class": _("Class"),
        "fact.device": _("Device"),
        "fact.list": _("List of"),
        "fact.people": _("{time}, {count} people"),
        "fact.network": _("Server"),
        "fact.reached": _("reached"),
        "fact.not_reached": _("not reached; scanning goes on"),
        "fact.wipe": _("The list is wiped"),
        "fact.storage": _("Storage"),
        "fact.kept": _("kept by the browser until it is wiped"),
        "fact.may_go": _("may be cleared by the browser when the device runs out of room"),
        "camera.any": _("The one at the back"),
        "fetched": _("The list is as new as the server's."),
        "not_fetched": _("The server can't be reached now. The list on this device still holds."),
        "wipe.ask": _("{count} people are taken off. Scans that wait ({waiting}) stay, sealed, until they are sent."),
        "pair.bad_link": _("That is not a link of this office for a device."),
        "pair.no_network": _(
            "The server can't be reached. A device is linked with a network; afterwards it needs none."
        ),
        "pair.no_list": _("The device is linked, but its list did not come yet. It is tried again by itself."),
        "pair.no_camera": _("No camera can be opened. Put the link in below."),
        "pair.insecure": _(
            "This address is not secure (HTTPS), so the browser allows neither camera nor storage. Open the office's"
            " https address, or localhost."
        ),
    }
