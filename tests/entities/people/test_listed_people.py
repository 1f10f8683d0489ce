"""People are counted, not rows; against a model that tries every way to tell the rows apart."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from netreg.entities.people.listed_people import ListedPerson, collect_people, count_standings, parse_listed_people

# Units: 1 is above 2 and 3, 2 is above 4.
LINEAGE = {0: (), 1: (1,), 2: (2, 1), 3: (3, 1), 4: (4, 2, 1)}


def person(number: int, standing: str = "present") -> ListedPerson:
    return ListedPerson(number, standing)


def name(*keys: str, standing: str = "present", unit: int = 0, namesakes: tuple[int, ...] = ()) -> ListedPerson:
    return ListedPerson(None, standing, keys, namesakes, LINEAGE[unit])


CASES = [
    ("nobody", [], []),
    ("a person in two roles", [person(1), person(1)], ["present"]),
    ("a person and the same by name", [person(1), name("a", namesakes=(1,))], ["present"]),
    ("by name before the person", [name("a", namesakes=(1,), standing="absent"), person(1)], ["absent present"]),
    ("a namesake who is not in the list", [person(1), name("a", namesakes=(2,))], ["present", "present"]),
    ("two namesakes in the list", [person(1), person(2), name("a", namesakes=(1, 2))], ["present", "present"]),
    ("one name twice, with and without titles", [name("รศa", "a"), name("a", standing="apology")], ["apology present"]),
    ("two names joined by a third", [name("a"), name("b"), name("a", "b")], ["present"]),
    ("one name of two units", [name("a", unit=2), name("a", unit=3)], ["present", "present"]),
    ("one name of a unit and of no known one", [name("a", unit=2), name("a")], ["present"]),
    ("one name of a unit and of one above it", [name("a", unit=1), name("a", unit=4)], ["present"]),
    ("two units and one above both", [name("a", unit=1), name("a", unit=2), name("a", unit=3)], ["present", "present"]),
]  # fmt: skip


def test_who_is_listed_several_times_is_one_person() -> None:
    found = [(what, sorted(" ".join(sorted(one)) for one in collect_people(rows))) for what, rows, _ in CASES]
    assert found == [(what, expected) for what, _, expected in CASES]


def test_people_are_counted_by_the_best_of_their_standings() -> None:
    people = [frozenset(one.split()) for one in ("present absent", "apology absent", "absent", "?")]
    assert count_standings(people, ("present", "partial"), ("apology",), ("absent",)) == [1, 1, 2]


def test_the_text_of_the_store_is_parsed_and_a_blank_one_is_nobody() -> None:
    text = '[[7, "present"], [null, "absent", ["a", "b"], [7], [2, 1]]]'
    assert parse_listed_people(text, None, "[]") == [
        person(7),
        ListedPerson(None, "absent", ("a", "b"), (7,), (2, 1)),
    ]


ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(list(LINEAGE))), max_size=5)


@given(ROWS)
def test_rows_of_names_are_as_few_people_as_their_units_allow(rows: list[tuple[str, int]]) -> None:
    def can_be_one(units: list[int]) -> bool:
        pairs = product(filter(None, units), repeat=2)
        return all(one in LINEAGE[other] or other in LINEAGE[one] for one, other in pairs)

    def count_fewest(units: list[int]) -> int:
        ways = product(range(len(units)), repeat=len(units))
        fitting = (
            way for way in ways if all(can_be_one([u for u, w in zip(units, way, strict=True) if w == p]) for p in way)
        )
        return min((len(set(way)) for way in fitting), default=0)

    expected = sum(count_fewest([unit for key, unit in rows if key == letter]) for letter in "ab")
    assert len(collect_people(name(key, unit=unit) for key, unit in rows)) == expected
