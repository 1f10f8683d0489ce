"""The compiler of queries: the tree of a query becomes conditions of SQL, and a test of what only rows can tell."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from netreg.core.choice_fields import Choice, YesNo
from netreg.core.fields import Count, Reference
from netreg.core.queries.query import (
    HAS,
    MISSING,
    All,
    Either,
    FieldTerm,
    Not,
    Word,
    format_query,
    parse_query,
    quote_name,
    quote_text,
)
from netreg.core.queries.query_error import Place, QueryError
from netreg.core.thai_fields import Date
from netreg.entities import BY_NAME, PERSON
from netreg.errors import Failure, InvalidValue, UnknownRecord
from netreg.language import _
from netreg.store.records import conditions
from netreg.store.records.conditions import NEAREST_PROVINCE, CompiledQuery
from netreg.store.records.querying.asked_values import (
    Containing,
    Days,
    Whole,
    add_functions,
    is_blank_word,
    read_asked,
    refuse_blank,
    write_fiscal_year,
)
from netreg.store.records.querying.clauses import (
    Clause,
    Parameters,
    find_indexed,
    join_all,
    join_either,
    make_condition,
    negate,
)
from netreg.store.records.querying.containing import find_containing, find_folded
from netreg.store.records.querying.meant_records import select_meant, select_named
from netreg.store.records.querying.paths import find_along, find_paths
from netreg.store.records.querying.saved_views import read_view
from netreg.store.records.querying.shown_values import list_shown_terms
from netreg.store.records.querying.targets import Target, find_target, is_parted_name, is_reference, name_field
from netreg.thai import text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import date

    from netreg.core.entity import Entity, Row
    from netreg.core.fields import Field
    from netreg.core.queries.query import Node
    from netreg.store.records.querying.asked_values import Asked

_MOST_VIEWS = 10
_MOST_WORDS = 6
"""In so many of the next words a value that should be quoted is looked for: two dates."""


class _Leaf(NamedTuple):
    """The demand of a word or term: a clause of SQL, or else a test of a row."""

    clause: Clause = Clause("")
    test: Callable[[Row], bool] | None = None


def compile_query(db: sqlite3.Connection, entity: Entity, written: str, as_of: date) -> CompiledQuery:
    """Compile a query of a list of one kind.

    Raises:
        QueryError: with the place and the nearest right form, when it is not valid.
    """
    tree = parse_query(written)
    if tree is None:
        return CompiledQuery()
    add_functions(db)
    return _Compiler(db, entity, written, as_of).compile(tree)


class _Compiler:
    """One compilation: every value that is bound in it has a name of its own."""

    def __init__(self, db: sqlite3.Connection, entity: Entity, written: str, as_of: date) -> None:
        self._db, self._entity, self._written, self._as_of = db, entity, written, as_of
        self._bound = Parameters("query", {"as_of": as_of.isoformat()})
        self._leaves: dict[int, _Leaf] = {}
        # The text that a word or term stands in, where that is a saved view.
        self._texts: dict[int, str] = {}

    def compile(self, parsed: Node) -> CompiledQuery:
        tree = self._expand_views(parsed, self._written)
        parts = tree.parts if isinstance(tree, All) else (tree,)
        for pair in pairwise(parsed.parts if isinstance(parsed, All) else ()):
            self._check_parted_name(*pair)
        for part in parts:
            self._read_leaves(part)
        told = [part for part in parts if not self._is_derived(part)]
        tests = [self._make_test(part) for part in parts if self._is_derived(part)]
        clauses = [self._make_clause(part) for part in told]
        found = (make_condition(join_all(clauses), self._bound),) if clauses else ()
        return CompiledQuery(found, (lambda row: all(test(row) for test in tests)) if tests else None)

    def _check_parted_name(self, word: Node, term: Node) -> None:
        """Refuse a word and a term that are one name of a field with a space in it, as in ``end date:2563``."""
        if not isinstance(word, Word) or not isinstance(term, FieldTerm) or word.place.end >= term.place.start:
            return
        if is_parted_name(self._entity, word.text, term.name):
            place = Place(word.place.start, term.name_place.end)
            form = format_query(replace(term, name=f"{word.text} {term.name}"))
            sentence = _("a name with spaces is quoted")
            raise QueryError(self._written, place, sentence, _("write {form}").format(form=form))

    def _expand_views(self, node: Node, written: str, depth: int = 0) -> Node:
        """Return the tree with the query of each saved view in the place of its name."""
        if isinstance(node, Not):
            return Not(self._expand_views(node.part, written, depth))
        if isinstance(node, All | Either):
            return type(node)(tuple(self._expand_views(part, written, depth) for part in node.parts))
        self._texts[id(node)] = written
        if not isinstance(node, Word):
            return node
        try:
            query = read_view(self._db, self._entity, node.text)
        except InvalidValue as error:
            self._refuse(node, node.place, str(error))
        if query is None:
            return self._add_shown(node, written)
        if depth > _MOST_VIEWS:
            self._refuse(node, node.place, _("a view cannot be used in itself"))
        tree = parse_query(query)
        assert tree is not None  # it was read when it was saved
        return self._expand_views(tree, query, depth + 1)

    def _add_shown(self, word: Word, written: str) -> Node:
        """Return a word or what it means as a value that the table shows: a choice, a flag, a date."""
        terms = list_shown_terms(self._entity, word.text, word.place)
        self._texts |= {id(term): written for term in terms}
        return Either((word, *terms)) if terms else word

    def _read_leaves(self, node: Node) -> None:
        if isinstance(node, Word | FieldTerm):
            self._leaves[id(node)] = self._read_word(node) if isinstance(node, Word) else self._read_term(node)
        else:
            for part in (node.part,) if isinstance(node, Not) else node.parts:
                self._read_leaves(part)

    def _is_derived(self, node: Node) -> bool:
        if isinstance(node, Word | FieldTerm):
            return self._leaves[id(node)].test is not None
        return any(map(self._is_derived, (node.part,) if isinstance(node, Not) else node.parts))

    def _make_clause(self, node: Node) -> Clause:
        if isinstance(node, Word | FieldTerm):
            return self._leaves[id(node)].clause
        if isinstance(node, Not):
            return negate(self._make_clause(node.part))
        clauses = [self._make_clause(part) for part in node.parts]
        return join_all(clauses) if isinstance(node, All) else join_either(clauses)

    def _make_test(self, node: Node) -> Callable[[Row], bool]:
        """Make the test of a part that has a derived field in it; what SQL tells of the rest is asked once."""
        if not self._is_derived(node):
            sql = f"SELECT t.id FROM {self._entity.name} t WHERE {self._make_clause(node).sql}"
            numbers = {row[0] for row in self._db.execute(sql, self._bound.values)}
            return lambda row: row["id"] in numbers
        if isinstance(node, Word | FieldTerm):
            test = self._leaves[id(node)].test
            assert test is not None
            return test
        if isinstance(node, Not):
            inner = self._make_test(node.part)
            return lambda row: not inner(row)
        tests = [self._make_test(part) for part in node.parts]
        every = isinstance(node, All)
        return lambda row: all(test(row) for test in tests) if every else any(test(row) for test in tests)

    # --- words and terms ---

    def _read_word(self, word: Word) -> _Leaf:
        if not text.fold_text(word.text).strip():
            self._refuse(word, word.place, _("there is nothing to search for"))
        return _Leaf(find_containing(self._db, word.text, self._entity, self._bound))

    def _read_term(self, term: FieldTerm) -> _Leaf:
        key = text.match_key(term.name)
        try:
            if key in MISSING + HAS:
                return self._read_presence(term, wanted=key in HAS)
            target = find_target(self._entity, term.name, term.value or term.until)
        except InvalidValue as error:
            place = term.value_place if key in MISSING + HAS else term.name_place
            self._refuse(term, place, str(error))
        try:
            return self._read_value(target, term)
        except QueryError:
            raise
        except (InvalidValue, Failure) as error:
            if form := self._find_quoted_form(target, term):
                is_range = ".." in term.value
                sentence = _("each end of a range is quoted") if is_range else _("a value with spaces is quoted")
                raise QueryError(
                    self._texts[id(term)], term.value_place, sentence, _("write {form}").format(form=form)
                ) from None
            if is_blank_word(term.value) and term.sign in ":=":
                self._refuse(term, term.value_place, refuse_blank(term))
            if other := self._find_other_choice(target, term):
                sentence = _("'{text}' is not one of {field}").format(text=term.value, field=target.fields[0].label)
                form = f"{quote_name(other)}:{quote_text(term.value)}"
                raise QueryError(
                    self._texts[id(term)], term.place, sentence, _("write {form}").format(form=form)
                ) from None
            self._refuse(term, term.value_place, str(error))

    def _find_other_choice(self, target: Target, term: FieldTerm) -> str:
        """Return the name of another field of the kind that knows the value as one of its words."""
        if not (target.fields and isinstance(target.fields[0], Choice)) or term.sign not in ":=":
            return ""
        fields = (*self._entity.stored, *self._entity.derived)
        knowing = (field for field in fields if isinstance(field, Choice) and not isinstance(field, YesNo))
        found = next((field for field in knowing if field.knows_word(term.value)), None)
        return "" if found is None else name_field(found)

    def _find_quoted_form(self, target: Target, term: FieldTerm) -> str:
        """Return the term with quotes where they belong: around a date typed with blanks, each end of a range."""
        if is_reference(target) or _is_whole_name(target):
            return ""
        value, form = term.value, ""
        following = self._texts[id(term)][term.place.end :].split()[:_MOST_WORDS]
        for word in [""] if ".." in value else following:
            if ":" in word:
                break
            value = f"{value} {word}".strip()
            first, dots, last = value.partition("..")
            ends = [one for one in (first, last) if one.strip()]
            try:
                for one in ends:
                    read_asked(target.fields[0], replace(term, sign=":", value=one, until=""), self._as_of)
            except InvalidValue:
                continue
            sign = "" if term.sign == ":" else term.sign
            form = f"{quote_name(term.name)}:{sign}" + dots.join(
                quote_text(one.strip()) if one.strip() else "" for one in (first, last) if dots or one
            )
        return form

    def _read_value(self, target: Target, term: FieldTerm) -> _Leaf:
        if is_reference(target):
            return self._select_meant(target, term)
        if _is_whole_name(target):
            return _Leaf(self._match_name(target, term))
        if target.is_fiscal:
            term = replace(term, value=write_fiscal_year(term.value), until=write_fiscal_year(term.until))
        asked = [read_asked(field, term, self._as_of) for field in target.fields]
        if target.is_derived:
            name = target.fields[0].name
            return _Leaf(test=lambda row: asked[0].accepts(row.get(name)))

        def find_inner(table: str) -> Clause:
            clauses = []
            for field, one in zip(target.fields, asked, strict=True):
                clause = Clause(one.make_clause(_make_column(target, field, table), self._bound))
                if isinstance(one, Days) and table == "t":
                    clause = find_indexed(self._db, self._entity.name, field.column, clause, self._bound)
                if isinstance(one, Containing | Whole):  # the text of the whole record is folded already
                    own = find_folded(self._db, BY_NAME[target.kind], [one.sought], table, self._bound)
                    clause = join_all((own, clause))
                clauses.append(clause)
            return join_either(clauses)

        found = self._along_paths(target, find_inner)
        if target.kind == PERSON.name == self._entity.name and target.fields[0].name == "province":
            return self._add_places_of_work(found, asked[0])
        return found

    def _add_places_of_work(self, own: _Leaf, asked: Asked) -> _Leaf:
        """Return the clause for a person's province: of one without an own, that of the units of the posts."""
        place = Target(find_paths(PERSON.name, "organisation"), "organisation")
        column = NEAREST_PROVINCE.format(unit="{table}.id")
        at_work = self._along_paths(
            place, lambda table: Clause(asked.make_clause(column.format(table=table), self._bound))
        )
        return _Leaf(join_either((own.clause, join_all((Clause("t.province IS NULL"), at_work.clause)))))

    def _along_paths(self, target: Target, find_inner: Callable[[str], Clause]) -> _Leaf:
        return _Leaf(join_either(find_along(self._db, path, find_inner, self._bound) for path in target.paths))

    def _match_name(self, target: Target, term: FieldTerm) -> Clause:
        """Return the clause for the whole name of a person, written with titles or without."""
        if term.sign not in ":=":
            read_asked(target.fields[0], term, self._as_of)  # refuses
        names = dict.fromkeys(map(text.fold_text, PERSON.search_names(term.value)))
        whole = "netreg_fold(coalesce(t.given_name, '') || coalesce(' ' || t.family_name, ''))"
        titles = "' ' || netreg_fold(t.titles) || ' '"
        clauses = []
        for name in filter(None, names):
            own = find_folded(self._db, PERSON, [name], "t", self._bound)
            sought = self._bound.bind(name)
            asked = f"{whole} = {sought}"
            if term.sign == ":":  # a title alone is a part of the name as it is shown
                asked = f"(instr({whole}, {sought}) OR instr({titles}, ' ' || {sought} || ' '))"
            clauses.append(join_all((own, Clause(asked))))
        return join_either(clauses)

    def _select_meant(self, target: Target, term: FieldTerm) -> _Leaf:
        """Return the clause for records that point to, or are pointed to by, those that a term names."""
        if term.sign not in ":=":
            raise InvalidValue(
                _("'{name}' is asked for by code, number or name, and has no order; write {name}:{value}").format(
                    name=term.name, value=term.value or term.until
                )
            )
        reference = target.fields[0] if target.fields else None
        select = select_named if term.sign == "=" else select_meant
        if not isinstance(reference, Reference):
            numbers = select(self._db, BY_NAME[target.kind], term.value, self._bound)
            return self._along_paths(target, lambda table: Clause(f"{table}.id IN ({numbers})"))
        kept = self._match_kept_name(target, reference, term.value)
        try:
            numbers = select(self._db, BY_NAME[reference.to], term.value, self._bound)
        except UnknownRecord:
            if not kept or not self._is_anywhere(target.kind, kept):
                raise
            numbers = "SELECT NULL WHERE 0"

        def find_inner(table: str) -> Clause:
            named = f"{table}.{reference.column} IN ({numbers})"
            return Clause(f"({named} OR {kept.format(table=table)})" if kept else named)

        return self._along_paths(target, find_inner)

    def _match_kept_name(self, target: Target, reference: Reference, written: str) -> str:
        """Return the clause for the name that a record keeps of somebody, empty where it keeps none."""
        kept = BY_NAME[target.kind].kept_name
        if kept is None or reference.name != kept.person:
            return ""
        sought = self._bound.bind(text.fold_text(written))
        return f"instr(netreg_fold({{table}}.{kept.name}), {sought})"

    def _is_anywhere(self, kind: str, clause: str) -> bool:
        sql = f"SELECT 1 FROM {kind} w WHERE {clause.format(table='w')} LIMIT 1"
        return self._db.execute(sql, self._bound.values).fetchone() is not None

    def _read_presence(self, term: FieldTerm, *, wanted: bool) -> _Leaf:
        """Read ``missing:FIELD`` and ``has:FIELD``: a blank field, or no record of a kind."""
        if term.sign != ":":
            raise InvalidValue(_("expected the name of a field, as in missing:email"))
        lacking = conditions.MISSING.get(self._entity.name, {}).get(term.value.lower())
        if lacking is not None:
            return _Leaf(Clause(f"({lacking}) IS NOT TRUE" if wanted else f"({lacking})"))
        target = find_target(self._entity, term.value)
        if target.is_derived and not _is_whole_name(target):
            name, field = target.fields[0].name, target.fields[0]
            empty: tuple[object, ...] = (None, "") if isinstance(field, YesNo | Date | Count) else (None, "", [], ())
            return _Leaf(test=lambda row: (row.get(name) not in empty) is wanted)

        def find_inner(table: str) -> Clause:
            if not target.fields or target.is_derived:
                return Clause("1")
            return Clause(f"({' OR '.join(f'{table}.{field.column} IS NOT NULL' for field in target.fields)})")

        found = self._along_paths(target, find_inner)
        return found if wanted else _Leaf(negate(found.clause))

    def _refuse(self, leaf: Word | FieldTerm, place: Place, sentence: str) -> NoReturn:
        raise QueryError(self._texts[id(leaf)], place, sentence) from None


def _make_column(target: Target, field: Field, table: str) -> str:
    """Return the column of a field; of a unit that a record points to, the province of the nearest that has one."""
    if target.kind == "organisation" and field.name == "province" and target.paths != ((),):
        return NEAREST_PROVINCE.format(unit=f"{table}.id")
    return f"{table}.{field.column}"


def _is_whole_name(target: Target) -> bool:
    """Tell whether a target is the name of a person, which is derived and yet told by SQL."""
    return target.is_derived and target.kind == "person" and target.fields[0].name == "name"
