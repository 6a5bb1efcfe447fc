"""Refusals, each with a Danish sentence that may be shown to the person who asked."""


class DomainError(Exception):
    """Something the rules do not allow; the message says, in Danish, what to do instead."""


class NotPermittedError(DomainError):
    """The actor's roles do not reach this far."""
