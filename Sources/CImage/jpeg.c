#include "message.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

typedef struct {
  int width;
  int height;
  int subsampling;
  int colour_space;
} jpeg_header;

// libjpeg has no code for a short file, only this phrase.
static int says_truncated(const char *phrase) {
  return strstr(phrase, "Premature end") != NULL || strstr(phrase, "premature end") != NULL;
}

static cimage_status fail(tjhandle decoder, cimage_message *message) {
  const char *phrase = tjGetErrorStr2(decoder);
  if (strstr(phrase, "Memory allocation") || strstr(phrase, "Insufficient memory"))
    return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "%s", phrase);
  return cimage_fail(message, says_truncated(phrase) ? CIMAGE_TRUNCATED : CIMAGE_CORRUPT, "%s",
                     phrase);
}

static cimage_status read_header(tjhandle decoder, const uint8_t *bytes, size_t count,
                                 jpeg_header *header, cimage_message *message) {
  if (count == 0 || count > LONG_MAX)
    return cimage_fail(message, CIMAGE_TRUNCATED, "the file is empty");
  int result = tjDecompressHeader3(decoder, bytes, (unsigned long)count, &header->width,
                                   &header->height, &header->subsampling, &header->colour_space);
  // A warning still yields a header; the decoding says what is to be said. So does a subsampling
  // that TurboJPEG has no name for and libjpeg decodes all the same.
  int is_usable = result == 0 || tjGetErrorCode(decoder) == TJERR_WARNING ||
                  strstr(tjGetErrorStr2(decoder), "subsampling");
  if (is_usable && header->width > 0 && header->height > 0) return CIMAGE_OK;

  // Where libjpeg runs out of bytes it goes on with an end marker of its own, and then complains of
  // that; a file that has no end marker is short.
  if (count < 4 || bytes[count - 2] != 0xFF || bytes[count - 1] != 0xD9)
    return cimage_fail(message, CIMAGE_TRUNCATED, "the file ends in its header");
  if (is_usable) return cimage_fail(message, CIMAGE_CORRUPT, "the header gives no size");
  return fail(decoder, message);
}

cimage_status cimage_jpeg_size(const uint8_t *bytes, size_t count, int32_t *width, int32_t *height,
                               cimage_message *message) {
  tjhandle decoder = tjInitDecompress();
  if (!decoder) return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no decoder");
  jpeg_header header = {0};
  cimage_status status = read_header(decoder, bytes, count, &header, message);
  *width = header.width;
  *height = header.height;
  tjDestroy(decoder);
  return status;
}

static void choose_scale(const jpeg_header *header, int minimum_side, int *width, int *height) {
  *width = header->width;
  *height = header->height;
  if (minimum_side <= 0) return;
  int count = 0;
  const tjscalingfactor *factors = tjGetScalingFactors(&count);
  for (int i = 0; factors && i < count; i++) {
    int scaled_width = TJSCALED(header->width, factors[i]);
    int scaled_height = TJSCALED(header->height, factors[i]);
    if (scaled_width < minimum_side || scaled_height < minimum_side) continue;
    if (scaled_width > *width || scaled_height > *height) continue;
    *width = scaled_width;
    *height = scaled_height;
  }
}

// Adobe's CMYK files hold inverted inks: 255 is no ink.
static void inks_to_rgb(const uint8_t *inks, uint8_t *rgb, size_t pixels) {
  for (size_t i = 0; i < pixels; i++, inks += 4, rgb += 3)
    for (int channel = 0; channel < 3; channel++)
      rgb[channel] = (uint8_t)((inks[channel] * inks[3] + 127) / 255);
}

static cimage_status decode(tjhandle decoder, const uint8_t *bytes, size_t count, int minimum_side,
                            int64_t pixel_limit, cimage_picture *picture, cimage_message *message) {
  jpeg_header header = {0};
  cimage_status status = read_header(decoder, bytes, count, &header, message);
  if (status != CIMAGE_OK) return status;
  if (!cimage_fits(header.width, header.height, pixel_limit))
    return cimage_fail(message, CIMAGE_TOO_LARGE, "%d × %d pixels", header.width, header.height);

  int width, height;
  choose_scale(&header, minimum_side, &width, &height);
  int is_inks = header.colour_space == TJCS_CMYK || header.colour_space == TJCS_YCCK;
  int channels = is_inks ? 4 : 3;
  size_t pixels = (size_t)width * (size_t)height;
  uint8_t *decoded = malloc(pixels * channels);
  if (!decoded) return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "%d × %d pixels", width, height);

  // LIMITSCANS: a progressive file of a few bytes can ask for hours of scans.
  int result = tjDecompress2(decoder, bytes, (unsigned long)count, decoded, width, width * channels,
                             height, is_inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_LIMITSCANS);
  // A decoder that warned has filled the rest with grey where the file is short.
  if (result != 0 && (tjGetErrorCode(decoder) != TJERR_WARNING ||
                      says_truncated(tjGetErrorStr2(decoder)))) {
    free(decoded);
    return fail(decoder, message);
  }
  if (is_inks) inks_to_rgb(decoded, decoded, pixels);
  *picture = (cimage_picture){decoded, width, height};
  return CIMAGE_OK;
}

cimage_status cimage_decode_jpeg(const uint8_t *bytes, size_t count, int32_t minimum_side,
                                 int64_t pixel_limit, cimage_picture *picture,
                                 cimage_message *message) {
  tjhandle decoder = tjInitDecompress();
  if (!decoder) return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no decoder");
  cimage_status status =
      decode(decoder, bytes, count, minimum_side, pixel_limit, picture, message);
  tjDestroy(decoder);
  return status;
}
