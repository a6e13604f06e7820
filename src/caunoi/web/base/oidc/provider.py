"""The provider of the office: what is asked of it, what its answers must say, and who may come in."""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare

from caunoi.directory.enums import AccountAction
from caunoi.directory.models import User
from caunoi.directory.services.signin import note

_NONCE = "oidc_nonce"
# Only those whose private half stays with the provider: with HS256 a known public key would sign.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class OfficeProvider(OpenIDConnectProvider):
    """The provider named by the settings; each sign-in carries a nonce, and nothing that the address asks for."""

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002 - allauth's
        """Return a fresh nonce, kept in the session."""
        request.session[_NONCE] = secrets.token_urlsafe(24)
        return {"nonce": request.session[_NONCE]}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 - allauth's
        """Return the scope of the settings."""
        return self.get_scope()  # type: ignore[no-any-return]


class OfficeAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what the provider's answer says: signed by it, for this office, for this sign-in, about one person."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return the sign-in; raises OAuth2Error for an answer without or with a foreign ID token."""
        nonce = request.session.pop(_NONCE, "")
        response = kwargs["response"]
        if not response.get("id_token"):
            raise OAuth2Error("No ID token.")
        login: SocialLogin = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data["id_token"]
        if not nonce or not constant_time_compare(str(told.get("nonce", "")), nonce):
            raise OAuth2Error("The ID token belongs to another sign-in.")
        person = login.account.extra_data.get("userinfo", told)
        if person.get("sub") != told.get("sub"):
            raise OAuth2Error("ID token and user info speak of two people.")
        # What the provider tells of a person was read; it is not kept.
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Return what a token says once its signature, issuer, audience and time are right; else raises OAuth2Error."""
        try:
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
            # A provider with one key need not name it.
            kid = jwt.get_unverified_header(id_token).get("kid")
            keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if kid in {None, key.key_id}]
            if len(keys) != 1:
                raise OAuth2Error("The key of the ID token is not the provider's.")
            told: dict[str, Any] = jwt.decode(
                id_token,
                keys[0],
                algorithms=_ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=60,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("The ID token can't be accepted.") from error
        return told


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """No sign-up: known is who was linked before, or whose e-mail the provider verified and an account has."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's
        """Refuse every sign-up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the person to an account the first time; answers with a page of refusal where there is none."""
        if sociallogin.is_existing:
            return
        verified = [each.email for each in sociallogin.email_addresses if each.email and each.verified is True]
        user = User.objects.filter(email__iexact=verified[0], is_active=True).first() if verified else None
        if user is None:
            raise ImmediateHttpResponse(
                render(request, "socialaccount/refused.html", {"verified": bool(verified)}, status=403)
            )
        with transaction.atomic():
            sociallogin.connect(request, user)
            note(
                actor=user,
                user=user,
                action=AccountAction.METHOD_ADDED,
                details={"way": "openid_connect", "name": sociallogin.provider.name},
            )


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the provider."""
    return _view(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take the provider's answer."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return kind.adapter_view(OfficeAdapter(request, provider_id))(request)  # type: ignore[no-any-return]
    except SocialApp.DoesNotExist:
        raise Http404
