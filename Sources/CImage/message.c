#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

cimage_status cimage_fail(cimage_message *message, cimage_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message->text, sizeof message->text, format, arguments);
  va_end(arguments);
  return status;
}

void cimage_free(void *memory) { free(memory); }
