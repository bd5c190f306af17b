"""A criterion whose sources came but that no model computes: it is answered with its bounds, and says so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from olshem import warehouse
from olshem.cycle.build import build, project_folder
from tests.support import crafted
from tests.support.dbt import Dbt
from tests.support.golden import FINANCE, handled

MODEL = '    "int_interaction__a3_satisfied": ["B2.C.A3", "B2.M.A3"],\n'


@pytest.fixture
def without_a3(running_warehouse: None, dbt: Dbt, tmp_path: Path) -> int:
    """A run of its own as a project without the model of A3 computes it: no other run's marts are touched."""
    run_id = crafted.loaded_run([crafted.appeals(handled(FINANCE, 12))])
    build([run_id], "criteria")
    copy = tmp_path / "project"
    shutil.copytree(project_folder(), copy, ignore=shutil.ignore_patterns("target", "logs"))
    listed = copy / "macros" / "criterion_models.sql"
    text = listed.read_text("utf-8")
    assert MODEL in text
    listed.write_text(text.replace(MODEL, ""), "utf-8")
    models = ("index", "unanswered", "answers", "criteria")
    select = [*(f"int_assessment__{name}" for name in models), "fct_criterion_score", "dim_criterion", "rpt_not_scored"]
    done = dbt("run", "--project-dir", str(copy), "--select", *select)
    assert done.returncode == 0, done.stdout
    return run_id


def test_it_waits_for_the_evaluator_with_the_bounds_of_the_criterion_and_says_why(without_a3: int) -> None:
    scores = _rows(
        "select distinct status, points, lowest_points, highest_points = max_points, status_reason "
        "from marts.fct_criterion_score where run_id = %s and criterion_code = 'B2.M.A3'",
        without_a3,
    )
    reason = "the formula of this criterion is not computed by this version"
    assert scores == [("manual_check_needed", None, 0, True, reason)]
    reasons = _rows(
        "select distinct reason_ru, reason_kk, reason_en from marts.rpt_not_scored "
        "where run_id = %s and criterion_code = 'B2.M.A3' and status = 'manual_check_needed'",
        without_a3,
    )
    assert reasons == [
        (
            "Данные поступили, но формула этого показателя в данной версии не рассчитывается; решение за оценивающим органом",
            "Деректер келіп түсті, бірақ бұл нұсқада осы көрсеткіштің формуласы есептелмейді; шешімді бағалаушы орган қабылдайды",
            "The data came, but this version does not compute the formula of this criterion; the evaluator decides",
        )
    ]


def _rows(statement: str, run_id: int) -> list[tuple[Any, ...]]:
    with warehouse.connect("auditor") as connection:
        return connection.execute(statement.encode(), [run_id]).fetchall()
