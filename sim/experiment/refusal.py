"""Refusals and failures: why something was not done, in a sentence that says what to do."""


class RefusedError(ValueError):
    """The user's input is wrong; the message names it and the reason."""


class WorkerError(RuntimeError):
    """A worker process ended without an answer, most often for want of memory."""


class StoreError(RuntimeError):
    """Results cannot be written any further; those written before are whole."""
