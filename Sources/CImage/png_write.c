#include "message.h"

#include <png.h>
#include <stdlib.h>

cimage_status cimage_encode_png(const uint8_t *pixels, int32_t width, int32_t height, uint8_t **out,
                                size_t *out_count, cimage_message *message) {
  if (!cimage_fits(width, height, INT64_C(1) << 28))
    return cimage_fail(message, CIMAGE_TOO_LARGE, "%d × %d pixels", (int)width, (int)height);
  png_image image = {
      .version = PNG_IMAGE_VERSION,
      .width = (png_uint_32)width,
      .height = (png_uint_32)height,
      .format = PNG_FORMAT_RGB,
  };
  // No compression makes it larger than this.
  png_alloc_size_t count = PNG_IMAGE_PNG_SIZE_MAX(image);
  uint8_t *bytes = malloc(count);
  if (!bytes) return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no memory for the file");
  if (!png_image_write_to_memory(&image, bytes, &count, 0, pixels, 0, NULL)) {
    free(bytes);
    return cimage_fail(message, CIMAGE_UNSUPPORTED, "%s", image.message);
  }
  *out = bytes;
  *out_count = count;
  return CIMAGE_OK;
}
