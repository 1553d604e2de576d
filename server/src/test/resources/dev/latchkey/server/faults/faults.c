/*
 * Makes a process meet what a disk does in bad times. Loaded with LD_PRELOAD; the file named by FAULTS says what
 * is wrong now, one word a line, and may change while the process runs:
 *
 *   sync      making sure that a database file is on disk fails with EIO
 *   full      writing to a database file fails with ENOSPC
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
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
