"""Queries of lists (:mod:`netreg.core.query`) compiled to SQL with bound parameters, and to tests of derived fields."""
