// Gives the terminal back on every way out, signals and crashes included.
//
// Everything that runs in a signal handler here is async-signal-safe: write, poll, read, lseek,
// tcsetattr, sigaction, raise, and stores to the state below.
#ifndef THAW_CNCURSES_RESTORATION_H
#define THAW_CNCURSES_RESTORATION_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

struct thaw_restoration {
  /// Whether the terminal is taken and must be given back.
  volatile sig_atomic_t armed;
  /// What switches the terminal back.
  char sequence[512];
  size_t length;
  /// The terminal's modes before it was taken.
  struct termios modes;
  /// Where error output went before, and where it goes meanwhile; -1 while it isn't diverted.
  volatile sig_atomic_t errors;
  volatile sig_atomic_t diverted;
  /// A byte with the signal's number goes here for the signals that only wake the program.
  volatile sig_atomic_t wake;
  struct sigaction previous[NSIG];
  /// Whether the user asked for Swift's backtraces.
  bool wants_backtrace;
};

// Weak, so that all object files that include this share the one.
__attribute__((weak)) struct thaw_restoration thaw_restoration = {
    .errors = -1, .diverted = -1, .wake = -1};

/// Writes all bytes, however often write is interrupted, and waits where a terminal takes no more for now.
static inline void thaw_write(int file, const char *bytes, size_t count) {
  while (count > 0) {
    const ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EAGAIN) {
      struct pollfd output = {.fd = file, .events = POLLOUT};
      poll(&output, 1, -1);
    } else if (written < 0 && errno != EINTR) {
      return;
    }
    if (written <= 0) continue;
    bytes += written;
    count -= (size_t)written;
  }
}

/// Sends error output to memory, so that it doesn't spoil the screen, when it would go to a
/// terminal.
static inline void thaw_divert_errors(void) {
  if (!isatty(STDERR_FILENO)) return;
  const int memory = (int)syscall(SYS_memfd_create, "thaw-errors", 1u /* MFD_CLOEXEC */);
  const int original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (memory < 0 || original < 0) return;
  fcntl(memory, F_SETFL, O_APPEND);
  dup2(memory, STDERR_FILENO);
  thaw_restoration.errors = original;
  thaw_restoration.diverted = memory;
}

/// Gives error output back, and prints what was said meanwhile.
static inline void thaw_replay_errors(void) {
  const int original = thaw_restoration.errors, memory = thaw_restoration.diverted;
  if (original < 0 || memory < 0) return;
  thaw_restoration.errors = thaw_restoration.diverted = -1;
  dup2(original, STDERR_FILENO);
  char bytes[1024];
  lseek(memory, 0, SEEK_SET);
  for (ssize_t count; (count = read(memory, bytes, sizeof bytes)) > 0;)
    thaw_write(STDERR_FILENO, bytes, (size_t)count);
  close(memory);
  close(original);
}

/// Gives the terminal back, once.
static inline void thaw_restore(void) {
  if (!thaw_restoration.armed) return;
  thaw_restoration.armed = 0;
  thaw_write(STDOUT_FILENO, thaw_restoration.sequence, thaw_restoration.length);
  tcsetattr(STDIN_FILENO, TCSANOW, &thaw_restoration.modes);
  thaw_replay_errors();
}

static inline void thaw_on_ending_signal(int number) {
  const int error = errno;
  thaw_restore();
  // Swift's own handler for crashes stops for questions in a terminal, so it gets its turn on
  // request only.
  if (thaw_restoration.wants_backtrace && number != SIGQUIT)
    sigaction(number, &thaw_restoration.previous[number], NULL);
  else
    signal(number, SIG_DFL);
  raise(number);
  errno = error;
}

static inline void thaw_on_waking_signal(int number) {
  const int error = errno;
  const char byte = (char)number;
  if (thaw_restoration.wake >= 0) (void)!write(thaw_restoration.wake, &byte, 1);
  errno = error;
}

static inline void thaw_handle(int number, void (*handler)(int)) {
  struct sigaction action, previous;
  sigaction(number, NULL, &previous);
  // A signal that the parent had us ignore, as nohup does, stays ignored.
  if (previous.sa_handler == SIG_IGN || previous.sa_handler == handler) return;
  thaw_restoration.previous[number] = previous;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

/// Remembers the terminal's modes; false where standard input is no terminal.
static inline bool thaw_remember_modes(void) {
  return tcgetattr(STDIN_FILENO, &thaw_restoration.modes) == 0;
}

/// From now on, whatever ends the program writes `sequence` first and restores the terminal's
/// modes.
static inline void thaw_arm(const char *sequence, size_t length, int wake) {
  static const int ending[] = {SIGTERM, SIGHUP, SIGINT,  SIGQUIT, SIGSEGV, SIGBUS,
                               SIGILL,  SIGFPE, SIGTRAP, SIGABRT, SIGSYS,  SIGXCPU};
  static const int waking[] = {SIGWINCH, SIGTSTP, SIGCONT};
  static bool at_exit = false;
  if (length > sizeof thaw_restoration.sequence) length = sizeof thaw_restoration.sequence;
  memcpy(thaw_restoration.sequence, sequence, length);
  thaw_restoration.length = length;
  thaw_restoration.wake = wake;
  thaw_restoration.wants_backtrace = getenv("SWIFT_BACKTRACE") != NULL;
  thaw_restoration.armed = 1;
  for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
    thaw_handle(ending[i], thaw_on_ending_signal);
  for (size_t i = 0; i < sizeof waking / sizeof *waking; i++)
    thaw_handle(waking[i], thaw_on_waking_signal);
  if (!at_exit) atexit(thaw_restore);
  at_exit = true;
}

/// After an orderly end: signals do again what they did before.
static inline void thaw_disarm(void) {
  thaw_restoration.armed = 0;
  for (int number = 1; number < NSIG; number++) {
    struct sigaction current;
    if (sigaction(number, NULL, &current) != 0) continue;
    if (current.sa_handler == thaw_on_ending_signal || current.sa_handler == thaw_on_waking_signal)
      sigaction(number, &thaw_restoration.previous[number], NULL);
  }
  thaw_restoration.wake = -1;
  thaw_replay_errors();
}

/// Stops this process as ctrl-z does, and returns when it goes on; with `group` all of the job.
static inline void thaw_stop_process(bool group) {
  struct sigaction handler;
  sigset_t stop, before;
  sigaction(SIGTSTP, NULL, &handler);
  if (group) {
    // Ourselves last and on this thread, so that nothing below runs before we go on.
    signal(SIGTSTP, SIG_IGN);
    kill(0, SIGTSTP);
  }
  signal(SIGTSTP, SIG_DFL);
  // Threads of a pool have signals blocked.
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &handler, NULL);
}

#endif
