"""Makes pairs of keys and locks their private halves away."""

import base64
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ED25519, RS256 = "Ed25519", "RS256"
ALGORITHMS = (ED25519, RS256)  # for the proof inside a badge, and for the signed JWT
RSA_BITS = 2048  # every verifier of RS256 knows it; the keys are to be changed now and then
NONCE = 12  # bytes
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MULTICODEC_ED25519 = b"\xed\x01"


class CannotUnlock(Exception):
    """The private key was locked under another secret key of the service."""


@dataclass(frozen=True)
class Pair:
    """A new pair of keys."""

    public: dict[str, str]  # a JSON Web Key
    private: bytes  # PKCS#8, PEM


def new_pair(algorithm: str) -> Pair:
    """A pair for one of the algorithms."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # decision 9
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: PLC0415  # decision 9

    made: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    if algorithm == ED25519:
        made = ed25519.Ed25519PrivateKey.generate()
        public = {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": _base64(made.public_key().public_bytes_raw()),
        }
    else:
        made = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        numbers = made.public_key().public_numbers()
        public = {"kty": "RSA", "alg": RS256, "n": _number(numbers.n), "e": _number(numbers.e)}
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return Pair(public | {"use": "sig"}, private)


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def _number(value: int) -> str:
    return _base64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def lock(private: bytes, secret: str) -> bytes:
    """The private key under the service's secret key: a copy of the database signs nothing."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(secret).encrypt(nonce, private, None)


def unlock(locked: bytes, secret: str) -> bytes:
    """The private key again."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # decision 9

    try:
        return _cipher(secret).decrypt(locked[:NONCE], locked[NONCE:], None)
    except InvalidTag:
        raise CannotUnlock from None


def _cipher(secret: str) -> "AESGCM":
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415  # decision 9
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # decision 9
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415  # decision 9

    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"private keys of badges")
    return AESGCM(derived.derive(secret.encode()))


def multibase(octets: bytes) -> str:
    """Octets as `z…`, base 58: how Data Integrity writes keys and signatures."""
    number, text = int.from_bytes(octets, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    zeros = len(octets) - len(octets.lstrip(b"\0"))
    return "z" + BASE58[0] * zeros + text


def multikey(public: dict[str, str]) -> str:
    """An Ed25519 public key as a Multikey."""
    octets = base64.urlsafe_b64decode(public["x"] + "=")
    return multibase(MULTICODEC_ED25519 + octets)
