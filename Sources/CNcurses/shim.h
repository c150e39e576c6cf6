// What Swift needs of ncursesw: the header with wide characters, and accessors for macros and globals.
#ifndef THAW_CNCURSES_SHIM_H
#define THAW_CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#endif
