from django.core.checks import run_checks


def found(settings, *proxies: str) -> list[str]:
    settings.TRUSTED_PROXIES = list(proxies)
    return [message.id for message in run_checks() if message.id == "serving.E001"]


def test_proxies_are_named_by_address(settings):
    assert found(settings, "10.0.0.5", "10.0.0.0/8", "2001:db8::/32") == []
    assert found(settings, "10.0.0.5", "nginx") == ["serving.E001"]
