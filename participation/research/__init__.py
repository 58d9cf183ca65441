"""The researcher's desk: what can be read out of all contributions together, cited and taken away."""
