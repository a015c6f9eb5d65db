"""The whole system as its events tell it: what there is, whose it is, and how it came to be so."""

from silkline.survey.read import Progress, survey
from silkline.survey.records import (
    Book,
    DebtRecord,
    LoanRecord,
    NoteRecord,
    Posting,
    ProgrammeRecord,
    Survey,
)

__all__ = [
    "Book",
    "DebtRecord",
    "LoanRecord",
    "NoteRecord",
    "Posting",
    "ProgrammeRecord",
    "Progress",
    "Survey",
    "survey",
]
