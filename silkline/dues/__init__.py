"""What is due: what a party has to do or can have, by date; what anybody may trigger now."""

from silkline.dues.domain import Dues
from silkline.dues.model import Due, Parts, What

__all__ = ["Due", "Dues", "Parts", "What"]
