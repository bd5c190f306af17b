"""The assets by which the DAGs hand over. The key of each event is `<profile>/<year>`."""

from __future__ import annotations

from airflow.sdk import Asset

YEAR_DUE = Asset("year_due", uri="olshem://year_due")
COLLECTED = Asset("sources_collected", uri="olshem://sources_collected")
ASSESSED = Asset("run_assessed", uri="olshem://run_assessed")
