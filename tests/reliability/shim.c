/* Stands between the program and the system: counts what it writes below one folder, lets the N-th call fail,
   and keeps a log of all of them, from which power cuts are replayed. Built and loaded by tests alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST 1024
static char folder[4096];
static char paths[MOST][512];
static int armed, counted, wanted, code, logged = -1, counter = -1;

#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)

void shim_arm(const char *where, int number, int error, const char *log_path, const char *count_path) {
  snprintf(folder, sizeof folder, "%s", where);
  counted = 0; wanted = number; code = error;
  memset(paths, 0, sizeof paths);
  logged = log_path && *log_path ? REAL(open, log_path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
  counter = *count_path ? REAL(open, count_path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
  armed = 1;
}

static int inside(const char *path) { return armed && path && !strncmp(path, folder, strlen(folder)); }
static const char *known(int fd) { return armed && fd >= 0 && fd < MOST && paths[fd][0] ? paths[fd] : NULL; }
static void note(char what, const char *path, const char *other, int64_t offset, const void *data, size_t length) {
  if (logged < 0) return;
  uint32_t sizes[3] = {path ? strlen(path) : 0, other ? strlen(other) : 0, data ? length : 0};
  REAL(write, logged, &what, 1);
  REAL(write, logged, &offset, sizeof offset);
  REAL(write, logged, sizes, sizeof sizes);
  if (path) REAL(write, logged, path, sizes[0]);
  if (other) REAL(write, logged, other, sizes[1]);
  if (data) REAL(write, logged, data, length);
}
/* Tell whether this call is the one that fails; where `wanted` is negative, all that need space do from there on. */
static int fails_where(int needs_space) {
  counted++;
  if (counter >= 0) REAL(pwrite, counter, &counted, sizeof counted, 0);
  if (wanted < 0 ? counted < -wanted || !needs_space : counted != wanted) return 0;
  errno = code;
  return 1;
}
static int fails(void) { return fails_where(0); }
static int opened(int fd, const char *path, int flags, int existed) {
  if (fd >= 0 && fd < MOST) {
    snprintf(paths[fd], sizeof paths[fd], "%s", path);
    if ((flags & O_CREAT) && !existed) note('c', path, NULL, 0, NULL, 0);
    if (flags & O_TRUNC) note('t', path, NULL, 0, NULL, 0);
  }
  return fd;
}
#define OPEN(name)                                                          \
  int name(const char *path, int flags, ...) {                              \
    va_list list; va_start(list, flags); int mode = va_arg(list, int); va_end(list); \
    if (!inside(path)) { int fd = REAL(name, path, flags, mode); if (fd >= 0 && fd < MOST) paths[fd][0] = 0; return fd; } \
    struct stat found; int existed = !stat(path, &found);                   \
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails_where((flags & O_CREAT) && !existed)) return -1;      \
    return opened(REAL(name, path, flags, mode), path, flags, existed);     \
  }
OPEN(open)
OPEN(open64)
int close(int fd) { if (fd >= 0 && fd < MOST) paths[fd][0] = 0; return REAL(close, fd); }
ssize_t write(int fd, const void *data, size_t length) {
  const char *path = known(fd);
  if (!path) return REAL(write, fd, data, length);
  if (fails_where(1)) return -1;
  note('w', path, NULL, lseek(fd, 0, SEEK_CUR), data, length);
  return REAL(write, fd, data, length);
}
#define PWRITE(name, type)                                                  \
  ssize_t name(int fd, const void *data, size_t length, type offset) {      \
    const char *path = known(fd);                                           \
    if (!path) return REAL(name, fd, data, length, offset);                 \
    if (fails_where(1)) return -1;                                          \
    note('w', path, NULL, offset, data, length);                            \
    return REAL(name, fd, data, length, offset);                            \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
#define SYNC(name)                                                          \
  int name(int fd) {                                                        \
    const char *path = known(fd);                                           \
    if (!path) return REAL(name, fd);                                       \
    if (fails()) return -1;                                                 \
    note('s', path, NULL, 0, NULL, 0);                                      \
    return 0; /* the log alone says what would be safe */                   \
  }
SYNC(fsync)
SYNC(fdatasync)
#define TRUNCATE(name, type)                                                \
  int name(int fd, type length) {                                           \
    const char *path = known(fd);                                           \
    if (!path) return REAL(name, fd, length);                               \
    if (fails()) return -1;                                                 \
    note('t', path, NULL, length, NULL, 0);                                 \
    return REAL(name, fd, length);                                          \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
int unlink(const char *path) {
  if (!inside(path)) return REAL(unlink, path);
  struct stat found;
  if (lstat(path, &found)) return REAL(unlink, path);
  if (fails()) return -1;
  note('u', path, NULL, 0, NULL, 0);
  return REAL(unlink, path);
}
int rename(const char *path, const char *other) {
  if (!inside(path)) return REAL(rename, path, other);
  if (fails()) return -1;
  note('r', path, other, 0, NULL, 0);
  return REAL(rename, path, other);
}
int mkdir(const char *path, mode_t mode) {
  if (!inside(path)) return REAL(mkdir, path, mode);
  struct stat found;
  if (lstat(path, &found) && fails_where(1)) return -1;
  return REAL(mkdir, path, mode);
}
/* Not offered, so that what would be copied by the system is written. */
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
  if (known(to)) { errno = ENOTSOCK; return -1; }
  return REAL(sendfile, to, from, offset, length);
}
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t length, unsigned flags) {
  if (known(to)) { errno = EXDEV; return -1; }
  return REAL(copy_file_range, from, at, to, offset, length, flags);
}
