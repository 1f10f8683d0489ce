"""The outbox: each message as a file that any mail program opens (``.eml``, RFC 5322)."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from hashlib import sha256
from typing import TYPE_CHECKING

from netreg.errors import NoSuchFolder, NotAllowed
from netreg.exchange.atomic_files import saving
from netreg.exchange.mail.outcomes import DeliveryOutcome, DeliveryState
from netreg.language import _

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

_MAX_NAME = 120


def require_folder(folder: Path) -> None:
    """Refuse an outbox that is no folder, also where there is nothing to write: cron would fail on the day it matters.

    Raises:
        NoSuchFolder: naming it.
    """
    if not folder.is_dir():
        raise NoSuchFolder(folder)


def write_message(message: EmailMessage, folder: Path) -> DeliveryOutcome:
    """Write the message to the folder, whole, readable by its owner alone.

    Its name comes from its Message-ID: a message that already exists is not written again.

    Raises:
        NoSuchFolder: when there is no such folder.
        NotAllowed: when another file has the name, or the folder is not writable.
        DeviceError: when the disk is full.
    """
    require_folder(folder)
    path = folder / choose_file_name(message["Message-ID"])
    if path.exists():
        _refuse_other_message(path, message["Message-ID"])
    else:
        with saving(path, force=False) as file:
            file.write(bytes(message))
    return DeliveryOutcome(DeliveryState.ACCEPTED)


def choose_file_name(message_id: str) -> str:
    """Return the name of a message's file: its id, or a hash of it where that would not be a safe name."""
    bare = message_id.strip().removeprefix("<").removesuffix(">")
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._@-]*", bare) and len(bare) <= _MAX_NAME:
        return f"{bare}.eml"
    return f"digest-{sha256(message_id.encode()).hexdigest()[:32]}.eml"


def _refuse_other_message(path: Path, message_id: str) -> None:
    try:
        with path.open("rb") as file:
            known = BytesHeaderParser().parse(file)["Message-ID"]
    except OSError:
        known = None
    if known != message_id:
        raise NotAllowed(
            _("{file} already exists and is not this message").format(file=path),
            _("choose another folder with --outbox"),
        )
