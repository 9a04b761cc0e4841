"""The service, with its settings from the environment."""

import ctypes
import gc
import os
from contextlib import suppress

# What views hide is decided with small matrices: threads for them only spin, and take the processor
# from those who are served. It is read when numpy is loaded, which is seldom and late.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A heap for each thread keeps the room of the largest report that thread has drawn, and threads of
# one interpreter hardly wait for a shared one. Only glibc makes several.
ARENA_MAX = -8
with suppress(AttributeError):
    ctypes.CDLL(None).mallopt(ARENA_MAX, 1)
gc.disable()  # what is loaded at a start stays: looking for rubbish in it is a tenth of the start

from learning import create_app  # noqa: E402  # the libraries are most of what is loaded

app = create_app()
gc.freeze()  # nor is it looked through again while the service runs
gc.enable()
