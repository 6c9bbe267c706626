"""``python -m kaltim_poverty``."""

import sys

from kaltim_poverty.cli.main import main

sys.exit(main())
