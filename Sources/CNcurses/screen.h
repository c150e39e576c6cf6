// ncursesw with wide characters, and accessors for its macros and globals.
#ifndef THAW_CNCURSES_SCREEN_H
#define THAW_CNCURSES_SCREEN_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// term.h brings a macro for every terminfo capability; these names are too common to keep.
#undef columns
#undef lines
#undef tab
#undef bell

/// Whether terminfo knows a terminal and can address its cells: 1 yes, 0 unknown, -1 too dumb.
static inline int thaw_terminal_kind(const char *name) {
  int error = 0;
  if (setupterm(name, STDOUT_FILENO, &error) != OK) return error == 1 ? -1 : 0;
  const char *address = tigetstr("cup");
  const bool can_move = address != NULL && address != (char *)-1;
  del_curterm(cur_term);
  return can_move ? 1 : -1;
}

// wchar.h hides it from programs that don't ask for XSI; the C library has it in any case.
extern int wcwidth(wchar_t character);

/// Columns that ncurses takes a character for; -1 for one that can't be shown.
static inline int thaw_character_columns(wchar_t character) { return wcwidth(character); }

/// Makes sure that characters beyond ASCII are read and written as UTF-8.
static inline void thaw_use_utf8(void) {
  setlocale(LC_ALL, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 && setlocale(LC_CTYPE, "C.UTF-8") == NULL)
    setlocale(LC_CTYPE, "en_US.UTF-8");
}

/// Takes the terminal over; -1 where it can't, else the file that ncurses writes to. Keys come one
/// by one, control characters included.
static inline int thaw_open_screen(const char *name, int escape_delay) {
  // A file of its own, so that what ncurses writes can be caught without touching standard output.
  const int file = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  FILE *const output = file < 0 ? NULL : fdopen(file, "w");
  if (output == NULL || newterm(name, output, stdin) == NULL) return -1;
  set_escdelay(escape_delay);
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  // The mouse's reports come as characters: ncurses joins or drops those that come in one piece.
  keyok(KEY_MOUSE, FALSE);
  nodelay(stdscr, TRUE);
  meta(stdscr, TRUE);
  leaveok(stdscr, TRUE);
  idlok(stdscr, FALSE);
  curs_set(0);
  return file;
}

/// A file in memory, or -1.
static inline int thaw_memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, 1u /* MFD_CLOEXEC */);
}

/// Colours the terminal shows: 0 without any, 8, 16, 88, 256, or more where they are red, green and
/// blue.
static inline int thaw_start_colors(void) {
  if (!has_colors() || start_color() != OK) return 0;
  use_default_colors();
  return COLORS;
}

/// Whether colour numbers are red, green and blue.
static inline bool thaw_has_direct_color(void) {
  return tigetflag("RGB") > 0 || tigetnum("RGB") > 0;
}

/// A capability as terminfo has it, or NULL.
static inline const char *thaw_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (char *)-1 ? NULL : value;
}

static inline int thaw_lines(void) { return LINES; }
static inline int thaw_columns(void) { return COLS; }

/// The terminal's size as the kernel knows it; false where it doesn't.
static inline bool thaw_window_size(int *columns_out, int *rows_out) {
  struct winsize size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
    return false;
  *columns_out = size.ws_col;
  *rows_out = size.ws_row;
  return true;
}

/// Paints one cell: a spacing character with the marks that combine with it, ended by 0.
static inline void thaw_paint(int y, int x, const wchar_t *text, attr_t attributes, int pair) {
  cchar_t cell;
  if (setcchar(&cell, text, attributes, 0, &pair) == OK) mvwadd_wchnstr(stdscr, y, x, &cell, 1);
}

/// The pair of two colours, made when it is first asked for.
static inline int thaw_color_pair(int foreground, int background) {
  const int pair = alloc_pair(foreground, background);
  return pair < 0 ? 0 : pair;
}

/// Sends what changed to the terminal.
static inline void thaw_refresh(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

/// Paints every cell again at the next refresh.
static inline void thaw_repaint_all(void) { clearok(curscr, TRUE); }

/// The next key without waiting: OK for a character, KEY_CODE_YES for a key, ERR for none.
static inline int thaw_next_key(wint_t *key) { return wget_wch(stdscr, key); }

/// Whether the terminal went away: it says that there is something to read, and there is nothing.
static inline bool thaw_terminal_is_gone(void) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  int bytes = 0;
  if (poll(&input, 1, 0) <= 0) return false;
  return ioctl(STDIN_FILENO, FIONREAD, &bytes) != 0 || bytes == 0;
}

static inline unsigned long thaw_attribute_bold(void) { return WA_BOLD; }
static inline unsigned long thaw_attribute_dim(void) { return WA_DIM; }
static inline unsigned long thaw_attribute_italic(void) { return WA_ITALIC; }
static inline unsigned long thaw_attribute_underline(void) { return WA_UNDERLINE; }
static inline unsigned long thaw_attribute_reverse(void) { return WA_REVERSE; }

#endif
