"""`python -m campaignflow` is the command line."""

import sys

from campaignflow.cli import main

if __name__ == "__main__":
    sys.exit(main())
