// What Swift needs of ncursesw and of signals, and can't reach itself.
#ifndef THAW_CNCURSES_SHIM_H
#define THAW_CNCURSES_SHIM_H

#include "screen.h"
#include "restoration.h"

#endif
