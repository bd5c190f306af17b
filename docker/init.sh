#!/usr/bin/env bash
# Makes what the services need, and may run again at every start: roles, databases, migrations of the warehouse, the
# users of Airflow's UI, Airflow's own tables.
set -euo pipefail
python - <<'PYTHON'
from olshem import warehouse
from olshem.airflow.environment import write_password_file

warehouse.ensure_running()
write_password_file()
PYTHON
airflow db migrate
exec airflow pools set systems 3 "workers that ask systems for data at once"
