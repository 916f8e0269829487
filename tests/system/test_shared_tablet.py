"""A tablet that many use: whoever comes after sees nothing of who was there before."""

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("place", "link"), [("/pupils/", "table tbody tr a"), ("/concerns/", ".worklist h3 a")])
def test_abuse_15_back_on_a_shared_tablet_shows_nothing_after_signing_out(leader, place, link):
    leader.goto(place)
    leader.locator(link).first.click()
    leader.wait_for_url("**/*-*-*/")
    name = leader.locator("h1").inner_text()
    leader.locator("details.who summary").click()
    leader.locator(".who-panel form[action='/sign-out/'] button").click()
    leader.wait_for_load_state()
    for _ in range(4):
        leader.evaluate("history.back()")
        leader.wait_for_timeout(400)
        leader.wait_for_load_state()
        assert name not in leader.content()
        assert "/sign-in/" in leader.url or leader.url.endswith("/")
    leader.goto(place)
    assert "/sign-in/" in leader.url
