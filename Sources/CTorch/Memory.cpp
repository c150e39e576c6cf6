// Keeps the large blocks that tensors leave for the next ones: a step makes the same tensors as the
// step before, and a block fresh from the system costs a fault for each of its pages.
#include <c10/core/Allocator.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>
#include <vector>

#include "CTorch.h"
#include "Memory.h"

namespace {

// malloc keeps smaller ones by itself.
constexpr size_t smallest = 16 << 10;
constexpr size_t huge_page = 2 << 20;
constexpr size_t cache_line = 64;

// What tensors leave to the rest of the process: libraries below hang or crash where they get no memory. A tensor that
// would take the last of it fails instead, which is an error that can be told.
constexpr size_t headroom = 64 << 20;

// Four sizes between two powers of two, so that similar tensors share blocks.
size_t block_size(size_t bytes) {
  const int magnitude = 63 - __builtin_clzll(bytes);
  const size_t unit = size_t(1) << (magnitude - 2);
  return (bytes + unit - 1) & ~(unit - 1);
}

void *block_of(size_t size) {
  void *block = nullptr;
  if (posix_memalign(&block, size < huge_page ? cache_line : huge_page, size) != 0) return nullptr;
#ifdef MADV_HUGEPAGE
  if (size >= huge_page) madvise(block, size, MADV_HUGEPAGE);
#endif
  if (thaw::has_room(headroom)) return block;
  std::free(block);
  return nullptr;
}

void *small_block(size_t bytes) {
  if (bytes == 0) return nullptr;
  void *block = nullptr;
  if (posix_memalign(&block, cache_line, bytes) != 0) throw std::bad_alloc();
  return block;
}

class Blocks {
 public:
  void *take(size_t bytes) {
    const size_t size = block_size(bytes);
    std::lock_guard<std::mutex> lock(mutex);
    void *block = nullptr;
    auto &free = kept[size];
    if (!free.empty()) {
      block = free.back();
      free.pop_back();
      counts.kept -= size;
    } else {
      // Blocks of sizes that are not asked for any more do not pile up.
      const int64_t total = counts.used + counts.kept + size;
      if (counts.kept > 0 && total > counts.peak + counts.peak / 2) drop();
      block = block_of(size);
      if (!block) {
        drop();
        block = block_of(size);
      }
      if (!block) throw std::bad_alloc();
    }
    sizes.emplace(block, size);
    counts.used += size;
    counts.peak = std::max(counts.peak, counts.used);
    return block;
  }

  // Whether the block was one of these.
  bool leave(void *block) {
    std::lock_guard<std::mutex> lock(mutex);
    const auto found = sizes.find(block);
    if (found == sizes.end()) return false;
    const size_t size = found->second;
    sizes.erase(found);
    counts.used -= size;
    try {
      kept[size].push_back(block);
      counts.kept += size;
    } catch (const std::bad_alloc &) {
      std::free(block);
    }
    return true;
  }

  void give_back() {
    std::lock_guard<std::mutex> lock(mutex);
    drop();
    counts.peak = counts.used;
  }

  CTMemory now() {
    std::lock_guard<std::mutex> lock(mutex);
    return counts;
  }

 private:
  void drop() {
    for (auto &[size, blocks] : kept) {
      for (void *block : blocks) std::free(block);
    }
    kept.clear();
    counts.kept = 0;
  }

  std::mutex mutex;
  std::map<size_t, std::vector<void *>> kept;
  std::unordered_map<void *, size_t> sizes;
  CTMemory counts{};
};

// Never destroyed: tensors of static storage may outlive everything else.
Blocks &blocks() {
  static Blocks *const blocks = new Blocks;
  return *blocks;
}

void leave(void *block) {
  if (block && !blocks().leave(block)) std::free(block);
}

struct KeepingAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t bytes) const override {
    void *block = bytes < smallest ? small_block(bytes) : blocks().take(bytes);
    return {block, block, &leave, c10::Device(c10::DeviceType::CPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &leave; }
};

// Before main, so that no tensor was made by another.
const bool installed = [] {
  static KeepingAllocator allocator;
  c10::SetAllocator(c10::DeviceType::CPU, &allocator);
  return true;
}();

}  // namespace

bool thaw::has_room(size_t bytes) {
  void *const room =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return false;
  munmap(room, bytes);
  return true;
}

extern "C" {

CTMemory ct_memory(void) { return blocks().now(); }

void ct_memory_give_back(void) { blocks().give_back(); }
}
