"""Ed25519 signatures (RFC 8032) through the library cryptography, loaded when somebody votes."""

from __future__ import annotations


class Ed25519Signer:
    """ports.Signer. Keys and signatures are written in hexadecimal."""

    def fresh_key(self) -> str:
        """See ports.Signer.fresh_key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.generate().private_bytes_raw().hex()

    def public(self, key: str) -> str:
        """See ports.Signer.public."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))
        return private.public_key().public_bytes_raw().hex()

    def sign(self, key: str, data: bytes) -> str:
        """See ports.Signer.sign."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key)).sign(data).hex()

    def verify(self, public: str, data: bytes, signature: str) -> bool:
        """See ports.Signer.verify. False too for what is no key or signature at all."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
            known.verify(bytes.fromhex(signature), data)
        except (InvalidSignature, ValueError):
            return False
        return True
