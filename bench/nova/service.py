"""Runs a program of the real Nova as its console script does: service.py nova-conductor --config-file ... """

import importlib
import sys

sys.argv.pop(0)
importlib.import_module('nova.cmd.' + sys.argv[0].removeprefix('nova-')).main()
