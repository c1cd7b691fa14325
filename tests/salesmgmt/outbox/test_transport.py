"""A webhook goes to public addresses only, within its time, and is led nowhere else."""

import shutil
import socket
import ssl
import subprocess
import time

import pytest

from salesmgmt.common.problems import Refused
from salesmgmt.outbox.targets import allowed, target_of
from salesmgmt.outbox.transport import post
from tests.salesmgmt.outbox.receiver import Receiver, dripping, endless, status

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:10.0.0.1",
    "64:ff9b::a00:1", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_connected_to(settings, address):
    settings.WEBHOOK_NETWORKS = []
    assert allowed([address, "93.184.215.14"], scheme="https") == ["93.184.215.14"]


def test_networks_of_ones_own_are_reached_where_the_settings_name_them(settings):
    settings.WEBHOOK_NETWORKS = ["10.0.0.0/8"]
    assert allowed(["10.1.2.3", "192.168.1.1", "8.8.8.8"], scheme="https") == ["10.1.2.3", "8.8.8.8"]
    assert allowed(["10.1.2.3", "8.8.8.8"], scheme="http") == ["10.1.2.3"], "http stays within them."


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example.com/", "address"),
        ("ftp://hooks.example.com/", "address"),
        ("https://", "address"),
        ("hooks.example.com", "address"),
        ("https://a:b@hooks.example.com/", "address"),
        ("https://hooks.example.com/#part", "address"),
        ("https://hooks.example.com:99999/", "address"),
        ("https://hooks.example.com/\r\nX: 1", "address"),
        ("https://hüte.example/", "address"),
        ("https://hooks.example.com/" + "x" * 500, "address"),
        ("https://localhost/", "private"),
        ("https://warehouse.internal/", "private"),
        ("https://127.0.0.1/", "private"),
        ("https://[::1]/", "private"),
        ("https://169.254.169.254/latest/meta-data/", "private"),
    ],
)
def test_addresses_that_are_none_are_refused_in_a_sentence(settings, url, code):
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(Refused) as caught:
        target_of(url)
    assert (caught.value.code, caught.value.field, caught.value.message[-1]) == (code, "url", ".")


def test_an_address_is_taken_apart(settings):
    settings.WEBHOOK_NETWORKS = []
    target = target_of("https://hooks.example.com/sales?from=us")
    assert (target.host, target.port, target.path) == ("hooks.example.com", 443, "/sales?from=us")
    assert target_of("https://hooks.example.com:8443").path == "/"


def asked(receiver: Receiver, **facts):
    return post(target_of(receiver.url), body=b"{}", headers={"webhook-id": "msg_1-2-3"}, **facts)


@pytest.mark.parametrize(
    ("code", "problem", "is_endpoints_fault"),
    [
        (200, "", False),
        (204, "", False),
        (302, "REDIRECT", False),
        (404, "REFUSED", False),
        (410, "REFUSED", False),
        (429, "REFUSED", True),
        (500, "BROKEN", True),
    ],
)
def test_an_answer_is_judged_by_its_status(receiver, code, problem, is_endpoints_fault):
    receiver.reply = status(code, body=b"Cal Candidate", Location=receiver.url + "/elsewhere")
    answer = asked(receiver)
    assert (answer.status, answer.problem, answer.is_endpoints_fault) == (code, problem, is_endpoints_fault)
    assert [request.path for request in receiver.requests] == ["/hook"], "Nobody is followed."


def test_an_endless_answer_is_read_no_further(receiver):
    receiver.reply = endless
    answer = asked(receiver)
    assert (answer.status, answer.problem) == (200, "")


def test_a_receiver_that_drips_is_left_when_its_time_is_over(receiver):
    receiver.reply = dripping
    began = time.monotonic()
    answer = asked(receiver, within=0.5)
    assert (answer.status, answer.problem) == (None, "SLOW")
    assert time.monotonic() - began < 5


def test_a_receiver_that_is_not_there_or_speaks_no_http(receiver):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    assert post(target_of(f"http://127.0.0.1:{port}/"), body=b"", headers={}).problem == "NOT_REACHED"
    receiver.reply = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")
    assert asked(receiver).problem == "NOT_HTTP"


def test_a_name_that_resolves_to_a_private_address_is_not_connected_to(receiver, settings):
    """Whatever it resolved to when it was added; the connection goes to the address that was looked at."""
    target = target_of(receiver.url.replace("127.0.0.1", "localhost").replace("http:", "https:"))
    settings.WEBHOOK_NETWORKS = []
    answer = post(target, body=b"{}", headers={})
    assert (answer.problem, receiver.requests) == ("PRIVATE", [])


@pytest.mark.skipif(not shutil.which("openssl"), reason="A certificate is made by openssl.")
def test_a_certificate_that_is_not_trusted_is_not_accepted(receiver, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
    answer = post(target_of(receiver.url.replace("http:", "https:")), body=b"{}", headers={})
    assert (answer.problem, receiver.requests) == ("TLS", [])
