"""Exceptions that both sides know: the module is in allowed_remote_exmods."""


class InteropError(Exception):
    def __init__(self, message, code):
        super().__init__(message, code)
        self.message = message
        self.code = code

    def __str__(self):
        return f'{self.message} (code {self.code})'


class InteropKwError(Exception):
    """As Nova's: the message is the only positional argument, all else is in kwargs."""

    def __init__(self, message=None, **kwargs):
        super().__init__(message)
        self.kwargs = kwargs
