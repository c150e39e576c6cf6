#include "message.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

// What one decoding owns. It lives outside the function that calls setjmp, so that nothing which
// must be released after a jump is a local variable there.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t position;
  int64_t pixel_limit;
  png_structp png;
  png_infop info;
  uint8_t *pixels;
  png_bytep *rows;
  png_uint_32 width;
  png_uint_32 height;
  int channels;
  cimage_status status;
  cimage_message *message;
} png_job;

static void on_error(png_structp png, png_const_charp text) {
  png_job *job = png_get_error_ptr(png);
  if (job->status == CIMAGE_OK) job->status = cimage_fail(job->message, CIMAGE_CORRUPT, "%s", text);
  longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void read_bytes(png_structp png, png_bytep out, size_t count) {
  png_job *job = png_get_io_ptr(png);
  if (count > job->count - job->position) {
    job->status = cimage_fail(job->message, CIMAGE_TRUNCATED, "the file ends too early");
    png_error(png, "end of file");
  }
  memcpy(out, job->bytes + job->position, count);
  job->position += count;
}

static void stop(png_job *job, cimage_status status, const char *what) {
  job->status =
      cimage_fail(job->message, status, "%s%u × %u pixels", what, job->width, job->height);
  png_error(job->png, what);
}

// Asks libpng for 8-bit RGB or RGBA, whatever the file holds.
static void choose_transforms(png_structp png, png_infop info) {
  int colour = png_get_color_type(png, info);
  if (png_get_bit_depth(png, info) == 16) png_set_scale_16(png);
  png_set_expand(png);  // palette to RGB, 1/2/4 bit grey to 8, tRNS to alpha
  if (!(colour & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
}

static void decode(png_job *job) {
  if (setjmp(png_jmpbuf(job->png))) return;

  png_set_read_fn(job->png, job, read_bytes);
  png_set_benign_errors(job->png, 1);
  // Sides are checked below, by their product.
  png_set_user_limits(job->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(job->png, job->info);
  job->width = png_get_image_width(job->png, job->info);
  job->height = png_get_image_height(job->png, job->info);
  if (!cimage_fits(job->width, job->height, job->pixel_limit)) stop(job, CIMAGE_TOO_LARGE, "");

  choose_transforms(job->png, job->info);
  png_set_interlace_handling(job->png);
  png_read_update_info(job->png, job->info);
  job->channels = png_get_channels(job->png, job->info);
  size_t stride = png_get_rowbytes(job->png, job->info);
  if (job->channels < 3 || stride != (size_t)job->width * (size_t)job->channels)
    png_error(job->png, "unexpected row layout");

  // Zeroed: a damaged interlaced file may leave pixels untouched.
  job->pixels = calloc(job->height, stride);
  job->rows = malloc(job->height * sizeof *job->rows);
  if (!job->pixels || !job->rows) stop(job, CIMAGE_OUT_OF_MEMORY, "no memory for ");
  for (png_uint_32 y = 0; y < job->height; y++) job->rows[y] = job->pixels + y * stride;
  png_read_image(job->png, job->rows);
}

// RGBA on white, in place: each pixel is read before its bytes are overwritten.
static void composite_on_white(uint8_t *pixels, size_t count) {
  const uint8_t *source = pixels;
  for (size_t i = 0; i < count; i++, source += 4, pixels += 3) {
    unsigned alpha = source[3];
    for (int channel = 0; channel < 3; channel++)
      pixels[channel] = (uint8_t)((source[channel] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}

cimage_status cimage_decode_png(const uint8_t *bytes, size_t count, int64_t pixel_limit,
                                cimage_picture *picture, cimage_message *message) {
  png_job job = {.bytes = bytes, .count = count, .pixel_limit = pixel_limit, .message = message};
  job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, on_error, on_warning);
  if (job.png) job.info = png_create_info_struct(job.png);
  if (!job.info) {
    png_destroy_read_struct(&job.png, NULL, NULL);
    return cimage_fail(message, CIMAGE_OUT_OF_MEMORY, "no decoder");
  }
  decode(&job);
  png_destroy_read_struct(&job.png, &job.info, NULL);
  free(job.rows);
  if (job.status != CIMAGE_OK) {
    free(job.pixels);
    return job.status;
  }
  if (job.channels == 4) composite_on_white(job.pixels, (size_t)job.width * job.height);
  *picture = (cimage_picture){job.pixels, (int32_t)job.width, (int32_t)job.height};
  return CIMAGE_OK;
}
