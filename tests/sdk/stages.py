"""All stages of ``tests.sdk.acts`` by name, and all cases."""

from __future__ import annotations

from tests.sdk import acts_loans, acts_receivables, acts_system, refused_debts

_TABLES = [one.TABLE for one in (acts_receivables, acts_system, acts_loans, refused_debts)]
STAGES = {name: build for table in _TABLES for name, build in table.stages.items()}
CASES = [case for table in _TABLES for case in table.cases]
