"""The lecture's kernel: one BLAS thread, so that two notebooks on one computer do not wait for each other's threads."""

import json
import os
import subprocess
import sys

from nnlab.app.environment import JUPYTER

SPEC = json.loads((JUPYTER / "shared" / "kernels" / "python3" / "kernel.json").read_text("utf-8"))


def test_a_kernel_uses_one_core():
    code = "import nnlab, threadpoolctl as t; print({pool['num_threads'] for pool in t.threadpool_info() if pool['user_api'] == 'blas'})"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | SPEC["env"])
    assert finished.stdout.strip() in ("{1}", "set()")  # a BLAS without threads, as Apple's, is not listed
