"""What a bench says of each workload."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A measured ratio and what it may be at most."""

    name: str
    ratio: float
    at_most: float
    ours_ms: float
    baseline_ms: float
    sql: int | None = None
    sql_at_most: int | None = None

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most and (self.sql is None or self.sql <= (self.sql_at_most or 0))
