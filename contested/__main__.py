"""Run the command line with python -m contested."""

import sys

from contested.cli import main

sys.exit(main())
