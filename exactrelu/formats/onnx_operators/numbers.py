"""The numbers that an ONNX file stores: IEEE 754 values and integers, exactly."""

from typing import Any

from gmpy2 import mpq

from exactrelu.errors import FormatError
from exactrelu.formats.lowering import Tensor
from exactrelu.formats.stored import exact_number

__all__ = ["FLOAT_TYPES", "INTEGER_TYPES", "exact_tensor", "type_name"]

FLOAT_TYPES = ("FLOAT", "DOUBLE", "FLOAT16")
INTEGER_TYPES = ("INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64")


def type_name(number: int) -> str:
    """The name of a data type of ONNX by its number."""
    import onnx

    types = onnx.TensorProto.DataType
    return str(types.Name(number)) if number in types.values() else f"number {number}"


def exact_tensor(proto: Any, what: str) -> Tensor:
    """The exact values of a stored tensor.

    Raises FormatError for a type other than float, double, float16, integers and bool, for values that are not finite
    or not inside the file, and for values that do not fill the shape.
    """
    import onnx
    from onnx import numpy_helper

    name = type_name(proto.data_type)
    if name not in (*FLOAT_TYPES, *INTEGER_TYPES, "BOOL"):
        raise FormatError(f"{what} has the type {name}; floats up to double, integers and bool can be read")
    if proto.data_location == onnx.TensorProto.EXTERNAL:
        raise FormatError(
            f"{what} keeps its values in another file (external data); save the model as one file: "
            "onnx.save_model(onnx.load(FILE), OTHER)"
        )
    if any(size < 0 for size in proto.dims):
        raise FormatError(f"{what} has the shape {list(proto.dims)}")
    try:
        array = numpy_helper.to_array(proto)
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(f"{what} is damaged: {error}") from None
    # tolist() makes Python numbers, and float16 and float32 widen to double without rounding.
    numbers = array.ravel().tolist()
    if array.dtype.kind == "f":
        return Tensor.of((exact_number(number, what) for number in numbers), array.shape)
    kind = "boolean" if array.dtype.kind == "b" else "integer"
    return Tensor.of((mpq(int(number)) for number in numbers), array.shape, kind)
