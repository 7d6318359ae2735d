"""`exactrelu explain`: one output in full, or the network as a whole; the results of `exactrelu.explain` in words."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

import typer

from exactrelu.cli.data import Data, read_data, read_groups, read_names
from exactrelu.cli.explain_global import View, show
from exactrelu.cli.explain_text import Counter, print_local
from exactrelu.cli.options import Box, DomainFile, Json, NetworkFile, read_domain, read_point
from exactrelu.cli.output import Watch, print_json, without_collector
from exactrelu.cli.search import Dask, Plan, Workers, plan
from exactrelu.domain import Domain
from exactrelu.errors import FormatError
from exactrelu.explain import (
    Attributions,
    Counterfactual,
    explain,
    integrated_gradients,
    nearest_counterfactual,
    shapley,
)
from exactrelu.explain.classes import class_number
from exactrelu.explain.text import feature_names
from exactrelu.extended import rational, to_fraction
from exactrelu.formats import load_shallow
from exactrelu.network import Network

__all__ = ["command"]


class Method(StrEnum):
    """How an output is divided among the features."""

    SHAPLEY = "shapley"
    INTEGRATED_GRADIENTS = "integrated-gradients"


class Norm(StrEnum):
    """The distances in which counterfactuals are nearest."""

    L1 = "l1"
    LINF = "linf"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked of one point, as the command line says it."""

    method: Method | None
    baseline: str | None
    background: str | None
    groups: str | None
    samples: int | None
    seed: int
    counterfactual: str | None
    norm: Norm
    margin: str
    plan: Plan

    def check(self) -> None:
        """Raises BadParameter for options that do not go together."""
        if self.method is None and (self.baseline is not None or self.background is not None):
            raise typer.BadParameter("--baseline and --background need --attribution")
        if self.method is not None and (self.baseline is None) == (self.background is None):
            raise typer.BadParameter("--attribution needs either --baseline or --background")
        if self.method != Method.SHAPLEY and (self.groups is not None or self.samples is not None):
            raise typer.BadParameter("--groups and --samples belong to --attribution shapley")
        if self.method is None and not self.plan.is_plain:
            raise typer.BadParameter("--workers and --dask compute attributions: give --attribution")


