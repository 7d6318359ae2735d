"""Every error that the package raises on purpose: one class per cause, each inheriting the nearest built-in.

A message is one line that says what was wrong, where, and what to do about it.
"""

__all__ = [
    "CheckpointError",
    "ClusterError",
    "DomainError",
    "ExactReluError",
    "FormatError",
    "IndeterminateFormError",
    "InexactNumberError",
    "MissingExtraError",
    "ShapeError",
    "SizeLimitError",
    "UnsupportedOperatorError",
    "WorkerLostError",
]


class ExactReluError(Exception):
    """Base class of all errors that this package raises on purpose."""


class InexactNumberError(ExactReluError, TypeError):
    """A float, or another number that is not exact, was offered where an exact one is needed."""


class IndeterminateFormError(ExactReluError, ArithmeticError):
    """An extended-real operation has no value: oo - oo, oo / oo, x / 0."""


class ShapeError(ExactReluError, ValueError):
    """Sizes of weights, biases, points or layers do not fit together."""


class DomainError(ExactReluError, ValueError):
    """A domain is empty, has the wrong dimension, or a point lies outside it."""


class FormatError(ExactReluError, ValueError):
    """A file is not what its format says: it is truncated, malformed, or of an unknown version."""


class UnsupportedOperatorError(FormatError):
    """A model uses an operator that has no exact piecewise-linear reading here."""


class MissingExtraError(ExactReluError, ImportError):
    """An optional dependency is not installed; the message names the extra that brings it."""


class SizeLimitError(ExactReluError, RuntimeError):
    """A result would be larger than the limit; the message says how to lift it."""


class WorkerLostError(ExactReluError, RuntimeError):
    """Worker processes ended again and again in the middle of the same task."""


class CheckpointError(ExactReluError, ValueError):
    """A folder of checkpoints belongs to another search, or was changed while it was used."""


class ClusterError(ExactReluError, ConnectionError):
    """A cluster cannot be reached, or has no workers."""
