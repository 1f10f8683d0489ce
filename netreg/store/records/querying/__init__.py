"""Queries of lists (:mod:`netreg.core.queries`) compiled to SQL with bound parameters, and to tests of rows."""
