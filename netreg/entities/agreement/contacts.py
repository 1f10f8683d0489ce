"""The contact people of a party: a member of the register, or a name with telephone and e-mail, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netreg.core.address_fields import Email
from netreg.core.fields import Reference, Text, TextList
from netreg.core.flags import FlagList
from netreg.core.plural_fields import ContactList
from netreg.core.thai_fields import Phone
from netreg.entities.agreement.agreement_flags import PARTY_FLAGS as PARTY_CHECKS
from netreg.entities.agreement.agreement_flags import find_witness_flags
from netreg.entities.people.leaving import find_left_flags

if TYPE_CHECKING:
    from datetime import date

    from netreg.core.entity import Row, TimeFrame

CONTACT_FIELDS = (
    Reference("contact", "ผู้ประสานงาน", "Contact", "ผู้ติดต่อ", "ผู้ประสานงานของภาคี", "contact person", to="person"),
    Text("contact_name", "ชื่อผู้ประสานงานตามเอกสาร", "Contact as written", "ชื่อผู้ประสานงาน", "ชื่อผู้ติดต่อ"),
    Phone(
        "contact_phone", "โทรศัพท์ผู้ประสานงาน", "Contact telephone", "เบอร์โทรผู้ประสานงาน", "โทรศัพท์ผู้ติดต่อ", "contact phone"
    ),
    Email("contact_email", "อีเมลผู้ประสานงาน", "Contact e-mail", "อีเมลผู้ติดต่อ", "contact email"),
    TextList("other_contacts", "ผู้ประสานงานอื่น", "Other contacts", "ผู้ประสานงานคนอื่น"),
)
PARTY_FLAGS = FlagList("flags", "ข้อสังเกต", "Flags", checks=PARTY_CHECKS)
CONTACTS = ContactList("contacts", "ติดต่อ", "Contacts")


def derive_party(row: Row, frame: TimeFrame) -> Row:
    """Derive who is to be asked at a party, and its flags: of a contact who has left only until it is closed."""
    left = () if is_party_closed(row, frame.as_of) else find_left_flags(row, "contact")
    return {"contacts": list_contacts(row), "flags": [*left, *find_witness_flags(row)]}


def is_party_closed(row: Row, day: date) -> bool:  # noqa: ARG001 - the store has it as of the day
    """Tell whether its agreement was closed by a day, and nobody needs to be asked any more."""
    return row.get("agreement_closed") is not None


def list_contacts(row: Row) -> list[dict[str, str | None]]:
    """List who is to be asked at a party: telephone and e-mail as given for it, else those of the member."""
    person = row["contact"]
    name = person.name if person else row["contact_name"]
    phone = row["contact_phone"] or row["member_phone"]
    email = row["contact_email"] or row["member_email"]
    first = [{"name": name, "phone": phone, "email": email}] if name or phone or email else []
    others: list[str] = CONTACT_FIELDS[-1].to_json(row["other_contacts"])
    return [*first, *({"name": other, "phone": None, "email": None} for other in others)]
