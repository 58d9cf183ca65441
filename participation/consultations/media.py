"""Where video and audio may be played from: players of other sites, loaded only after the reader's click."""

import re
from dataclasses import dataclass

# What the page's content policy lets in as a frame, besides the site itself.
FRAME_HOSTS = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://tv.naver.com",
    "https://play-tv.kakao.com",
)

# Pattern of the address that people copy → address of the player, its name, and whether it is heard rather than seen.
_PLAYERS: tuple[tuple[str, str, str], ...] = (
    (
        r"https?://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#]*&)?v=|embed/|live/|shorts/)([\w-]{6,20})",
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1&dnt=1",
        "YouTube",
    ),
    (r"https?://youtu\.be/([\w-]{6,20})", "https://www.youtube-nocookie.com/embed/{}?autoplay=1&dnt=1", "YouTube"),
    (
        r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{4,15})",
        "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
        "Vimeo",
    ),
    (r"https?://tv\.naver\.com/(?:v|embed)/(\d{4,15})", "https://tv.naver.com/embed/{}?autoPlay=true", "NAVER TV"),
    (
        r"https?://tv\.kakao\.com/(?:v|channel/\d+/cliplink)/(\d{4,15})",
        "https://play-tv.kakao.com/embed/player/cliplink/{}?autoplay=1",
        "kakaoTV",
    ),
)


@dataclass(frozen=True)
class Player:
    """A player of another site that may stand in a page."""

    name: str
    url: str


def player_for(address: str) -> Player | None:
    """The player for this address; None where the host is not one of ours: then the address stays a link."""
    for pattern, player, name in _PLAYERS:
        if found := re.match(pattern, address.strip()):
            return Player(name, player.format(found[1]))
    return None
