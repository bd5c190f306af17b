"""What a person is shown of a value that was left out."""

from __future__ import annotations

import pytest

from ingest.contracts import Contract, contract_of
from olshem.cli.rejects import told, visible

REGISTER, BUDGET = contract_of("appeals_register"), contract_of("budget_execution")


@pytest.mark.parametrize(
    ("contract", "column", "value", "expected"),
    [
        (REGISTER, "applicant_hmac", "5f1d", "(hidden: personal data)"),
        (REGISTER, "applicant_hmac", None, "nothing"),
        (REGISTER, "kind", "благодарность", "'благодарность'"),
        (REGISTER, "kind", None, "nothing"),
        (REGISTER, "", None, "(hidden: personal data)"),
        (BUDGET, "", "1;2;3", "'1;2;3'"),
    ],
    ids=["pseudonym", "empty personal cell", "cell", "empty cell", "unreadable record of persons", "unreadable record"],
)
def test_a_value_is_shown_hidden_or_said_to_be_nothing(
    contract: Contract, column: str, value: str | None, expected: str
) -> None:
    assert told(visible(contract, column, value)) == expected
