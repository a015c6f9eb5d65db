"""Why a document is refused."""

from __future__ import annotations

from silkline.errors import BadInput

__all__ = ["DocumentRefused"]


class DocumentRefused(BadInput):
    """
    A document cannot become a receivable.

    Attributes:
        code: Stable word for programs, such as ``doctype`` or ``BR-CO-16``.
        field: Business term of EN 16931 that is wrong, such as ``BT-115``, or ``document``.
        message: What disagrees with what, and what to do.
    """

    def __init__(self, code: str, field: str, message: str) -> None:
        self.code, self.field, self.message = code, field, message
        super().__init__(f"{code} ({field}): {message}")

    def __reduce__(self) -> tuple[type[DocumentRefused], tuple[str, str, str]]:
        return type(self), (self.code, self.field, self.message)

    def to_json(self) -> dict[str, dict[str, str]]:
        """Return ``{"error": {"code": …, "field": …, "message": …}}``."""
        return {"error": {"code": self.code, "field": self.field, "message": self.message}}