def command(
    net: NetworkFile,
    at: Annotated[
        str | None, typer.Option("--at", metavar="X1,X2,...", help="The point to be explained, such as 1/3,-2.5.")
    ] = None,
    view: Annotated[View | None, typer.Option("--global", help="Or the network as a whole, in this view.")] = None,
    names: Annotated[
        str | None,
        typer.Option(
            "--names", metavar="A,B,...", help="The features' names; else the header of a CSV file, else x1, ..."
        ),
    ] = None,
    attribution: Annotated[
        Method | None, typer.Option("--attribution", help="Divide the output among the features.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="X1,X2,...", help="Attribute against this one point,")
    ] = None,
    background: Annotated[
        str | None, typer.Option("--background", metavar="FILE.csv", help="or over the rows of this table.")
    ] = None,
    groups: Annotated[
        str | None, typer.Option("--groups", metavar="A+B,C+D", help="Features that join a coalition together.")
    ] = None,
    samples: Annotated[
        int | None,
        typer.Option("--samples", min=1, metavar="N", help="Estimate by N random orders per row, and say so."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The seed of these orders.")] = 0,
    counterfactual: Annotated[
        str | None,
        typer.Option(
            "--counterfactual",
            metavar="CLASS|any",
            help="The nearest point where this class has the largest output; y1 is class 0.",
        ),
    ] = None,
    norm: Annotated[Norm, typer.Option("--norm", help="What nearest means.")] = Norm.LINF,
    margin: Annotated[
        str, typer.Option("--margin", metavar="Q", help="By how much its score must exceed the others there.")
    ] = "0",
    shallow: Annotated[
        str | None,
        typer.Option("--shallow", metavar="FILE", help="Tell which neurons of this shallow network fire too."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option("--data", metavar="FILE.csv", help="With --global: the points that regions are counted by."),
    ] = None,
    workers: Workers = 1,
    dask: Dask = None,
    volumes: Annotated[
        bool,
        typer.Option(
            "--volumes/--no-volumes",
            show_default=False,
            help="With --global coefficients on a box: without the volumes, which take long from 8 inputs on.",
        ),
    ] = True,
    box: Box = None,
    domain: DomainFile = None,
    as_json: Json = False,
) -> None:
    """Explain one output of a network exactly, or the network as a whole.

    With --at: the face with its inequalities, the affine map there, the neurons that fire, the distance to the nearest
    boundary, and on demand attributions and the nearest counterfactual.
    With --global: coefficients, importance, mean, membership, decisions or boundary, over all regions.
    Text marks rounded decimals by "~"; --json has every number exact.
    """
    team = plan(workers, dask)
    wish = _Wish(attribution, baseline, background, groups, samples, seed, counterfactual, norm, margin, team)
    wish.check()
    if (at is None) == (view is None):
        raise typer.BadParameter("give either --at, for one point, or --global, for the whole network")
    local = (attribution, counterfactual, shallow)
    if view is not None and any(option is not None for option in local):
        raise typer.BadParameter("--attribution, --counterfactual and --shallow explain one point: give --at")
    if view is None and data is not None:
        raise typer.BadParameter("--data belongs to --global")
    if not volumes and view != View.COEFFICIENTS:
        raise typer.BadParameter("--no-volumes belongs to --global coefficients")
    network = Network.load(net)
    part = read_domain(network, box, domain)
    table = None
    if (file := data or background) is not None:
        table = read_data(file, network.inputs)
    words = read_names(names, network.inputs) if names is not None else table.names if table is not None else None
    words = feature_names(words, network.inputs)
    with without_collector():
        if view is not None:
            show(network, view, part, table, words, as_json, volumes)
        elif at is not None:
            _explain_point(network, read_point(at, network.inputs), part, table, words, shallow, wish, as_json)


def _explain_point(
    network: Network,
    point: tuple[Fraction, ...],
    domain: Domain | None,
    background: Data | None,
    names: tuple[str, ...],
    shallow: str | None,
    wish: _Wish,
    as_json: bool,
) -> None:
    second = load_shallow(shallow) if shallow is not None else None
    if second is not None and tuple(second(point)) != network(point):
        raise FormatError(f"{shallow}: this network gives another output at the point; build it anew from the deep one")
    with Watch("explaining"):
        found = explain(network, point, domain, names, second)
    shares = _attribute(network, point, background, names, wish)
    nearest = _nearest(network, point, domain, wish)
    if not as_json:
        print_local(found, shares, nearest)
        return
    result: dict[str, Any] = found.to_json()
    if shares is not None:
        details = shares.to_json(names)
        result["attributions"] = details.pop("attributions")
        result["attribution"] = details
    if nearest is not None:
        result["counterfactual"] = nearest.to_json()
    print_json(result)


def _attribute(
    network: Network, point: tuple[Fraction, ...], background: Data | None, names: tuple[str, ...], wish: _Wish
) -> Attributions | None:
    if wish.method is None:
        return None
    baseline = None if wish.baseline is None else read_point(wish.baseline, network.inputs, "--baseline")
    rows = None if background is None else background.rows
    if wish.method == Method.INTEGRATED_GRADIENTS:
        with wish.plan.executor() as executor, Counter("integrating along segments") as progress:
            return integrated_gradients(network, point, baseline, rows, progress=progress, executor=executor)
    groups = None if wish.groups is None else read_groups(wish.groups, names)
    with wish.plan.executor() as executor, Counter("evaluating coalitions") as progress:
        return shapley(network, point, baseline, rows, groups, wish.samples, wish.seed, progress, executor)


def _nearest(
    network: Network, point: tuple[Fraction, ...], domain: Domain | None, wish: _Wish
) -> Counterfactual | None:
    if wish.counterfactual is None:
        return None
    number = class_number(network)
    known = {"any": None} | {str(k): k for k in range(number)}
    if wish.counterfactual not in known:
        raise FormatError(
            f"--counterfactual: {wish.counterfactual!r} is neither 'any' nor a class from 0 to {number - 1}"
        )
    try:
        margin = to_fraction(rational(wish.margin))
    except (ValueError, ArithmeticError) as error:
        raise FormatError(f"--margin: {error}") from None
    if margin < 0:
        raise FormatError(f"--margin: {wish.margin} is negative; it must be 0 or more")
    target = known[wish.counterfactual]
    with Counter("searching parts of the domain") as progress:
        found = nearest_counterfactual(
            network, point, target, wish.norm.value, domain, margin, progress=lambda parts, _: progress(parts)
        )
        if not found.verify():
            raise ArithmeticError("the evidence does not prove that the counterfactual is nearest")
    return found
