"""How ideas are asked for and shown: views find, act and answer."""
