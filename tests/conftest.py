"""
What all Python tests share: every run tries the same examples, and none fails on a busy machine.

`SILKLINE_EXPLORE=1` looks for new ones; what it finds belongs into the test as an `@example`.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not os.environ.get("SILKLINE_EXPLORE"),
)
settings.load_profile("repeatable")
