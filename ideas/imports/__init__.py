"""Other platforms' boards, read into ideas: a format turns a file into posts; storing is the same for all."""
