"""`python -m nnlab` is the command `nnlab`, for where scripts are not on the path."""

import sys

from nnlab.app.cli import main

sys.exit(main())
