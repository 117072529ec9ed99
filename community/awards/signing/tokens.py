"""The second form, VC-JWT: a credential as a token that RS256 signs. The only import of joserfc's tokens."""

import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.util import json_b64decode, to_bytes


def signed(credential: dict[str, Any], key: RSAPrivateKey, kid: str, at: datetime) -> str:
    """The credential, without its proof, and beside it who says it (iss), of what (sub), which (jti), since when."""
    claims = credential | {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["id"],
        "nbf": int(at.timestamp()),
    }
    claims.pop("proof", None)
    whole = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    header = {"alg": "RS256", "typ": "JWT", "kid": kid}
    text = json.dumps(claims, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, text.encode(), RSAKey.import_key(whole), algorithms=["RS256"])


def opened(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its header and claims, not checked yet. ValueError for what is no token."""
    try:
        head, body, _signature = token.encode("ascii").split(b".")
        header, claims = json_b64decode(head), json_b64decode(body)
    except (ValueError, TypeError, UnicodeError) as problem:
        raise ValueError("no token") from problem
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise ValueError("no token")
    return header, claims


def is_signed(token: str, jwk: dict[str, Any]) -> bool:
    """Whether this RSA key signed it, by RS256 and nothing else."""
    try:
        jws.deserialize_compact(to_bytes(token), RSAKey.import_key(jwk), algorithms=["RS256"])
    except (JoseError, ValueError):
        return False
    return True
