"""Hypothesis profiles (`dev` explores; `ci`, also wherever CI is set, repeats the same examples) and shared helpers."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

for helpers in ("codegen", "formulas", "check"):
    sys.path.insert(0, str(Path(__file__).parent / helpers))

sys.setrecursionlimit(100_000)  # as the interpreter sets it; hypothesis warns of changes during a test

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("dev", max_examples=5, deadline=None, suppress_health_check=QUIET)
settings.register_profile("ci", max_examples=10, deadline=None, derandomize=True, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
