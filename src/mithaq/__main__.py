"""``python -m mithaq`` is the command ``mithaq``."""

import sys

from mithaq.cli import main

sys.exit(main())
