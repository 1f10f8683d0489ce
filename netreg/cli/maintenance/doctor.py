"""``netreg doctor``: what is wrong with the file, and the cure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from netreg.cli.framework import options
from netreg.cli.framework.session import Session
from netreg.core.choice_fields import YesNo
from netreg.core.fields import Field
from netreg.errors import NoSuchFile, UnusableInput
from netreg.language import _
from netreg.render.results import Listing, Message
from netreg.store.doctor import anchors, examination, repair
from netreg.store.doctor.findings import FileFinding

_MOST_MEGABYTES = 100
FIELDS = (
    Field("id", "รหัส", "Finding"),
    Field("severity", "ระดับ", "Severity"),
    Field("what", "สิ่งที่พบ", "What"),
    Field("cure", "วิธีแก้", "Cure"),
    YesNo("fixed", "แก้แล้ว", "Fixed"),
)


@options.add_view_options
def doctor(
    session: Session,
    full: Annotated[bool, typer.Option("--full", help="Also compare every record with its history.")] = False,
    anchor: Annotated[
        Path | None,
        typer.Option(
            "--anchor",
            metavar="FILE",
            readable=False,
            help="Hold the history against this file; add its last hash.",
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Repair what can be repaired without loss.")] = False,
) -> Listing | Message:
    """Check the register and its folder; exit with 1 if something is wrong."""
    found = examination.examine_register(session.db, full=full or anchor is not None)
    if anchor is not None:
        found += _hold_against(session.db, anchor, is_sound=not found)
    mended = set(repair.repair_register(session.db, found)) if fix else set()
    if not found:
        return Message((_("{path}: no problems found").format(path=session.db),), session.view, [])
    rows = [finding._asdict() | {"fixed": finding in mended} for finding in found]
    wrong = any(finding.severity == "error" and finding not in mended for finding in found)
    return Listing(FIELDS, rows, session.view, exit_code=int(wrong))


def _hold_against(register: Path, file: Path, *, is_sound: bool) -> list[FileFinding]:
    """Compare the history with every anchor of a file; where all is well, add the last command as another line."""
    from netreg.exchange.atomic_files import saving

    kept = _read_anchors(file)
    found = anchors.compare_anchors(register, kept)
    last = anchors.read_anchor(register)
    if is_sound and not found and last is not None and last not in kept:
        lines = [json.dumps(one._asdict(), ensure_ascii=False) + "\n" for one in (*kept, last)]
        with saving(file, force=True) as target:
            target.write("".join(lines).encode())
    return found


def _read_anchors(file: Path) -> list[anchors.Anchor]:
    """Read the anchors of a file, none where there is no file yet.

    Raises:
        UnusableInput: when it holds anything else.
    """
    from netreg.exchange.small_files import read_small_file

    try:
        lines = read_small_file(file, _MOST_MEGABYTES).decode().splitlines()
        return [anchors.Anchor(**json.loads(line)) for line in lines]
    except NoSuchFile:
        return []
    except (ValueError, TypeError, RecursionError):
        raise UnusableInput(
            _("{file} holds no anchors of 'netreg doctor --anchor'").format(file=file), _("choose another file")
        ) from None
