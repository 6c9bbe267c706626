"""The certificates of the system, wherever it keeps them.

OpenSSL looks where the system on which it was built has them; a folder with its own Python runs on others.
"""

from __future__ import annotations

import os
import ssl

BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine
)


def context() -> ssl.SSLContext:
    """The TLS context: Python's default, with the system's bundle where that finds none."""
    found = ssl.create_default_context()
    if not found.cert_store_stats()["x509_ca"]:
        bundle = next(filter(os.path.isfile, BUNDLES), None)
        if bundle is not None:
            found.load_verify_locations(bundle)
    return found
