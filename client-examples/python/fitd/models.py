"""The catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from fitd.v1 import model_service_pb2


@dataclass(frozen=True)
class ModelParameter:
    """A parameter; min and max are the values that make sense, None where there is no such bound."""

    name: str
    description: str
    role: str  # "location", "scale", "height", "shape", "offset" or "rate"
    min: float | None
    max: float | None
    fixed_default: float | None  # the value a constant of the model is fixed at


@dataclass(frozen=True)
class DerivedDescription:
    """What FitResult.derived will hold: its name, what it means, and how it follows ("": longer)."""

    name: str
    description: str
    formula: str


@dataclass(frozen=True)
class Model:
    """A model: y = f(predictors; parameters)."""

    name: str
    version: int
    group: str
    description: str
    formula: str
    parameters: list[ModelParameter]
    predictors: dict[str, str]  # name to description
    aliases: list[str]
    can_guess: bool
    example_parameters: list[float]
    example_ranges: list[tuple[float, float]]
    derived: list[DerivedDescription]


def _parameter(p: model_service_pb2.ModelParameter) -> ModelParameter:
    role = model_service_pb2.ModelParameter.Role.Name(p.role)
    return ModelParameter(
        name=p.name,
        description=p.description,
        role=role.removeprefix("ROLE_").lower(),
        min=p.min if p.HasField("min") else None,
        max=p.max if p.HasField("max") else None,
        fixed_default=p.fixed_default if p.HasField("fixed_default") else None,
    )


def from_message(m: model_service_pb2.Model) -> Model:
    return Model(
        name=m.name,
        version=m.version,
        group=m.group,
        description=m.description,
        formula=m.formula,
        parameters=[_parameter(p) for p in m.parameters],
        predictors={p.name: p.description for p in m.predictors},
        aliases=list(m.aliases),
        can_guess=m.can_guess,
        example_parameters=list(m.example.parameters),
        example_ranges=[(getattr(r, "from"), r.to) for r in m.example.ranges],
        derived=[DerivedDescription(d.name, d.description, d.formula) for d in m.derived],
    )
