"""In which order ideas stand, why, and who may change it."""
