"""What `make` runs. Standard library only: it works before anything is installed."""

import sys

if sys.version_info < (3, 11):
    sys.exit("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info[:2]))
