"""peer.py on a machine without Nova: its module nova.exception is the one in standin/. standin_peer.py URL."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'standin'))

import nova.exception  # noqa: F401: it is found here, not where Nova is installed

import peer

peer.main()
