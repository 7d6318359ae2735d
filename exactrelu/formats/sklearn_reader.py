"""Fitted multi-layer perceptrons of scikit-learn: their float64 (or float32) weights, exactly.

A classifier's network gives the logits, before softmax or the logistic function: one number for each class, or, for two
classes, one number that is positive where the second class is the more likely.
"""

from collections.abc import Sequence
from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError, UnsupportedOperatorError
from exactrelu.files import shorten
from exactrelu.formats.stored import exact_number
from exactrelu.network import Layer, Network, Provenance

__all__ = ["from_sklearn"]

READING_RULE = "IEEE 754 values of the fitted arrays, exactly"
LOGITS = "the outputs are the logits, before the {}"


def from_sklearn(estimator: Any) -> Network:
    """The network of a fitted MLPRegressor or MLPClassifier, or of a pipeline of scalers that ends in one.

    Activations are "relu" or "identity".  A StandardScaler or MinMaxScaler before it is folded into the first layer,
    exactly: (x - mean) / scale as real arithmetic.  Classifiers give logits, which provenance.notes says.
    Raises FormatError for an estimator that is not fitted, UnsupportedOperatorError for any other one.
    """
    steps = [step for _, step in estimator.steps] if hasattr(estimator, "steps") else [estimator]
    *scalers, last = steps
    if not hasattr(last, "coefs_"):
        kind = type(last).__name__
        if kind in ("MLPRegressor", "MLPClassifier"):
            raise FormatError(f"the {kind} is not fitted; call its method fit first")
        raise UnsupportedOperatorError(f"a {kind} has no exact reading; MLPRegressor and MLPClassifier have one")
    if last.activation not in ("relu", "identity"):
        raise UnsupportedOperatorError(f"the activation {shorten(last.activation)} is not piecewise linear; use relu")
    if last.out_activation_ not in ("identity", "softmax", "logistic"):
        raise UnsupportedOperatorError(f"the output's activation {shorten(last.out_activation_)} has no exact reading")
    matrices = [_columns(matrix, f"coefs_[{i}]") for i, matrix in enumerate(last.coefs_)]
    biases = [_numbers(vector, f"intercepts_[{i}]") for i, vector in enumerate(last.intercepts_)]
    # The scaler nearest to the network is folded in first: it is the last that the input passes.
    for scaler in reversed(scalers):
        matrices[0], biases[0] = _folded(scaler, matrices[0], biases[0])
    layers = [
        Layer(matrix, bias, "identity" if i == len(matrices) else last.activation)
        for i, (matrix, bias) in enumerate(zip(matrices, biases, strict=True), start=1)
    ]
    notes = () if last.out_activation_ == "identity" else (LOGITS.format(last.out_activation_),)
    return Network(layers, Provenance(None, READING_RULE, notes))


def _numbers(array: Any, what: str) -> list[mpq]:
    return [exact_number(number, what) for number in array.tolist()]


def _columns(array: Any, what: str) -> list[list[mpq]]:
    """The rows of a weight matrix from an array of shape (inputs, outputs)."""
    return [[exact_number(number, what) for number in row] for row in array.T.tolist()]


def _folded(scaler: Any, matrix: Sequence[Sequence[mpq]], bias: Sequence[mpq]) -> tuple[list[list[mpq]], list[mpq]]:
    """The first layer after x * factor + shift has been put before it."""
    factors, shifts = _affine(scaler, len(matrix[0]))
    shifted = [
        constant + sum((w * shift for w, shift in zip(row, shifts, strict=True)), mpq(0))
        for row, constant in zip(matrix, bias, strict=True)
    ]
    return [[w * factor for w, factor in zip(row, factors, strict=True)] for row in matrix], shifted


def _affine(scaler: Any, inputs: int) -> tuple[list[mpq], list[mpq]]:
    """A scaler as x * factor + shift, number by number."""
    kind = type(scaler).__name__
    zeros, ones = [mpq(0)] * inputs, [mpq(1)] * inputs
    if isinstance(scaler, str) and scaler == "passthrough":
        return ones, zeros
    if kind == "StandardScaler" and hasattr(scaler, "mean_"):
        means = _numbers(scaler.mean_, "mean_") if scaler.with_mean else zeros
        scales = _numbers(scaler.scale_, "scale_") if scaler.with_std else ones
        return [1 / scale for scale in scales], [-mean / scale for mean, scale in zip(means, scales, strict=True)]
    if kind == "MinMaxScaler" and hasattr(scaler, "min_") and not scaler.clip:
        return _numbers(scaler.scale_, "scale_"), _numbers(scaler.min_, "min_")
    raise UnsupportedOperatorError(
        f"the step {kind} has no exact reading; StandardScaler and MinMaxScaler (fitted, without clipping) have one"
    )
