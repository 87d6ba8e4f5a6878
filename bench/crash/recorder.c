/*
 * LD_PRELOAD layer: writes down, in order, everything that a process and its children do to the files below CRASH_FOLDER, with its bytes. From that
 * record the state of the disk after a power cut at any moment is put together elsewhere (disk.mjs). What is written to the descriptor
 * CRASH_PROMISES stands in the same order: what was acknowledged before the cut. CRASH_FAULTS, such as "s120,f300": the first sync from the 120th
 * operation on fails with EIO, and for 40 operations from the 300th on no file can grow (ENOSPC).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FAULTS 16
#define FULL_FOR 40
#define COPY_BYTES 65536
#define MAX_ENVIRONMENT 512

enum kind { OPEN = 1, CREATE, WRITE, TRUNCATE, SYNC, SYNC_FAILED, SYNC_FOLDER, RENAME, UNLINK, MAKE_FOLDER, REMOVE_FOLDER, PROMISE };

/* As disk.mjs reads it. `offset` is a size for TRUNCATE. */
struct record {
  uint32_t kind, path_length, to_length, data_length;
  uint64_t inode;
  int64_t offset;
};
/* One for all processes: an operation and its record are one step. */
struct shared {
  pthread_mutex_t lock;
  long operations;
  int faults_done[MAX_FAULTS];
};
struct fault {
  char kind;
  long at;
};

typedef long (*system_call)(long, ...);

static struct shared *shared;
static int record_fd = -1, promises_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;
static struct fault faults[MAX_FAULTS];
static int fault_count;
#define INHERITED 4
static const char *inherited[INHERITED] = {"LD_PRELOAD", "CRASH_FOLDER", "CRASH_RECORD", "CRASH_FAULTS"};
static char handed_down[INHERITED][PATH_MAX + 32];

/* What the layer stands in front of. */
#define KEEP_REAL(variable, name)    \
  static __typeof__(&name) variable; \
  if (!variable) variable = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define raw(...) real_syscall()(__VA_ARGS__)
static system_call real_syscall(void) {
  static system_call real;
  if (!real) real = (system_call)dlsym(RTLD_NEXT, "syscall");
  return real;
}

static void read_faults(const char *given) {
  while (given && *given && fault_count < MAX_FAULTS) {
    char *end;
    faults[fault_count].kind = *given;
    faults[fault_count++].at = strtol(given + 1, &end, 10);
    given = *end == ',' ? end + 1 : end;
  }
}

