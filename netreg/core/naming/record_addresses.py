"""Addresses: how a record is asked for among those of all kinds, by its noun and its number or code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netreg.core.fields import PLAIN, Field, Style

if TYPE_CHECKING:
    from netreg.core.entity import Entity


class RecordAddress(str):
    """An address as commands take it, which can be said to people in the language of the interface."""

    __slots__ = ("spoken",)
    spoken: str

    @classmethod
    def make(cls, entity: Entity, address: object) -> RecordAddress:
        """Make the address of a record of a kind from its number or code."""
        made = cls(f"{entity.command} {address}")
        made.spoken = f"{entity.spoken_name} {address}"
        return made


def say_address(address: str) -> str:
    """Return an address as it stands within a sentence; a mere code as it is."""
    return address.spoken if isinstance(address, RecordAddress) else address


class AddressField(Field):
    """A field of lists of several kinds: scripts get the address, people the word for the kind."""

    def show(self, value: Any, style: Style = PLAIN) -> str:
        """Say the kind as people call it."""
        return super().show(value if style.plain or value is None else say_address(value), style)
