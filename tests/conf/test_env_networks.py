"""Settings of deliveries and identifiers: networks, the address of streams, company prefixes."""

from ipaddress import ip_network

import pytest

from txng.conf import env
from txng.conf.env import SettingError
from txng.repository.prefixes import prefix_length


def read(tmp_path, **variables):
    return env.read({"TXNG_DATA": str(tmp_path), **variables})


def test_without_a_word_webhooks_go_to_the_public_internet_only(tmp_path):
    environment = read(tmp_path)
    assert environment.webhook_networks == ()
    assert environment.stream_url == ""
    assert environment.company_prefixes == ()


def test_networks_stream_and_prefixes_are_read(tmp_path):
    environment = read(
        tmp_path,
        TXNG_WEBHOOK_NETWORKS="10.1.0.0/16, fd00:1::/64,127.0.0.1",
        TXNG_STREAM_URL="wss://txng.example.vn/",
        TXNG_COMPANY_PREFIXES="893850597, 8936012",
    )
    assert environment.webhook_networks == (
        ip_network("10.1.0.0/16"),
        ip_network("fd00:1::/64"),
        ip_network("127.0.0.1/32"),
    )
    assert environment.stream_url == "wss://txng.example.vn"
    assert environment.company_prefixes == ("893850597", "8936012")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TXNG_WEBHOOK_NETWORKS", "10.1.0.1/16"),  # bits behind the mask: a slip of the hand
        ("TXNG_WEBHOOK_NETWORKS", "intranet"),
        ("TXNG_WEBHOOK_NETWORKS", "10.0.0.0/33"),
        ("TXNG_STREAM_URL", "https://txng.example.vn"),
        ("TXNG_STREAM_URL", "wss://txng.example.vn/epcis"),
        ("TXNG_STREAM_URL", "wss://"),
        ("TXNG_STREAM_URL", "wss://txng.example.vn:99999"),
        ("TXNG_COMPANY_PREFIXES", "893"),
        ("TXNG_COMPANY_PREFIXES", "8938505970001"),
        ("TXNG_COMPANY_PREFIXES", "89385059x"),
        ("TXNG_COMPANY_PREFIXES", "٨٩٣٨٥"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(SettingError) as refused:
        read(tmp_path, **{name: value})
    assert refused.value.name == name


def test_the_longest_prefix_that_fits_counts(settings):
    settings.COMPANY_PREFIXES = ("8936012", "893601234", "950")
    assert prefix_length("893601234567") == 9
    assert prefix_length("893601200000") == 7
    assert prefix_length("4012345678901") is None
    settings.COMPANY_PREFIXES = ()
    assert prefix_length("893601234567") is None
