// The memory that tensors live in.
#ifndef CT_MEMORY_H
#define CT_MEMORY_H

#include "CTBase.h"

CT_BEGIN

typedef struct CTMemory {
  // Bytes in tensors, the most of them at once, and in blocks kept for further tensors.
  int64_t used, peak, kept;
} CTMemory;

// Of the large blocks of this process; small ones are not counted.
CTMemory ct_memory(void);

// Gives kept blocks back to the system, and counts the peak anew.
void ct_memory_give_back(void);

CT_END
#endif
