"""Certificates of the system, wherever it keeps them."""

from __future__ import annotations

import ssl

import pytest

from kaltim_poverty.current import certificates

pytestmark = pytest.mark.skipif(
    not any(map(certificates.os.path.isfile, certificates.BUNDLES)), reason="this system has no bundle"
)


def test_a_bundle_of_the_system_is_found_where_openssl_looks_elsewhere(monkeypatch):
    """A folder that was built on Debian finds nothing where Fedora has it."""
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(ssl, "create_default_context", lambda: bare)
    found = certificates.context()
    assert found.cert_store_stats()["x509_ca"] > 0
    assert (found.verify_mode, found.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_what_python_found_is_left_as_it_is(monkeypatch, tmp_path):
    """The choice of `SSL_CERT_FILE` is not widened."""
    bundle = next(filter(certificates.os.path.isfile, certificates.BUNDLES))
    with open(bundle, encoding="ascii") as opened:
        one, end, _ = opened.read().partition("-----END CERTIFICATE-----")
    only = tmp_path / "one.pem"
    only.write_text(one + end + "\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(only))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    assert certificates.context().cert_store_stats()["x509_ca"] == 1
