"""Tables that people may take away: what is in them, how they are written, and how a package of them is described."""
