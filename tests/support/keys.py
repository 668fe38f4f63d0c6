"""Keys made while the tests run, and mails signed and encrypted with them.

Certificates and keys are new each time; none of them is kept anywhere.
"""

import base64
import subprocess
from dataclasses import dataclass
from pathlib import Path

HEAD = "From: {sender}\r\nTo: support@example.com\r\nSubject: Printer\r\n"
HEAD += "Message-ID: <ant@customer.example>\r\nMIME-Version: 1.0\r\n"
TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe printer smokes.\r\n"


def tool(*arguments: str | Path, feed: bytes = b"") -> bytes:
    """Run a program that must succeed; returns what it wrote."""
    done = subprocess.run(
        [str(one) for one in arguments], input=feed, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def mail(entity: bytes, sender: str = "anne@customer.example") -> bytes:
    return HEAD.format(sender=sender).encode() + entity


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority in a folder of its own."""

    folder: Path
    name: str = "ca"

    @property
    def certificate(self) -> Path:
        return self.folder / f"{self.name}.pem"

    def found(self) -> "Authority":
        tool(
            *("openssl", "req", "-x509", "-newkey", "ec"),
            *("-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"),
            *("-subj", f"/CN={self.name}", "-keyout", self.folder / f"{self.name}.key"),
            *("-out", self.certificate),
        )
        return self

    def issue(self, address: str, *, days: int = 10, name: str = "") -> "Holder":
        """A certificate for signing and encrypting mail, with its key."""
        stem = name or address.partition("@")[0]
        return self.certify(stem, names=f"email:{address}", days=days)

    def certify(
        self,
        name: str,
        *options: str,
        names: str = "",
        subject: str = "",
        days: int = 10,
    ) -> "Holder":
        """A certificate that names what the test wants; ``options`` of openssl x509."""
        stem = self.folder / name
        key, request = stem.with_suffix(".key"), stem.with_suffix(".csr")
        tool(
            *("openssl", "req", "-newkey", "rsa:2048", "-nodes"),
            *("-subj", subject or f"/CN={name}"),
            *("-keyout", key, "-out", request),
        )
        extensions = stem.with_suffix(".ext")
        alternative = f"subjectAltName={names}\n" if names else ""
        extensions.write_text(f"{alternative}extendedKeyUsage=emailProtection\n")
        signer = self.folder / f"{self.name}.key"
        tool(
            *("openssl", "x509", "-req", "-in", request, "-days", str(days)),
            *("-CA", self.certificate, "-CAkey", signer, "-CAcreateserial"),
            *("-extfile", extensions, "-out", stem.with_suffix(".pem")),
            *options,
        )
        both = stem.with_suffix(".both.pem")
        both.write_bytes(key.read_bytes() + stem.with_suffix(".pem").read_bytes())
        both.chmod(0o600)
        return Holder(stem)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with an S/MIME certificate."""

    stem: Path

    @property
    def certificate(self) -> Path:
        return self.stem.with_suffix(".pem")

    @property
    def both(self) -> Path:
        return self.stem.with_suffix(".both.pem")

    def signed(self, entity: bytes, *options: str) -> bytes:
        """A CMS object over those octets."""
        return tool(
            *("openssl", "cms", "-sign", "-binary", "-outform", "DER"),
            *("-signer", self.certificate, "-inkey", self.stem.with_suffix(".key")),
            *options,
            feed=entity,
        )

    def detached(self, entity: bytes) -> bytes:
        """A multipart/signed around the entity."""
        return multipart_signed(
            entity, self.signed(entity), "application/pkcs7-signature"
        )

    def opaque(self, entity: bytes) -> bytes:
        return pkcs7(self.signed(entity, "-nodetach"), "signed-data")

    def encrypted(self, entity: bytes, *options: str) -> bytes:
        """What only this holder can open."""
        cms = tool(
            *("openssl", "cms", "-encrypt", "-binary", "-outform", "DER"),
            *(options or ("-aes-256-cbc",)),
            self.certificate,
            feed=entity,
        )
        return pkcs7(cms, "enveloped-data")


@dataclass(frozen=True, slots=True)
class Keyring:
    """An OpenPGP home with secret keys."""

    home: Path

    def make(self, address: str, *, lasts: str = "0") -> str:
        """A signing key with a subkey to encrypt to; returns its fingerprint."""
        self.home.mkdir(mode=0o700, exist_ok=True)
        made = ("--passphrase", "", "--quick-gen-key", f"<{address}>", "ed25519")
        self.gpg(*made, "default", lasts)
        found = self.gpg("--with-colons", "--list-keys", address).decode()
        lines = [line.split(":") for line in found.splitlines()]
        fingerprint = next(fields[9] for fields in lines if fields[0] == "fpr")
        self.gpg("--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encr")
        return fingerprint

    def gpg(self, *arguments: str, feed: bytes = b"") -> bytes:
        always = ("--batch", "--quiet", "--no-tty", "--trust-model", "always")
        return tool("gpg", "--homedir", self.home, *always, *arguments, feed=feed)

    def public(self, *, armor: bool = False) -> bytes:
        return self.gpg(*(("--armor",) if armor else ()), "--export")

    def secret(self) -> bytes:
        return self.gpg("--armor", "--export-secret-keys")

    def signature(self, octets: bytes, *options: str) -> bytes:
        return self.gpg("--armor", "--detach-sign", *options, feed=octets)

    def detached(self, entity: bytes) -> bytes:
        kind = "application/pgp-signature"
        return multipart_signed(entity, self.signature(entity), kind)

    def clear(self, words: bytes) -> bytes:
        return self.gpg("--clearsign", feed=words)

    def armored(self, octets: bytes, address: str, *options: str) -> bytes:
        return self.gpg("--armor", "-r", address, *options, "--encrypt", feed=octets)

    def encrypted(self, entity: bytes, address: str, *options: str) -> bytes:
        """A multipart/encrypted (RFC 3156 §4)."""
        armor = self.armored(entity, address, *options)
        return (
            b"Content-Type: multipart/encrypted; boundary=enc;\r\n"
            b' protocol="application/pgp-encrypted"\r\n\r\n'
            b"--enc\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
            b"Version: 1\r\n\r\n"
            b"--enc\r\nContent-Type: application/octet-stream\r\n\r\n"
            + armor
            + b"\r\n--enc--\r\n"
        )

    def close(self) -> None:
        tool("gpgconf", "--homedir", self.home, "--kill", "gpg-agent")


def multipart_signed(entity: bytes, signature: bytes, kind: str) -> bytes:
    """RFC 1847 §2.1."""
    binary = not signature.startswith(b"-----")
    encoding = b"base64" if binary else b"7bit"
    body = base64_lines(signature) if binary else signature
    return (
        b"Content-Type: multipart/signed; boundary=sig; micalg=sha-256;\r\n"
        + f' protocol="{kind}"\r\n\r\nThis is a signed mail.\r\n--sig\r\n'.encode()
        + entity
        + f"\r\n--sig\r\nContent-Type: {kind}\r\n".encode()
        + b"Content-Transfer-Encoding: "
        + encoding
        + b"\r\n\r\n"
        + body
        + b"\r\n--sig--\r\n"
    )


def pkcs7(cms: bytes, kind: str) -> bytes:
    return (
        f"Content-Type: application/pkcs7-mime; smime-type={kind};\r\n".encode()
        + b' name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n'
        + b"Content-Disposition: attachment; filename=smime.p7m\r\n\r\n"
        + base64_lines(cms)
    )


def base64_lines(octets: bytes) -> bytes:
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")
