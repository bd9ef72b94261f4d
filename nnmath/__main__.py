"""``python -m nnmath``."""

import sys

from nnmath.cli import main

if __name__ == "__main__":
    sys.exit(main())
