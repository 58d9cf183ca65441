"""Which outside sign-ins are on: each is switched on by its variables in the environment, and by nothing else.

The return address to register is BASE_URL/accounts/<service>/login/callback/, for a server of OIDC_SERVERS
BASE_URL/accounts/oidc/<provider_id>/login/callback/; SAML's metadata are at
BASE_URL/accounts/saml/<provider_id>/metadata/.
None has a language in front, whatever the page from which somebody sets out.
"""

import json
from typing import Any

import environ

# Provider → its allauth app. Each reads <NAME>_CLIENT_ID and <NAME>_CLIENT_SECRET (Apple also its key, see below).
OAUTH_PROVIDERS = {"kakao": "KAKAO", "naver": "NAVER", "google": "GOOGLE", "apple": "APPLE"}


def social_apps(env: environ.Env) -> list[str]:
    """The provider apps to install: those whose credentials are set."""
    providers = [name for name, prefix in OAUTH_PROVIDERS.items() if env.str(f"{prefix}_CLIENT_ID", default="")]
    if env.str("OIDC_SERVERS", default=""):
        providers.append("openid_connect")
    if env.str("SAML_IDPS", default=""):
        providers.append("saml")
    return providers


def social_provider_settings(env: environ.Env, providers: list[str]) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS made from the environment.

    OIDC_SERVERS is a JSON list of ``{"provider_id", "name", "client_id", "secret", "server_url"}``;
    SAML_IDPS a JSON list of ``{"provider_id", "name", "settings": {…allauth's SAML settings…}}``.
    """
    found: dict[str, Any] = {}
    for name in providers:
        if name == "openid_connect":
            found[name] = {"APPS": [_oidc_app(server) for server in json.loads(env.str("OIDC_SERVERS"))]}
        elif name == "saml":
            found[name] = {"APPS": [_saml_app(idp) for idp in json.loads(env.str("SAML_IDPS"))]}
        else:
            prefix = OAUTH_PROVIDERS[name]
            app: dict[str, Any] = {
                "client_id": env.str(f"{prefix}_CLIENT_ID"),
                "secret": env.str(f"{prefix}_CLIENT_SECRET", default=""),
                "key": env.str(f"{prefix}_KEY", default=""),
            }
            if name == "apple":
                app["settings"] = {"certificate_key": env.str("APPLE_CERTIFICATE_KEY", default="", multiline=True)}
            found[name] = {"APPS": [app]}
    return found


def _oidc_app(server: dict[str, str]) -> dict[str, Any]:
    return {
        "provider_id": server["provider_id"],
        "name": server["name"],
        "client_id": server["client_id"],
        "secret": server.get("secret", ""),
        "settings": {"server_url": server["server_url"]},
    }


def _saml_app(idp: dict[str, Any]) -> dict[str, Any]:
    return {
        "provider_id": idp["provider_id"],
        "name": idp["name"],
        "client_id": idp["provider_id"],
        "settings": idp["settings"],
    }
