// JPEG and PNG files to 8-bit RGB and back to PNG, and gzip files to bytes. All in memory, any input, no crash.
#ifndef CIMAGE_H
#define CIMAGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  CIMAGE_OK = 0,
  // The bytes break the format's rules.
  CIMAGE_CORRUPT,
  // The bytes end too early.
  CIMAGE_TRUNCATED,
  // A valid file of a kind that is not read here.
  CIMAGE_UNSUPPORTED,
  // More pixels, or more bytes, than the caller allows. Nothing was allocated for them.
  CIMAGE_TOO_LARGE,
  CIMAGE_OUT_OF_MEMORY,
} cimage_status;

// Why a call did not succeed, as a short phrase.
typedef struct {
  char text[256];
} cimage_message;

typedef struct {
  // width × height × 3 bytes, row by row, R G B; to be released with cimage_free.
  uint8_t *pixels;
  int32_t width;
  int32_t height;
} cimage_picture;

// Reads width and height from the start of a JPEG file.
cimage_status cimage_jpeg_size(const uint8_t *bytes, size_t count, int32_t *width, int32_t *height,
                               cimage_message *message);

// Decodes a JPEG file at the smallest of the decoder's scales that keeps both sides at
// minimum_side or more; at full size where minimum_side is 0 or larger than the picture.
// pixel_limit bounds the full-size picture.
cimage_status cimage_decode_jpeg(const uint8_t *bytes, size_t count, int32_t minimum_side,
                                 int64_t pixel_limit, cimage_picture *picture,
                                 cimage_message *message);

// Decodes a PNG file of any colour type and depth. Transparency is composited on white.
cimage_status cimage_decode_png(const uint8_t *bytes, size_t count, int64_t pixel_limit,
                                cimage_picture *picture, cimage_message *message);

// Writes 8-bit RGB pixels, row by row, as a PNG file in memory; *out is to be released with cimage_free.
cimage_status cimage_encode_png(const uint8_t *pixels, int32_t width, int32_t height, uint8_t **out,
                                size_t *out_count, cimage_message *message);

// Inflates a gzip file of one or more members to at most `limit` bytes; *out is to be released with
// cimage_free.
cimage_status cimage_gunzip(const uint8_t *bytes, size_t count, size_t limit, uint8_t **out,
                            size_t *out_count, cimage_message *message);

// Releases what a call above returned. Null is fine.
void cimage_free(void *memory);

#ifdef __cplusplus
}
#endif

#endif
