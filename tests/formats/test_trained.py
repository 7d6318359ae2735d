"""Models trained here by PyTorch and scikit-learn, all the way: read, enumerated, made shallow, certified, checked."""

import warnings
from fractions import Fraction
from functools import cache

import pytest

from exactrelu import Layer, Network, certify, check, equal
from exactrelu.cli import main
from exactrelu.formats import from_sklearn, from_torch, load_network, save_network
from tests.onnx_models import array, exactly, model, node, read_bytes

CLOSE = Fraction(1, 10**4)
BOTH = pytest.mark.parametrize("hidden_layers", [2, 3])


@cache
def trained_by_torch(make, shape):
    """The module after some steps of Adam towards |x1| - max(x2, 0), in evaluation mode."""
    import torch

    torch.manual_seed(0)
    module = make()
    points = torch.rand(64, *shape) * 4 - 2
    flat = points.flatten(1)
    wanted = flat[:, :1].abs() - flat[:, 1:2].relu()
    optimizer = torch.optim.Adam(module.parameters(), lr=0.05)
    losses = []
    for _ in range(80):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(module(points), wanted)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 4
    return module.eval()


def plain():
    from torch import nn

    return nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 3), nn.LeakyReLU(0.125), nn.Linear(3, 1))


def skipping():
    """A convolution, a hidden layer and a path around both."""
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv1d(1, 2, 2)
            self.inner = nn.Linear(4, 3)
            self.last = nn.Linear(3, 1)
            self.around = nn.Linear(3, 1, bias=False)

        def forward(self, x):
            hidden = torch.relu(self.conv(x)).flatten(1)
            return self.last(torch.relu(self.inner(hidden))) + self.around(x.flatten(1))

    return Net()


@cache
def trained_by_sklearn(kind, classes=None):
    import numpy as np
    from sklearn import neural_network

    points = np.random.default_rng(1).uniform(-2, 2, (80, 2))
    values = np.abs(points[:, 0]) - points[:, 1]
    wanted = values if classes is None else np.digitize(values, np.linspace(-1, 2, classes - 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says that so short a training has not converged
        estimator = getattr(neural_network, kind)(hidden_layer_sizes=(4, 3), max_iter=60, random_state=0)
        return estimator.fit(points, wanted)


def goes_all_the_way(network, tmp_path, hidden_layers):
    """Every step on what the step before has written to a file."""
    save_network(network, tmp_path / "net.json")
    deep = load_network(tmp_path / "net.json")
    assert deep == network
    regions = deep.regions(faces=True)
    shallow = deep.shallow(hidden_layers)
    for face in regions:
        point = face.interior_point
        assert face.affine_map(point) == network(point) == shallow(point)
    shallow.save(tmp_path / "shallow.json")
    certify(deep, shallow, out=tmp_path / "proof.jsonl")
    verdict = check(tmp_path / "proof.jsonl")
    assert verdict.accepted, verdict
    assert verdict.cells == (len(regions) if hidden_layers == 2 else len(deep.regions()))
    words = ["check", str(tmp_path / "proof.jsonl"), "--shallow", str(tmp_path / "shallow.json"), "--deep"]
    assert main([*words, str(tmp_path / "net.json")]) == 0
    # The proof is of this network and of no other one.
    first = network.layers[0]
    bias = (first.bias[0] + Fraction(1, 10**9), *first.bias[1:])
    other = Network([Layer(first.weight, bias, first.activation), *network.layers[1:]])
    save_network(other, tmp_path / "other.json")
    assert main([*words, str(tmp_path / "other.json")]) == 1


@BOTH
@pytest.mark.extra("torch", "numpy")
def test_a_module_of_pytorch(tmp_path, hidden_layers):
    import torch

    module = trained_by_torch(plain, (2,))
    network = from_torch(module)
    assert len(network.regions()) > 8
    for point in [(0, 0), (1, -1), (-1.5, 0.25), (100, -3)]:
        (theirs,) = exactly(module(torch.tensor([point], dtype=torch.float32)).detach().numpy())
        assert abs(network([Fraction(x) for x in point])[0] - theirs) <= CLOSE * max(1, abs(theirs))
    goes_all_the_way(network, tmp_path, hidden_layers)


def as_onnx(module):
    """The same function as an ONNX graph, written by hand."""
    weights = {name.replace(".", "_"): value.numpy() for name, value in module.state_dict().items()}
    nodes = [
        node("Conv", "x conv_weight conv_bias", "c", kernel_shape=[2]),
        node("Relu", "c", "r"),
        node("Flatten", "r", "f"),
        node("Gemm", "f inner_weight inner_bias", "i", transB=1),
        node("Relu", "i", "h"),
        node("Gemm", "h last_weight last_bias", "l", transB=1),
        node("Flatten", "x", "g"),
        node("Gemm", "g around_weight", "s", transB=1),
        node("Add", "l s", "y"),
    ]
    return model(nodes, [array(name, value) for name, value in weights.items()], ("batch", 1, 3))


@pytest.mark.extra("torch", "numpy", "onnx")
def test_a_module_with_a_skip_and_its_onnx_graph_are_one_function():
    module = trained_by_torch(skipping, (1, 3))
    network = from_torch(module, (1, 3))
    graph = read_bytes(as_onnx(module).SerializeToString())
    assert graph == network
    assert equal(graph, network).equal
    # No kink is invented: the neurons that bend are those of the model.
    assert [layer.activation.count("relu") for layer in network.hidden] == [4, 3]


@pytest.mark.extra("torch", "numpy", "onnx")
def test_the_exporter_of_pytorch_writes_the_same_network(tmp_path):
    import torch

    module, file = trained_by_torch(skipping, (1, 3)), tmp_path / "exported.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of another exporter, which needs more packages
        torch.onnx.export(
            module, (torch.zeros(1, 1, 3),), file, dynamo=False, input_names=["x"], dynamic_axes={"x": {0: "batch"}}
        )
    network = load_network(file)
    assert network == from_torch(module, (1, 3))
    assert "the open batch axis of the input 'x' is read as 1" in network.provenance.notes


@BOTH
@pytest.mark.extra("torch", "numpy")
def test_a_module_with_a_convolution_and_a_skip(tmp_path, hidden_layers):
    goes_all_the_way(from_torch(trained_by_torch(skipping, (1, 3)), (1, 3)), tmp_path, hidden_layers)


@BOTH
@pytest.mark.extra("sklearn")
def test_a_regressor_of_scikit_learn(tmp_path, hidden_layers):
    network = from_sklearn(trained_by_sklearn("MLPRegressor"))
    assert len(network.regions()) > 8
    goes_all_the_way(network, tmp_path, hidden_layers)


@BOTH
@pytest.mark.extra("sklearn")
def test_a_classifier_of_scikit_learn(tmp_path, hidden_layers):
    estimator = trained_by_sklearn("MLPClassifier", classes=3)
    network = from_sklearn(estimator)
    assert network.outputs == 3
    for region in network.regions():
        point = region.interior_point
        logits = sorted(network(point))
        if logits[-1] - logits[-2] > CLOSE:
            predicted = estimator.predict([[float(x) for x in point]])[0]
            assert predicted == network(point).index(logits[-1])
    goes_all_the_way(network, tmp_path, hidden_layers)
