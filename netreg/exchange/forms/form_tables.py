"""A file in a known form as the tables that an import reads, each column with the field that it fills.

A participant becomes an attendance or enrolment, a contact a member or an organisation. What
the form holds beside that is left out, and told.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netreg.core.uid_field import UID_NAME
from netreg.errors import UnusableInput
from netreg.exchange.forms import contacts
from netreg.exchange.forms.decided_participants import settle_participants
from netreg.exchange.forms.form_rows import FormRows, find_headings, read_first_rows
from netreg.exchange.forms.known_forms import FORMS, tells_stays
from netreg.exchange.headings.targets import (
    find_named_target,
    find_targets,
    map_known_headings,
)
from netreg.exchange.tables.source_tables import SourceRow
from netreg.language import _
from netreg.named_tuples import NamedTuple
from netreg.store import database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from netreg.core.entity import Entity
    from netreg.exchange.forms.form_rows import FormRemark, FormRow
    from netreg.exchange.forms.known_forms import KnownForm
    from netreg.exchange.forms.stays import Threshold
    from netreg.exchange.tables.source_tables import SourceFile, SourceTable


class FormTarget(NamedTuple):
    """The records that a contact becomes: their fields, each with the part that it is called by, and the reader."""

    fields: Mapping[str, str]
    read: Callable[[FormRows, FormRow], dict[str, str] | None]


_PERSON = FormTarget(
    {
        "uid": "uid", "name": "whole", "titles": "prefix", "given_name": "given", "family_name": "family",
        "name_latin": "latin", "nickname": "nickname", "birth_date": "born", "email": "email", "phone": "phone",
        "line_id": "line", "province": "province", "organisation": "organisation", "position": "position",
        "acting": "role", "note": "note",
    },
    contacts.read_person,
)  # fmt: skip
_ORGANISATION = FormTarget(
    {
        "uid": "uid", "name_th": "organisation", "name_en": "whole", "parent": "unit", "email": "email",
        "phone": "phone", "fax": "fax", "website": "website", "address": "address", "province": "province",
        "postcode": "postcode", "note": "note",
    },
    contacts.read_organisation_card,
)  # fmt: skip
_TARGETS = {"person": _PERSON, "organisation": _ORGANISATION}
_PARTICIPANTS: dict[str, tuple[str, ...]] = {
    "attendance": (
        "person",
        "name_as_recorded",
        "position_as_recorded",
        "organisation",
        "mode",
        "presence",
        "minutes",
        "note",
    ),
    "enrolment": ("person", "name_as_recorded", "position_as_recorded", "note"),
}  # fmt: skip
"""The fields of participants."""


class DoubtfulParticipant(NamedTuple):
    """Somebody who may be one of several members: the heading and text of the name, and the members."""

    heading: str
    name: str
    candidates: tuple[int, ...]


class FormFile(NamedTuple):
    """A file in a known form: its tables as the import reads them, the field of each column, and its rows.

    `returns` is the number of rows of people who came back, `skipped` has the sheets of another form.
    `doubts` are the participants of each table of whom it is doubtful who they are, by their lines.
    A report that `is_empty` has headings alone.
    """

    file: SourceFile
    mapping: dict[str, str]
    form: KnownForm
    rows: list[FormRows]
    returns: int = 0
    skipped: Sequence[str] = ()
    doubts: Sequence[Mapping[int, DoubtfulParticipant]] = ()
    is_empty: bool = False

    @property
    def notes(self) -> list[str]:
        """The form as which the file was read, and what of it means nothing here."""
        name = self.file.name
        notes = [_("{file}: read as {form}").format(file=name, form=self.form.label)]
        if self.is_empty:
            notes.append(_("{file}: nobody stands below the headings").format(file=name))
        if self.returns:
            from netreg.exchange.forms import participants

            notes.append(f"{name}: {participants.describe_repeats(self.returns)}")
        for table in self.rows:
            if noted := table.list_noted():
                sentence = _("{file}: columns kept in the note: {names}")
                notes.append(sentence.format(file=name, names=", ".join(f"'{heading}'" for heading in noted)))
            if unused := table.list_unused():
                names = ", ".join(f"'{heading}'" for heading in unused)
                notes.append(_("{file}: columns left out: {names}").format(file=name, names=names))
        notes += [_("{file}: the sheet '{name}' was skipped").format(file=name, name=sheet) for sheet in self.skipped]
        return notes

    @property
    def remarks(self) -> list[FormRemark]:
        """The remarks on cells, as far as the rows have been read."""
        return [one for table in self.rows for one in table.remarks]

    @property
    def left_out(self) -> list[FormRemark]:
        """The rows that are no records, as far as they have been read."""
        return [one for table in self.rows for one in table.left_out.values()]


def open_known_form(
    path: Path,
    entity: Entity,
    file: SourceFile,
    mapping: Mapping[str, str],
    partial_below: Threshold | None = None,
) -> tuple[SourceFile, FormFile | None]:
    """Return the file as it is to be read on, and the known form that it has, if it has one for this kind.

    The columns that `mapping` names stay as they are. The register at `path` is asked which
    participants are members; who was there for less than `partial_below` came in part.

    Raises:
        UnusableInput: when such a file holds no records of this kind, or does not tell how long anybody was there.
    """
    file, form = _open_known_form(path, entity, file, mapping, partial_below)
    if partial_below and not (form and form.form.has_participants):
        raise UnusableInput(
            _("{file}: no participants file of Zoom, Google Meet or Teams, so --partial-below means nothing").format(
                file=file.name
            ),
            _("leave it out"),
        )
    return file, form


def _open_known_form(
    path: Path, entity: Entity, file: SourceFile, mapping: Mapping[str, str], partial_below: Threshold | None
) -> tuple[SourceFile, FormFile | None]:
    forms = [form for form in FORMS if _is_for(form, entity) and (form.format == "vcf") == (file.format == "vcf")]
    if not forms and file.format == "vcf":
        raise UnusableInput(
            _("{file} holds people and organisations").format(file=file.name),
            _("import it with 'netreg member import' or 'netreg org import'"),
        )
    if not forms:
        return file, None
    peeked = [read_first_rows(table) for table in file.tables]
    file = file._replace(tables=[table for _first, table in peeked])
    found = [(table, which) for first, table in peeked if (which := _recognise_form(forms, first))]
    if len({form.label for _table, (form, _headings) in found}) != 1:
        if not found and entity.name in _PARTICIPANTS and not mapping:
            _refuse_nameless(entity, file.name, [first for first, _table in peeked])
        if entity.name in _PARTICIPANTS:
            file = file._replace(tables=[settle_participants(table) for table in file.tables])
        return file, None
    rows = [FormRows(form, table, headings, mapping) for table, (form, headings) in found]
    skipped = [table.name for first, table in peeked if first and not _recognise_form(forms, first)]
    form_file = None
    if entity.name in _PARTICIPANTS:
        form_file = _open_participants(path, entity, file, rows, partial_below)
    form_file = form_file or _open_contacts(entity, file, rows)
    form_file = form_file._replace(skipped=skipped)
    return form_file.file, form_file


def _refuse_nameless(entity: Entity, file: str, tables: Sequence[Sequence[SourceRow]]) -> None:
    """Refuse a report that tells when people came and went, but not who they are.

    Raises:
        UnusableInput: when no table has a column of names.
    """
    known = map_known_headings(entity)
    for row in (row for first in tables for row in first):
        if tells_stays(row.cells):
            names = {find_named_target(entity, name) for name in _PARTICIPANTS[entity.name][:2]}
            if not any(names.intersection(find_targets(known, cell)) for cell in row.cells if cell):
                raise UnusableInput(
                    _("{file}: no column has the names of the participants").format(file=file),
                    _("export the report with names, or give the column with --map HEADING=name_as_recorded"),
                )
            return


def _recognise_form(forms: list[KnownForm], first: list[SourceRow]) -> tuple[KnownForm, SourceRow] | None:
    """Return the form of a table with these first rows, and its heading row."""
    for form in forms:
        if headings := find_headings(first, form):
            return form, headings
    return None


def _open_contacts(entity: Entity, file: SourceFile, tables: list[FormRows]) -> FormFile:
    """Return contacts as rows of members or organisations."""
    target, fields = _TARGETS[entity.name], dict[str, str]()
    if tables[0].form.format != "vcf":  # only cards have a UUID
        target = target._replace(fields={field: part for field, part in target.fields.items() if field != UID_NAME})
    made = []
    for rows in tables:
        names = _name_columns(entity, rows, target.fields)
        fields |= dict(zip(names, target.fields, strict=True))
        made.append(_make_table(rows.table, partial(_iterate_contacts, rows, names, target)))
    return FormFile(file._replace(tables=made), fields, tables[0].form, tables)


def _is_for(form: KnownForm, entity: Entity) -> bool:
    """Tell whether files of a form are imported as records of this kind."""
    if entity.variant:
        return False
    if entity.name == "organisation":
        return form.format == "vcf"
    return entity.name in _PARTICIPANTS or (entity.name == "person" and not form.has_participants)


def _name_columns(entity: Entity, rows: FormRows, fields: Mapping[str, str]) -> list[str]:
    """Return the heading of each field: that of the file where it means the field elsewhere too, else the label.

    So errors name the heading, and a file of rejected rows is understood without the form.
    """
    known = map_known_headings(entity)
    names: list[str] = []
    for field, part in fields.items():
        name = rows.name_column(part)
        target = find_named_target(entity, field)
        is_known = bool(name) and target in find_targets(known, name)[:1]
        names.append(name if is_known and name not in names else str(target.field.label))
    return names


def _make_table(table: SourceTable, rows: Callable[[], Iterator[SourceRow]]) -> SourceTable:
    return table._replace(rows=rows, blocks=None, has_headings=True)


def _iterate_contacts(rows: FormRows, names: list[str], target: FormTarget) -> Iterator[SourceRow]:
    """Yield the headings, then the fields of each contact and the cells that are mapped by hand."""
    yield SourceRow(rows.line, [*names, *(rows.headings[place] for place in rows.mapped)])
    for row in rows:
        fields = target.read(rows, row)
        if fields is not None:
            yield SourceRow(row.line, [*(fields.get(field, "") for field in target.fields), *row.mapped])


def _iterate_list(lines: list[SourceRow]) -> Iterator[SourceRow]:
    """Yield rows that are in memory, by a generator as all other tables do."""
    yield from lines


def _open_participants(
    path: Path, entity: Entity, file: SourceFile, tables: list[FormRows], partial_below: Threshold | None
) -> FormFile:
    """Return the participants of a report, each once, as rows of attendance."""
    from netreg.exchange.forms import participants
    from netreg.exchange.forms.identities import find_unit, identify_participants, merge_members

    form, fields = tables[0].form, _PARTICIPANTS[entity.name]
    made, doubts, returns, count = [], [], 0, 0
    with database.reading(path) as db:
        for rows in tables:
            rows.has_note = not form.has_participants
            people, again = participants.merge_participants(rows)
            known, twice = merge_members(rows, identify_participants(db, rows, people))
            returns, count = returns + again + twice, count + len(people)
            shortest = partial_below.compute_seconds(one.seconds for one in people) if partial_below else 0
            heads = [*fields, *(rows.headings[place] for place in rows.mapped)]
            lines = [SourceRow(rows.line, heads)]
            doubts.append(dict[int, DoubtfulParticipant]())
            for one, member, candidates, _is_by_account in known:
                if candidates:
                    doubts[-1][one.line] = DoubtfulParticipant(rows.name_column("shown"), one.name, candidates)
                values = participants.describe_attendance(
                    db, one, member, find_unit(db, one, member), shortest, online=form.has_participants
                )
                lines.append(SourceRow(one.line, [*(values.get(field, "") for field in fields), *one.mapped]))
            made.append(_make_table(rows.table, partial(_iterate_list, lines)))
    mapping, is_empty = dict(zip(fields, fields, strict=True)), form.has_participants and not count
    return FormFile(file._replace(tables=made), mapping, form, tables, returns, doubts=doubts, is_empty=is_empty)
