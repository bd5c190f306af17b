"""Addresses: only http(s), only where the profile allows, and never with a secret in sight."""

from __future__ import annotations

import pytest

from ingest.connectors.system import System, require_allowed, require_public, shown
from ingest.errors import AddressRefused, ProfileInvalid

PORTAL = System("portal", "https://data.egov.kz")


def test_a_text_is_rid_of_the_key_in_every_form_that_an_address_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLSHEM_TEST_KEY", "50% of+ә")
    system = System("portal", "https://data.egov.kz", key_variable="OLSHEM_TEST_KEY")
    text = "a=50% of+ә&b=50%25%20of%2B%D3%99, c=50%25+of%2b%d3%99; 50%"
    assert system.without_key(text) == "a=(key)&b=(key), c=(key); 50%"


def test_a_text_about_a_system_without_a_key_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLSHEM_TEST_KEY", raising=False)
    for variable in ("", "OLSHEM_TEST_KEY"):
        assert System("portal", "https://data.egov.kz", key_variable=variable).without_key("text") == "text"


@pytest.mark.parametrize(
    "url", ["ftp://data.egov.kz/x", "file:///etc/passwd", "gopher://a", "https:///x", "data.egov.kz"]
)
def test_only_http_addresses_are_asked(url: str) -> None:
    with pytest.raises(AddressRefused, match="no http or https address"):
        require_allowed(url, PORTAL)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_addresses_of_private_networks_are_refused(host: str) -> None:
    with pytest.raises(AddressRefused, match="an address of a private network"):
        require_allowed(f"http://{host}/api", PORTAL)


def test_a_profile_may_allow_them_for_a_system() -> None:
    require_allowed("http://127.0.0.1:8000/api", System("portal", "http://127.0.0.1", allows_private_addresses=True))


def test_a_login_in_an_address_is_refused() -> None:
    with pytest.raises(AddressRefused, match="carries a login"):
        require_allowed("https://user:word@data.egov.kz/", PORTAL)


def test_a_public_address_is_allowed() -> None:
    require_public("93.184.216.34", PORTAL)


def test_an_address_is_shown_without_what_stands_behind_its_path() -> None:
    assert shown("https://data.egov.kz/api/v4/x/v1?apiKey=secret&source=%7B%7D") == "https://data.egov.kz/api/v4/x/v1"


def test_an_address_that_is_known_only_when_it_runs_must_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLSHEM_ELSEWHERE", raising=False)
    with pytest.raises(ProfileInvalid, match="OLSHEM_ELSEWHERE is not set"):
        _ = System("portal", "$OLSHEM_ELSEWHERE").base


def test_a_key_that_is_not_set_is_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OLSHEM_PORTAL_KEY", raising=False)
    with pytest.raises(ProfileInvalid, match="set OLSHEM_PORTAL_KEY, or the Airflow connection `portal`"):
        _ = System("portal", "https://data.egov.kz", key_variable="OLSHEM_PORTAL_KEY").key
