"""PyTorch modules: PyTorch itself is the oracle, in double precision, on dyadic weights where nothing is rounded."""

from fractions import Fraction
from math import prod

import pytest

from exactrelu.errors import FormatError, ShapeError, UnsupportedOperatorError
from exactrelu.formats import from_torch
from exactrelu.network import Layer
from tests.onnx_models import dyadic, dyadic_points, exactly

pytestmark = pytest.mark.extra("torch", "numpy")


def filled(module, dtype="float64"):
    """The module in evaluation mode, with every parameter replaced by numbers k/2."""
    import torch

    module = module.to(getattr(torch, dtype)).eval()
    with torch.no_grad():
        for i, parameter in enumerate(module.parameters()):
            values = dyadic(parameter.numel(), i)
            parameter.copy_(torch.tensor(values, dtype=parameter.dtype).reshape(parameter.shape))
    return module


def evaluated(module, point, shape):
    import torch

    dtype = next((parameter.dtype for parameter in module.parameters()), torch.float64)
    with torch.no_grad():
        return exactly(module(torch.tensor(point, dtype=dtype).reshape(1, *shape)).double().numpy())


def agrees(module, shape, given=True, margin=0):
    network = from_torch(module, shape if given else None)
    for point in dyadic_points(6, prod(shape), seed=prod(shape)):
        ours, theirs = network([Fraction(x) for x in point]), evaluated(module, point, shape)
        assert len(ours) == len(theirs)
        assert all(abs(p - q) <= margin * max(1, abs(q)) for p, q in zip(ours, theirs, strict=True))
    return network


def cases():
    """Names and functions that make a module, its input's shape, and the rounding to be expected of PyTorch."""
    from torch import nn

    yield "Linear", lambda: nn.Linear(3, 2), (3,), 0
    yield "Linear without bias", lambda: nn.Linear(3, 2, bias=False), (3,), 0
    yield "Linear on rows", lambda: nn.Linear(3, 2), (2, 3), 0
    for module in (nn.ReLU(), nn.ReLU6(), nn.LeakyReLU(0.25), nn.Hardtanh(-1.5, 0.5), nn.Identity(), nn.Dropout(0.5)):
        yield str(module), lambda module=module: module, (4,), 0
    yield "LeakyReLU by default", nn.LeakyReLU, (4,), 1e-12
    yield "PReLU", nn.PReLU, (3,), 0
    yield "PReLU per channel", lambda: nn.PReLU(2), (2, 3), 0
    yield "Flatten", lambda: nn.Sequential(nn.Flatten(), nn.Linear(6, 2)), (2, 3), 0
    yield "Flatten some", lambda: nn.Flatten(2, -1), (2, 3, 2), 0
    yield "Unflatten", lambda: nn.Sequential(nn.Unflatten(1, (2, -1)), nn.MaxPool1d(2)), (8,), 0
    for stride in (1, 2):
        for padding in (0, 1, "same", "valid"):
            if stride == 1 or padding not in ("same", "valid"):
                options = {"stride": stride, "padding": padding, "dilation": 2 if padding == "same" else 1}
                yield f"Conv1d {options}", lambda o=options: nn.Conv1d(2, 4, 2, groups=2, **o), (2, 6), 0
                yield f"Conv2d {options}", lambda o=options: nn.Conv2d(1, 2, (2, 3), bias=False, **o), (1, 5, 4), 0
    for ceiling in (False, True):
        for options in ({}, {"stride": 1}, {"stride": 2, "padding": 1}):
            options = {**options, "ceil_mode": ceiling}
            yield f"MaxPool1d {options}", lambda o=options: nn.MaxPool1d(3, **o), (2, 7), 0
            yield f"MaxPool2d {options}", lambda o=options: nn.MaxPool2d((3, 2), **o), (1, 5, 4), 0
            yield f"AvgPool1d {options}", lambda o=options: nn.AvgPool1d(3, **o), (2, 7), 1e-12
            for more in ({}, {"count_include_pad": False}, {"divisor_override": 4}):
                more = {**options, **more}
                yield f"AvgPool2d {more}", lambda o=more: nn.AvgPool2d((3, 2), **o), (1, 5, 4), 1e-12
    yield "MaxPool2d dilated", lambda: nn.MaxPool2d(2, dilation=2, stride=1), (1, 4, 5), 0
    yield "AdaptiveAvgPool1d", lambda: nn.AdaptiveAvgPool1d(1), (2, 3), 1e-12
    yield "AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((1, 1)), (2, 3, 2), 1e-12
    yield "BatchNorm1d", lambda: nn.BatchNorm1d(3), (3,), 1e-12
    yield "BatchNorm1d on rows", lambda: nn.BatchNorm1d(2), (2, 3), 1e-12
    yield "BatchNorm2d", lambda: nn.BatchNorm2d(2, affine=False), (2, 2, 2), 1e-12
    yield "nested", lambda: nn.Sequential(nn.Sequential(nn.Linear(2, 3), nn.ReLU()), nn.Linear(3, 1)), (2,), 0


