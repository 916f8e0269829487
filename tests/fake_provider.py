"""An OpenID provider as a real HTTP server, that can be told to lie in one thing at a time."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "skoleporten", "between us"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


def make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider:
    """`claims` are laid over those of the ID token, None taking one out; `lies` over the discovery document."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.key, self.kid, self.algorithm = make_key(), "k1", "RS256"
        self.signing_key: Any = self.key
        self.subject, self.claims, self.lies = "a1", {}, {}
        self.token: Any = None  # sent as it stands in place of a signed one
        self.codes: dict[str, dict[str, str]] = {}
        self.client_key: Any = None  # the public half of a client's own key
        self.asked: list[tuple[str, dict[str, str]]] = []

    def discovery(self) -> dict[str, Any]:
        told = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
        told |= {"authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token"}
        told |= {"end_session_endpoint": f"{self.issuer}/end", "userinfo_endpoint": f"{self.issuer}/userinfo"}
        return told | {"token_endpoint_auth_methods_supported": ["client_secret_post"]} | self.lies

    def jwks(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [public | {"kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent next: the person has said yes."""
        code = uuid.uuid4().hex
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or not self.knows_client(sent) or not is_challenged(asked, sent):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def knows_client(self, sent: dict[str, str]) -> bool:
        if self.client_key is None:
            return sent.get("client_secret") == CLIENT_SECRET
        token = sent.get("client_assertion", "")
        claims = jwt.decode(token, self.client_key, algorithms=["RS256"], audience=f"{self.issuer}/token")
        return claims["iss"] == claims["sub"] == CLIENT_ID and "client_secret" not in sent

    def id_token(self, nonce: str) -> Any:
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        claims |= {"nonce": nonce, "sid": "s1", "amr": ["mfa"], "email": "kari@example.no"} | self.claims
        return self.token if self.token is not None else self.signed(claims)

    def logout_token(self, **claims: Any) -> str:
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": uuid.uuid4().hex}
        return self.signed(told | {"events": {EVENT: {}}, "sid": "s1"} | claims)

    def signed(self, claims: dict[str, Any]) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.signing_key, algorithm=self.algorithm, headers={"kid": self.kid})


def is_challenged(asked: dict[str, str], sent: dict[str, str]) -> bool:
    """PKCE: whoever changes the code must know what its asker hid."""
    hashed = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
    expected = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == expected


@contextmanager
def running_provider() -> Iterator[FakeProvider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = server.provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        where = urlsplit(self.path)
        provider = self.server.provider
        if where.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(where.query).items()}
            self.answer(302, {}, provider.authorize(asked))
        elif where.path == "/jwks":
            self.answer(200, provider.jwks())
        elif where.path == "/.well-known/openid-configuration":
            self.answer(200, provider.discovery())
        else:
            self.answer(404, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self.server.provider.asked.append((self.path, sent))
        self.answer(*self.server.provider.exchange(sent))

    def answer(self, status: int, body: dict[str, Any], location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *words: Any) -> None:
        """Silent."""
