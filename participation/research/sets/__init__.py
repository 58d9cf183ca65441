"""Searches that are kept: some tell what is new, others are cited and can be compared with what is found later."""
