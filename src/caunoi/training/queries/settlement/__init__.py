"""The settlement file of a class: what belongs into it, in which order, what is still missing, and its index."""

from caunoi.training.queries.settlement.parts import Part, Settlement, settlement_of

__all__ = ["Part", "Settlement", "settlement_of"]