static void open_shared(const char *file) {
  int fd = raw(SYS_openat, AT_FDCWD, file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int is_first = fd >= 0;
  if (!is_first) fd = raw(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC, 0);
  if (is_first && raw(SYS_ftruncate, fd, sizeof *shared)) return;
  void *mapped = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  raw(SYS_close, fd);
  if (mapped == MAP_FAILED) return;
  shared = mapped;
  if (!is_first) return;
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
  pthread_mutex_init(&shared->lock, &kind);
}

__attribute__((constructor)) static void begin(void) {
  const char *below = getenv("CRASH_FOLDER"), *to = getenv("CRASH_RECORD"), *promises = getenv("CRASH_PROMISES");
  for (int i = 0; i < INHERITED; i++) {
    const char *value = getenv(inherited[i]);
    snprintf(handed_down[i], sizeof handed_down[i], "%s=%s", inherited[i], value ? value : "");
  }
  if (!below || !to || !realpath(below, folder)) return;
  folder_length = strlen(folder);
  char file[PATH_MAX];
  snprintf(file, sizeof file, "%s.lock", to);
  open_shared(file);
  if (!shared) return;
  record_fd = raw(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (promises && *promises) promises_fd = atoi(promises);
  read_faults(getenv("CRASH_FAULTS"));
}

static void lock(void) {
  if (pthread_mutex_lock(&shared->lock) == EOWNERDEAD) pthread_mutex_consistent(&shared->lock);
}
static void unlock(void) { pthread_mutex_unlock(&shared->lock); }

/* What lies below the folder, from its name on; NULL for anything else, and for the log's index, which is made anew from the log. */
static const char *ours(const char *path) {
  if (record_fd < 0 || !path || strncmp(path, folder, folder_length) || path[folder_length] != '/') return NULL;
  size_t length = strlen(path);
  if (length > 4 && !strcmp(path + length - 4, "-shm")) return NULL;
  return path + folder_length + 1;
}

/* Name and inode of a descriptor of ours. */
static const char *ours_by_fd(int fd, char *path, struct stat *status) {
  if (record_fd < 0) return NULL;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = raw(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length <= 0) return NULL;
  path[length] = 0;
  if (!strcmp(path, folder)) return fstat(fd, status) ? NULL : "";
  const char *found = ours(path);
  return found && !fstat(fd, status) ? found : NULL;
}

static void put(enum kind kind, uint64_t inode, int64_t offset, const char *path, const char *to, const void *data, size_t length) {
  struct record record = {kind, path ? strlen(path) : 0, to ? strlen(to) : 0, length, inode, offset};
  struct iovec parts[] = {{&record, sizeof record}, {(void *)path, record.path_length}, {(void *)to, record.to_length}, {(void *)data, length}};
  size_t whole = sizeof record + record.path_length + record.to_length + length;
  if (raw(SYS_writev, record_fd, parts, 4) != (ssize_t)whole) abort();
  shared->operations++;
}

static int fault_due(char kind, long lasts) {
  for (int i = 0; i < fault_count; i++) {
    if (faults[i].kind != kind || shared->operations < faults[i].at || shared->faults_done[i] >= lasts) continue;
    shared->faults_done[i]++;
    return 1;
  }
  return 0;
}

/* Half of it fits, then nothing. */
static ssize_t write_here(int fd, const void *bytes, size_t length, int64_t offset, const struct stat *status) {
  if (offset + (int64_t)length > status->st_size && fault_due('f', FULL_FOR)) {
    shared->operations++;
    length = length / 2;
    if (length == 0 || shared->operations % 2) {
      errno = ENOSPC;
      return -1;
    }
  }
  ssize_t written = raw(SYS_pwrite64, fd, bytes, length, offset);
  if (written > 0) put(WRITE, status->st_ino, offset, NULL, NULL, bytes, written);
  return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset) {
  char path[PATH_MAX];
  struct stat status;
  if (!ours_by_fd(fd, path, &status)) return raw(SYS_pwrite64, fd, bytes, length, offset);
  lock();
  fstat(fd, &status);
  ssize_t written = write_here(fd, bytes, length, offset, &status);
  unlock();
  return written;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  char path[PATH_MAX];
  struct stat status;
  if (record_fd >= 0 && fd == promises_fd) {
    lock();
    put(PROMISE, 0, 0, NULL, NULL, bytes, length);
    unlock();
    return length;
  }
  if (!ours_by_fd(fd, path, &status)) return raw(SYS_write, fd, bytes, length);
  lock();
  fstat(fd, &status);
  off_t at = fcntl(fd, F_GETFL) & O_APPEND ? status.st_size : lseek(fd, 0, SEEK_CUR);
  /* Appending, `pwrite` goes to the end by itself. */
  ssize_t written = write_here(fd, bytes, length, at, &status);
  if (written > 0) lseek(fd, at + written, SEEK_SET);
  unlock();
  return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  struct stat status;
  if (!ours_by_fd(fd, path, &status)) return raw(SYS_writev, fd, parts, count);
  ssize_t all = 0;
  for (int i = 0; i < count; i++) {
    ssize_t written = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (written < 0) return all > 0 ? all : written;
    all += written;
    if ((size_t)written < parts[i].iov_len) break;
  }
  return all;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset) {
  ssize_t all = 0;
  for (int i = 0; i < count; i++) {
    ssize_t written = pwrite64(fd, parts[i].iov_base, parts[i].iov_len, offset + all);
    if (written < 0) return all > 0 ? all : written;
    all += written;
    if ((size_t)written < parts[i].iov_len) break;
  }
  return all;
}

ssize_t sendfile64(int to, int from, off_t *offset, size_t length) {
  char path[PATH_MAX];
  struct stat status;
  if (!ours_by_fd(to, path, &status)) return raw(SYS_sendfile, to, from, offset, length);
  char bytes[COPY_BYTES];
  if (length > sizeof bytes) length = sizeof bytes;
  ssize_t got = offset ? raw(SYS_pread64, from, bytes, length, *offset) : raw(SYS_read, from, bytes, length);
  if (got <= 0) return got;
  ssize_t written = write(to, bytes, got);
  if (written > 0 && offset) *offset += written;
  return written;
}

/* Node copies files by a call that no library has a name for: told that the kernel hasn't it, it goes on with sendfile. */
long syscall(long number, ...) {
  va_list given;
  va_start(given, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(given, long);
  va_end(given);
  char path[PATH_MAX];
  struct stat status;
  if (number == SYS_copy_file_range && ours_by_fd((int)a[2], path, &status)) {
    errno = ENOSYS;
    return -1;
  }
  return raw(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

int ftruncate64(int fd, off_t size) {
  char path[PATH_MAX];
  struct stat status;
  if (!ours_by_fd(fd, path, &status)) return raw(SYS_ftruncate, fd, size);
  lock();
  int result = raw(SYS_ftruncate, fd, size);
  if (result == 0) put(TRUNCATE, status.st_ino, size, NULL, NULL, NULL, 0);
  unlock();
  return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* The disk of the record counts, not the one below: nothing is really synced. */
static int sync_file(int fd, long number) {
  char path[PATH_MAX];
  struct stat status;
  const char *name = ours_by_fd(fd, path, &status);
  if (!name) return raw(number, fd);
  int result = 0;
  lock();
  if (S_ISDIR(status.st_mode)) put(SYNC_FOLDER, 0, 0, name, NULL, NULL, 0);
  else if (fault_due('s', 1)) {
    put(SYNC_FAILED, status.st_ino, 0, NULL, NULL, NULL, 0);
    result = -1;
  } else put(SYNC, status.st_ino, 0, NULL, NULL, NULL, 0);
  unlock();
  if (result) errno = EIO;
  return result;
}
int fsync(int fd) { return sync_file(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_file(fd, SYS_fdatasync); }

int open64(const char *path, int flags, ...) {
  va_list given;
  va_start(given, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(given, mode_t) : 0;
  va_end(given);
  const char *name = ours(path);
  if (!name || (flags & O_ACCMODE) == O_RDONLY) return raw(SYS_openat, AT_FDCWD, path, flags, mode);
  struct stat status;
  lock();
  int is_there = stat(path, &status) == 0;
  int fd = raw(SYS_openat, AT_FDCWD, path, flags, mode);
  if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    put(is_there ? OPEN : CREATE, status.st_ino, 0, name, NULL, NULL, 0);
    if (is_there && flags & O_TRUNC) put(TRUNCATE, status.st_ino, 0, NULL, NULL, NULL, 0);
  }
  int code = errno;
  unlock();
  errno = code;
  return fd;
}

#define RECORDED(name, call, kind)                          \
  const char *ours_now = ours(name);                        \
  if (!ours_now) return call;                               \
  lock();                                                   \
  int result = call;                                        \
  int code = errno;                                         \
  if (result == 0) put(kind, 0, 0, ours_now, NULL, NULL, 0); \
  unlock();                                                 \
  errno = code;                                             \
  return result

int unlink(const char *path) { RECORDED(path, raw(SYS_unlinkat, AT_FDCWD, path, 0), UNLINK); }
int rmdir(const char *path) { RECORDED(path, raw(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR), REMOVE_FOLDER); }
int mkdir(const char *path, mode_t mode) { RECORDED(path, raw(SYS_mkdirat, AT_FDCWD, path, mode), MAKE_FOLDER); }

char *mkdtemp(char *template) {
  KEEP_REAL(real, mkdtemp);
  char *made = real(template);
  const char *name = made ? ours(made) : NULL;
  if (!name) return made;
  lock();
  put(MAKE_FOLDER, 0, 0, name, NULL, NULL, 0);
  unlock();
  return made;
}

int rename(const char *from, const char *to) {
  KEEP_REAL(real, rename);
  const char *name = ours(from), *new_name = ours(to);
  if (!name || !new_name) return real(from, to);
  lock();
  int result = real(from, to);
  int code = errno;
  if (result == 0) put(RENAME, 0, 0, name, new_name, NULL, 0);
  unlock();
  errno = code;
  return result;
}

/* Children get the layer whatever environment they are started with; their descriptors promise nothing. */
int execvp(const char *file, char *const arguments[]) {
  KEEP_REAL(real, execvpe);
  char *environment[MAX_ENVIRONMENT];
  int count = 0;
  if (record_fd < 0) return real(file, arguments, environ);
  for (int i = 0; i < INHERITED; i++) environment[count++] = handed_down[i];
  for (char **one = environ; one && *one && count < MAX_ENVIRONMENT - 1; one++)
    if (strncmp(*one, "CRASH_", 6) && strncmp(*one, "LD_PRELOAD=", 11)) environment[count++] = *one;
  environment[count] = NULL;
  return real(file, arguments, environment);
}
