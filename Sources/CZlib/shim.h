// zlib's header, for its checksum.
#include <zlib.h>
