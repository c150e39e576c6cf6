#include <ATen/ops/empty_strided.h>

#include <algorithm>
#include <cstring>

#include "Handles.h"

using namespace thaw;

namespace {

struct Layout {
  std::vector<int64_t> shape;
  std::vector<int64_t> strides;
  at::ScalarType type;
  int64_t elements = 1;

  Layout(const CTSampleLayout &layout, int64_t count) : type(scalar_type(layout.type)) {
    for (int64_t i = 0; i < layout.rank; i++) elements *= layout.shape[i];
    shape.push_back(count);
    shape.insert(shape.end(), layout.shape, layout.shape + layout.rank);
    strides.push_back(elements);
    strides.insert(strides.end(), layout.strides, layout.strides + layout.rank);
  }

  size_t bytes() const { return static_cast<size_t>(elements) * c10::elementSize(type); }
  at::Tensor batch() const { return at::empty_strided(shape, strides, type); }
};

void check(const int64_t *slots, int64_t count, int64_t places) {
  for (int64_t i = 0; i < count; i++) {
    TORCH_CHECK(slots[i] >= 0 && slots[i] < places, "no place ", slots[i], " of ", places);
  }
}

// Two independent multiply-and-fold chains over 64-bit words; the rest is padded with zeros.
struct Digest {
  uint64_t a, b;

  void add(uint64_t word) {
    a = (a ^ word) * 0x9E3779B97F4A7C15;
    a ^= a >> 32;
    b = (b + word) * 0xC2B2AE3D27D4EB4F;
    b ^= b >> 29;
  }

  void add(const void *bytes, size_t count) {
    const auto *from = static_cast<const char *>(bytes);
    uint64_t word;
    for (; count >= sizeof word; from += sizeof word, count -= sizeof word) {
      std::memcpy(&word, from, sizeof word);
      add(word);
    }
    if (count == 0) return;
    word = 0;
    std::memcpy(&word, from, count);
    add(word);
  }
};

}  // namespace

extern "C" {

void ct_tensor_strides(CTTensorRef tensor, int64_t *out) {
  const auto strides = tensor->value.strides();
  std::copy(strides.begin(), strides.end(), out);
}

CTStatus ct_samples_write(CTTensorRef tensor, CTSampleLayout sample, const int64_t *slots,
                          int64_t count, void *memory, int64_t places) {
  return changing([&] {
    check(slots, count, places);
    const Layout layout(sample, count);
    auto source = tensor->value;
    TORCH_CHECK(source.sizes() == at::IntArrayRef(layout.shape), "a batch of ", source.sizes(),
                " is not kept as ", at::IntArrayRef(layout.shape));
    if (source.scalar_type() != layout.type || source.strides() != at::IntArrayRef(layout.strides))
      source = layout.batch().copy_(source);
    const auto *from = static_cast<const char *>(source.data_ptr());
    for (int64_t i = 0; i < count; i++) {
      std::memcpy(static_cast<char *>(memory) + slots[i] * layout.bytes(),
                  from + i * layout.bytes(), layout.bytes());
    }
  });
}

CTStatus ct_samples_read(const void *memory, int64_t places, CTSampleLayout sample,
                         const int64_t *slots, int64_t count, CTTensorRef *out) {
  return emitting(out, [&] {
    check(slots, count, places);
    const Layout layout(sample, count);
    auto batch = layout.batch();
    auto *to = static_cast<char *>(batch.data_ptr());
    for (int64_t i = 0; i < count; i++) {
      std::memcpy(to + i * layout.bytes(),
                  static_cast<const char *>(memory) + slots[i] * layout.bytes(), layout.bytes());
    }
    return batch.to(at::kFloat);
  });
}

CTStatus ct_digest(const CTTensorRef *tensors, int64_t count, uint64_t *state) {
  return guarded([&] {
    Digest digest{state[0], state[1]};
    for (int64_t i = 0; i < count; i++) {
      const auto tensor = tensors[i]->value.detach().contiguous();
      digest.add(static_cast<uint64_t>(element_type(tensor.scalar_type())));
      digest.add(static_cast<uint64_t>(tensor.dim()));
      for (int64_t size : tensor.sizes()) digest.add(static_cast<uint64_t>(size));
      digest.add(tensor.data_ptr(), tensor.nbytes());
    }
    state[0] = digest.a;
    state[1] = digest.b;
  });
}
}
