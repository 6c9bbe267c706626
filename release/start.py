"""What the program of a folder with its own Python runs."""

import sys

from kaltim_poverty.cli.console import main

sys.exit(main())
