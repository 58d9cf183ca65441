"""The open-data set: what everybody may see here, as files to take away, made anew each night."""
