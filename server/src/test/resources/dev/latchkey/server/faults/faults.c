/*
 * Makes a process meet what a disk and a clock do in bad times. Loaded with LD_PRELOAD; the file named by FAULTS says what
 * is wrong now, one word a line, and may change while the process runs:
 *
 *   sync      making sure that a database file is on disk fails with EIO
 *   full      writing to a database file fails with ENOSPC
 *   ahead N   the wall clock is N seconds ahead; the clock that cannot be set is not
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* Read by system calls alone: the ordinary functions are the ones replaced here. */
static void faults(char *text, size_t size) {
  const char *name = getenv("FAULTS");
  text[0] = 0;
  if (name == NULL) return;
  int fd = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0) return;
  ssize_t count = syscall(SYS_read, fd, text, size - 1);
  text[count > 0 ? count : 0] = 0;
  syscall(SYS_close, fd);
}

static int is_faulty(int fd, const char *word) {
  char link[64], path[512], text[256];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (strstr(path, "latchkey.db") == NULL) return 0;
  faults(text, sizeof text);
  return strstr(text, word) != NULL;
}

int fdatasync(int fd) {
  if (is_faulty(fd, "sync")) {
    errno = EIO;
    return -1;
  }
  return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
  if (is_faulty(fd, "sync")) {
    errno = EIO;
    return -1;
  }
  return (int)syscall(SYS_fsync, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
  if (is_faulty(fd, "full")) {
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
  return pwrite64(fd, bytes, size, offset);
}

ssize_t write(int fd, const void *bytes, size_t size) {
  if (is_faulty(fd, "full")) {
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_write, fd, bytes, size);
}

static time_t ahead(void) {
  /* Looked up once in a while: this is called more often than anything. */
  static time_t looked;
  static long offset;
  struct timespec steady;
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &steady);
  time_t slot = steady.tv_sec * 20 + steady.tv_nsec / 50000000;
  if (slot != looked) {
    char text[256];
    looked = slot;
    faults(text, sizeof text);
    const char *word = strstr(text, "ahead ");
    offset = word == NULL ? 0 : atol(word + 6);
  }
  return offset;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = (int)syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += ahead();
  return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
