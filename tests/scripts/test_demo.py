"""What `make demo` says before it begins."""

import socket

import pytest

from scripts import demo
from scripts.steps import StepFailed


def said(port: str, monkeypatch) -> str:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(StepFailed) as refusal:
        demo.wanted_port()
    return str(refusal.value)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80", "８０００"])
def test_what_is_no_port_is_said(port, monkeypatch):
    assert f"PORT={port} is no port number" in said(port, monkeypatch)


def test_a_taken_port_is_said_in_one_line(monkeypatch):
    with socket.socket() as taken:
        taken.bind((demo.HOST, 0))
        taken.listen()
        sentence = said(str(taken.getsockname()[1]), monkeypatch)
    assert "is taken" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("port", ["", None])
def test_without_a_port_it_is_the_usual_one(port, monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    if port is not None:
        monkeypatch.setenv("PORT", port)
    monkeypatch.setattr(socket.socket, "bind", lambda *_: None)
    assert demo.wanted_port() == 8000
