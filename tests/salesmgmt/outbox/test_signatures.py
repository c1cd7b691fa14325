"""Signatures of webhooks against the worked example of Standard Webhooks."""

import base64

from salesmgmt.outbox.signatures import secret_of, secret_text, signature, signed_headers


def test_a_signature_is_that_of_the_specifications_example():
    """From the tests of the standardwebhooks libraries: secret, id, timestamp and body give this signature."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature(
        secret, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body=b'{"test": 2432232314}'
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_made_of_its_salt_and_the_secret_key(settings):
    secret = secret_of("a" * 32)
    assert secret_of("a" * 32) == secret
    assert secret_of("b" * 32) != secret
    assert secret_text(secret).startswith("whsec_")
    assert base64.b64decode(secret_text(secret).removeprefix("whsec_")) == secret
    assert len(secret) == 32
    settings.SECRET_KEY = "another"
    assert secret_of("a" * 32) != secret


def test_headers_carry_a_signature_by_each_secret():
    headers = signed_headers([b"new" * 8, b"old" * 8], message_id="msg_1-2-3", timestamp=1, body=b"{}")
    new, old = headers["webhook-signature"].split(" ")
    assert new == signature(b"new" * 8, message_id="msg_1-2-3", timestamp=1, body=b"{}")
    assert old == signature(b"old" * 8, message_id="msg_1-2-3", timestamp=1, body=b"{}")
