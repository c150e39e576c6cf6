#include "message.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct {
  uint8_t *bytes;
  size_t count;
  size_t capacity;
  size_t limit;
} output;

static cimage_status grow(output *out, cimage_message *message) {
  if (out->capacity >= out->limit)
    return cimage_fail(message, CIMAGE_TOO_LARGE, "inflates to more than %zu bytes", out->limit);
  size_t capacity = out->capacity ? out->capacity * 2 : 1 << 16;
  if (capacity > out->limit) capacity = out->limit;
  uint8_t *bytes = realloc(out->bytes, capacity);
  if (!bytes) return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no memory for %zu bytes", capacity);
  out->bytes = bytes;
  out->capacity = capacity;
  return CIMAGE_OK;
}

// zlib counts in 32 bits, so input and output are handed over in portions.
static uInt portion(size_t count) { return count > 1u << 30 ? 1u << 30 : (uInt)count; }

static cimage_status inflate_all(z_stream *stream, const uint8_t *bytes, size_t count, output *out,
                                 cimage_message *message) {
  size_t position = 0;
  for (;;) {
    if (out->count == out->capacity) {
      cimage_status status = grow(out, message);
      if (status != CIMAGE_OK) return status;
    }
    uInt in_portion = portion(count - position);
    uInt out_portion = portion(out->capacity - out->count);
    stream->next_in = (Bytef *)(bytes + position);
    stream->avail_in = in_portion;
    stream->next_out = out->bytes + out->count;
    stream->avail_out = out_portion;
    int result = inflate(stream, Z_NO_FLUSH);
    position += in_portion - stream->avail_in;
    out->count += out_portion - stream->avail_out;

    if (result == Z_STREAM_END) {
      if (position == count) return CIMAGE_OK;
      if (inflateReset(stream) != Z_OK)
        return cimage_fail(message, CIMAGE_CORRUPT, "no second member");
    } else if (result == Z_MEM_ERROR) {
      return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no memory to inflate");
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      return cimage_fail(message, CIMAGE_CORRUPT, "%s",
                         stream->msg ? stream->msg : "not a gzip file");
    } else if (position == count && stream->avail_out > 0) {
      return cimage_fail(message, CIMAGE_TRUNCATED, "the file ends too early");
    }
  }
}

cimage_status cimage_gunzip(const uint8_t *bytes, size_t count, size_t limit, uint8_t **out,
                            size_t *out_count, cimage_message *message) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
    return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no memory to inflate");
  output result = {.limit = limit};
  cimage_status status = inflate_all(&stream, bytes, count, &result, message);
  inflateEnd(&stream);
  if (status != CIMAGE_OK) {
    free(result.bytes);
    return status;
  }
  *out = result.bytes;
  *out_count = result.count;
  return CIMAGE_OK;
}