def test_every_module_equals_pytorch():
    import torch

    names = set()
    for name, build, shape, margin in cases():
        module = filled(build())
        for part in module.modules():
            if hasattr(part, "running_var"):
                part.running_var += torch.arange(part.num_features)
                part.running_mean -= 0.5
        agrees(module, shape, margin=Fraction(margin))
        assert name not in names
        names.add(name)


def test_the_shape_is_found_where_a_layer_says_it():
    from torch import nn

    for first in (nn.Identity(), nn.Dropout(), nn.Flatten()):
        assert agrees(filled(nn.Sequential(first, nn.Sequential(nn.Linear(3, 1)))), (3,), given=False).inputs == 3
    assert from_torch(nn.BatchNorm1d(2).eval()).inputs == 2
    for module in (nn.Conv1d(1, 1, 1), nn.ReLU(), nn.Sequential(nn.MaxPool1d(2), nn.Linear(2, 1))):
        with pytest.raises(ShapeError, match="pass input_shape"):
            from_torch(module)
    # What can never be read is no question of the shape.
    for module in (nn.LSTM(2, 2), nn.Sequential(nn.ReLU(), nn.Tanh(), nn.Conv1d(1, 1, 1))):
        with pytest.raises(UnsupportedOperatorError, match="it has no exact reading here"):
            from_torch(module)
    for shape in [(0,), (2.0,), (-1, 2)]:
        with pytest.raises(ShapeError, match="positive integers"):
            from_torch(nn.ReLU(), shape)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_parameters_are_exact_in_every_type(dtype):
    import torch
    from torch import nn

    module = nn.Linear(3, 1).to(getattr(torch, dtype))
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[0.1, 1 / 3, -6e-8]], dtype=torch.float64))
    network = from_torch(module)
    stored = module.weight.detach().double().reshape(-1).tolist()
    assert network.layers[0].weight[0] == tuple(Fraction(number) for number in stored)
    assert (network.layers[0].weight[0][0] == Fraction(0.1)) == (dtype == "float64")


def test_a_plain_module_gives_its_own_layers():
    from torch import nn

    module = filled(nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)))
    network = from_torch(module)
    first, second = module[0], module[2]
    assert network.layers == (
        Layer(list(map(tuple, as_fractions(first.weight))), as_fractions(first.bias)),
        Layer(list(map(tuple, as_fractions(second.weight))), as_fractions(second.bias), "identity"),
    )
    assert network.provenance.sha256 is None
    assert network.provenance.notes == ()


def as_fractions(tensor):
    numbers = tensor.detach().double().tolist()
    return [[Fraction(x) for x in row] if isinstance(row, list) else Fraction(row) for row in numbers]


def test_notes_say_what_was_rounded_and_how_axes_were_read():
    from torch import nn

    notes = from_torch(nn.Sequential(nn.BatchNorm2d(2), nn.Flatten()).eval(), (2, 1, 3)).provenance.notes
    assert notes[0].startswith("BatchNorm2d: 1/sqrt(variance + eps) of 2 channels is no double")
    assert notes[1] == "inputs of shape [2, 1, 3] are read as 6 numbers in row-major order"


def traced(forward, **children):
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            for name, child in children.items():
                setattr(self, name, child)

        def forward(self, x):
            return forward(self, x)

    return filled(Net())


def test_a_forward_method_is_followed():
    import torch
    from torch import nn
    from torch.nn import functional

    def residual(net, x):
        a = torch.relu(net.first(x))
        b = functional.leaky_relu(net.second(a), 0.5) + a
        c = torch.cat([b, -x.abs(), 2 * x - 0.5, x / 4], dim=1)
        return net.last(torch.maximum(c, torch.minimum(c * 0.5, net.bound)).flatten(1).view(-1, 3 + 6))

    module = traced(residual, first=nn.Linear(2, 3), second=nn.Linear(3, 3), last=nn.Linear(9, 2))
    module.bound = nn.Parameter(torch.ones(9, dtype=torch.float64))
    agrees(module, (2,))

    def image(net, x):
        x = functional.relu(net.conv(x)).reshape(x.size(0), -1)
        return net.block(x)

    block = nn.Sequential(nn.Linear(8, 2), nn.ReLU(), nn.Linear(2, 1))
    agrees(traced(image, conv=nn.Conv2d(1, 2, 2), block=block), (1, 3, 3))


