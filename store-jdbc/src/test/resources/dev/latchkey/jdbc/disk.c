/*
 * Makes a server of PostgreSQL meet a disk without room. Loaded with LD_PRELOAD; while the file named by FULL is there, no
 * table and no index gets another byte.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_full(int fd) {
  char link[64], path[512];
  const char *control = getenv("FULL");
  if (control == NULL || access(control, F_OK) != 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "/base/") != NULL;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset) {
  if (is_full(fd)) {
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_pwrite64, fd, bytes, size, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset) {
  return pwrite64(fd, bytes, size, offset);
}

/* On machines of 64 bits the whole offset is in the first of its two words. */
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  if (is_full(fd)) {
    errno = ENOSPC;
    return -1;
  }
  return syscall(SYS_pwritev, fd, parts, count, offset, 0);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

int posix_fallocate64(int fd, off64_t offset, off64_t size) {
  if (is_full(fd)) return ENOSPC;
  return syscall(SYS_fallocate, fd, 0, offset, size) == 0 ? 0 : errno;
}

int posix_fallocate(int fd, off_t offset, off_t size) {
  return posix_fallocate64(fd, offset, size);
}
