"""The side of python-statemachine in P6, run by the Python of `.venv-bench`: what a machine takes, in bytes.

python p06_peers.py COUNT
"""

import gc
import json
import sys
import tracemalloc

from p03_peers import campaign

Campaign = campaign()
Campaign()
gc.collect()
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
held = [Campaign() for _ in range(int(sys.argv[1]))]
gc.collect()
json.dump((tracemalloc.get_traced_memory()[0] - before) / len(held), sys.stdout)
