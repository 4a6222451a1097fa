"""How a model is spread over accelerators."""

from __future__ import annotations

from dataclasses import dataclass

from analysis import checks

__all__ = ["Layout"]


@dataclass(frozen=True)
class Layout:
    """Degrees of parallel work; their product (experts apart) is the number of accelerators.

    Attributes
    ----------
    tensor : int
        Every matrix is cut into so many parts; results are added up twice a layer.
    pipeline : int
        Layers stand on so many groups, one after the other.
    data : int
        So many groups each work on their own sequences, with their own copy of everything but the experts.
    expert : int
        Experts are spread over so many accelerators; tokens travel to them and back. 1 for a dense model, or where every
        expert is cut like the other matrices.
    """

    tensor: int = 1
    pipeline: int = 1
    data: int = 1
    expert: int = 1

    def __post_init__(self):
        for name in ("tensor", "pipeline", "data", "expert"):
            checks.require_between(name, getattr(self, name), 1, 1e6, remedy="Give a whole number of parts, 1 for none.")
        if self.expert not in (1, self.tensor * self.data):
            raise ValueError(f"expert = {self.expert} is neither 1 nor tensor × data = {self.tensor * self.data}. Spread experts over all accelerators of a stage, or over none.")

    @property
    def accelerators(self) -> int:
        """Accelerators that the layout takes."""
        return self.tensor * self.pipeline * self.data

    @classmethod
    def of(cls, system) -> Layout:
        """Return tensor parallelism over all accelerators of a system."""
        return cls(tensor=system.accelerators)

    @classmethod
    def experts(cls, system) -> Layout:
        """Return attention on copies of the data and experts spread over all accelerators ("DEP")."""
        return cls(data=system.accelerators, expert=system.accelerators)

    def checked(self, system) -> Layout:
        """Return the layout if it takes all accelerators of a system."""
        if self.accelerators != system.accelerators:
            raise ValueError(f"the layout takes {self.accelerators} accelerators and {system.system} has {system.accelerators}. Make tensor × pipeline × data equal to it.")
        return self
