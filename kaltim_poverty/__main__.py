"""``python -m kaltim_poverty``."""

import sys

from kaltim_poverty.cli.console import main

sys.exit(main())
