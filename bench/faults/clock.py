"""A clock that jumps, for the forked processes only: a small library before libc adds seconds that we set.

Monotonic time is the kernel's and does not jump. Needs a C compiler.
"""

from __future__ import annotations

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long *ahead;
__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("JUMPING_CLOCK");
  int file = path ? open(path, O_RDONLY) : -1;
  void *there = file < 0 ? MAP_FAILED : mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0);
  ahead = there == MAP_FAILED ? 0 : there;
}
int clock_gettime(clockid_t id, struct timespec *told) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(id, told);
  if (!done && ahead && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) told->tv_sec += *ahead;
  return done;
}
time_t time(time_t *into) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (into) *into = now.tv_sec;
  return now.tv_sec;
}
int gettimeofday(struct timeval *restrict told, void *restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  told->tv_sec = now.tv_sec;
  told->tv_usec = now.tv_nsec / 1000;
  return 0;
}
"""


class Clock:
    """Seconds by which the processes that were started with ``environment`` are ahead of the true time."""

    def __init__(self, folder: Path) -> None:
        """Raises RuntimeError where there is no C compiler."""
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise RuntimeError("no C compiler: clocks cannot be made to jump")
        source, library, cell = folder / "clock.c", folder / "clock.so", folder / "clock"
        source.write_text(_SOURCE, encoding="utf-8")
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
        cell.write_bytes(bytes(mmap.PAGESIZE))
        with cell.open("r+b") as file:
            self._cell = mmap.mmap(file.fileno(), mmap.PAGESIZE)
        self.environment = {"LD_PRELOAD": str(library), "JUMPING_CLOCK": str(cell)}

    def set(self, seconds: int) -> None:
        self._cell[:8] = struct.pack("=q", seconds)


def nothing() -> None:
    """What the first process does, for whose sake the others' parent is started."""
