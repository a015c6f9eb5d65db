"""The statement of a party: what moved in each of its books over a period, and what is left."""

from silkline.statements.domain import Statements
from silkline.statements.model import COLUMNS, BookBalance, Movement, PartyStatement

__all__ = ["COLUMNS", "BookBalance", "Movement", "PartyStatement", "Statements"]
