#ifndef CIMAGE_MESSAGE_H
#define CIMAGE_MESSAGE_H

#include "CImage.h"

// Writes the phrase and returns the status, so that a failure is one expression.
__attribute__((format(printf, 3, 4))) cimage_status cimage_fail(cimage_message *message,
                                                                cimage_status status,
                                                                const char *format, ...);

// True where a picture of these sides has at most `limit` pixels.
static inline int cimage_fits(int64_t width, int64_t height, int64_t limit) {
  return width > 0 && height > 0 && width <= limit / height;
}

#endif
