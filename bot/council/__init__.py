"""The rules of a Customer Experience Council: frozen values and pure functions. No framework, no I/O, no clock."""
