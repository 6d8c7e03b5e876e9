"""What is kept. Rows never leave this package: query functions take a session first, return the council's values and
never commit. `find_x` returns a value or None, `get_x` a value or raises NotFound, `list_x` a list."""


class NotFound(LookupError):
    """No such row."""


class Stale(Exception):
    """The row was changed by somebody else since it was read."""