def test_a_subclass_of_a_container_is_followed_too():
    from torch import nn

    class Twice(nn.Sequential):
        def forward(self, x):
            return super().forward(x) * 2.0

    agrees(filled(Twice(nn.Linear(2, 2), nn.ReLU())), (2,))


def refusals():
    import torch
    from torch import nn

    hooked = nn.ReLU()
    hooked.register_forward_hook(lambda module, args, output: output + 1)
    infinite = filled(nn.Linear(1, 1))
    with torch.no_grad():
        infinite.weight[0, 0] = float("inf")
    imaginary = nn.Linear(2, 1)
    imaginary.weight = nn.Parameter(torch.zeros(1, 2, dtype=torch.complex64))
    unsupported = UnsupportedOperatorError
    yield (
        nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Sigmoid())),
        unsupported,
        r"module '1.0' \(Sigmoid\): it has no",
    )
    yield (
        nn.Sequential(nn.Dropout()),
        unsupported,
        r"module '0' \(Dropout\): it is in training mode; call the method eval",
    )
    yield nn.BatchNorm1d(2), unsupported, "it is in training mode"
    yield nn.BatchNorm1d(2, track_running_stats=False).eval(), unsupported, "depends on the batch"
    yield nn.Conv1d(2, 1, 1, padding_mode="circular"), unsupported, "padding_mode = 'circular'"
    yield nn.MaxPool1d(1, return_indices=True), unsupported, "returns indices"
    yield nn.AdaptiveAvgPool1d(2), unsupported, "output_size = 1"
    yield nn.Sequential(hooked), unsupported, "it has hooks"
    yield imaginary, unsupported, "the type torch.complex64"
    yield traced(lambda net, x: x * x), unsupported, "the step 'mul': a product of two tensors"
    yield traced(lambda net, x: torch.sigmoid(x)), unsupported, "the step 'sigmoid' has no exact reading"
    yield traced(lambda net, x: x if x.sum() > 0 else -x), unsupported, "cannot be traced"
    yield traced(lambda net, x: (x, x)), unsupported, "returns something else than one tensor"
    yield traced(lambda net, x: 1.0 / x), unsupported, "a divisor must be a constant"
    yield nn.Linear(3, 1), FormatError, r"the module \(Linear\): the shapes \[1, 2\] and \[3, 1\] do not fit"
    yield nn.Conv2d(2, 1, 1), FormatError, "a window with 2 axes"
    yield infinite, FormatError, "its weight is inf; every number must be finite"
    yield object(), unsupported, "a object is no torch.nn.Module"


def test_what_cannot_be_read_is_refused_by_its_place():
    for module, kind, pattern in refusals():
        with pytest.raises(kind, match=pattern) as caught:
            from_torch(module, (2,))
        assert type(caught.value) is kind
        assert "\n" not in str(caught.value)


def trained(seed=0):
    """A tiny regressor for |x1| + x2, trained for a moment with a fixed seed."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    module = nn.Sequential(nn.Linear(2, 4), nn.LeakyReLU(0.125), nn.Linear(4, 2), nn.ReLU(), nn.Linear(2, 1))
    points = torch.rand(64, 2) * 4 - 2
    wanted = points[:, :1].abs() + points[:, 1:]
    optimizer = torch.optim.Adam(module.parameters(), lr=0.05)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.mse_loss(module(points), wanted).backward()
        optimizer.step()
    return module.eval()


def test_a_trained_module_is_enumerated_and_made_shallow():
    network = from_torch(trained())
    regions = network.regions(domain=[(-2, 2), (-2, 2)])
    assert len(regions) > 4
    shallow = network.shallow(domain=[(-2, 2), (-2, 2)])
    for region in regions:
        for vertex in region.vertices:
            assert region.affine_map(vertex) == network(vertex) == shallow(vertex)


def test_a_trained_module_and_its_float32_execution_are_close():
    module = trained()
    network = from_torch(module)
    for point in dyadic_points(20, 2):
        (ours,), (theirs,) = network(map(Fraction, point)), evaluated(module, point, (2,))
        assert abs(ours - theirs) <= Fraction(1, 10**4)
