"""An exception of a module that no client allows."""


class PrivateError(Exception):
    pass
