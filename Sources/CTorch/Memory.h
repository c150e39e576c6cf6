#pragma once

#include <cstddef>

namespace thaw {

// Whether the system would let this process have so much more memory; where a limit such as `ulimit -v` is far, it always would.
bool has_room(size_t bytes);

}  // namespace thaw
