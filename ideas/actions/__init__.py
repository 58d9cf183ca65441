"""What can happen to ideas. Pages, the API, commands and the clock all come through here; nothing else writes them."""
