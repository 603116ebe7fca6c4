"""Which addresses the link checker may ask."""

import pytest

from notices.links.addresses import (
    MalformedAddressError,
    PrivateAddressError,
    is_public,
    public_addresses,
    read_address,
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:7f00:1::f5ff:fffe",
        "no address",
        "",
    ],
)
def test_networks_of_nobody_else_are_never_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "202.197.0.1", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_ones_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///x",
        "http://user:word@example.com/",
        "http://example.com:22/",
        "http://example.com:99999/",
        "http://[::1",
        "http://exa mple.com/",
        "http://a\x00b/",
        "http://" + "a" * 300 + "/",
        "http://example.com/" + "x" * 10_000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(MalformedAddressError):
        read_address(address)


def test_a_chinese_address_is_written_as_a_request_wants_it() -> None:
    target = read_address("http://例子.测试/通知/?q=名单 a#x")
    assert target.host == "xn--fsqu00a.xn--0zwm56d"
    assert target.path == "/%E9%80%9A%E7%9F%A5/?q=%E5%90%8D%E5%8D%95%20a"
    assert "\r" not in read_address("http://example.com/a%0d%0aX: y").path


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1", "[::1]"])
def test_this_machine_by_any_name_is_private(host: str) -> None:
    try:
        target = read_address(f"http://{host}/")
        with pytest.raises((PrivateAddressError, OSError)):
            public_addresses(target)
    except MalformedAddressError:
        pass


def test_one_private_answer_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_kwargs: answers)
    with pytest.raises(PrivateAddressError):
        public_addresses(read_address("http://example.com/"))
