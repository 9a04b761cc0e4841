"""The static files: an address with a hash of the content, and headers to keep them for good."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

STATIC = Path(__file__).parent / "static"
PREFIX = "static"


def hashed(folder: Path) -> MappingProxyType[str, str]:
    """File name → address that changes when the content does."""
    return MappingProxyType(
        {
            file.name: f"/{PREFIX}/{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}/{file.name}"
            for file in sorted(folder.iterdir())
            if file.suffix in (".css", ".js", ".svg", ".webp")
        }
    )


def address_of(addresses: MappingProxyType[str, str]) -> Callable[[str], str]:
    """The template's `asset()`: a name that is no file is a fault, not a broken page."""

    def asset(name: str) -> str:
        return addresses[name]

    return asset


def init_app(app: Flask) -> None:
    """Serves the files, compressed, in front of the app."""
    addresses = hashed(STATIC)
    app.jinja_env.globals["asset"] = address_of(addresses)
    built = built_copies(addresses, Path(app.instance_path) / "static")
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # how Flask documents it
        app.wsgi_app,
        root=str(built),
        immutable_file_test=_is_immutable,
        charset="utf-8",
    )


def _is_immutable(_path: str, _url: str) -> bool:
    """Every address holds the hash of its content."""
    return True


def built_copies(addresses: MappingProxyType[str, str], folder: Path) -> Path:
    """The files under their hashed addresses with compressed copies beside them.

    Several processes may do this at once: each file is put in place whole, and the plain one
    last, so that where it stands its compressed copies stand too.
    """
    compressor = Compressor(quiet=True)
    for name, address in addresses.items():
        target = folder / address.lstrip("/")
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder.parent) as making:
                plain = Path(making) / name  # outside what WhiteNoise scans
                plain.write_bytes((STATIC / name).read_bytes())
                for made in (*compressor.compress(str(plain)), str(plain)):
                    Path(made).replace(target.with_name(Path(made).name))
    return folder
