#include "Pieces.h"

#include <algorithm>

using namespace thaw;

namespace {

// Some microseconds of work.
constexpr int64_t piece_size = 16'384;

bool has_same_order(const at::Tensor &one, const at::Tensor &other) {
  if (one.sizes() != other.sizes()) return false;
  for (int64_t dimension = 0; dimension < one.dim(); dimension++) {
    if (one.size(dimension) > 1 && one.stride(dimension) != other.stride(dimension)) return false;
  }
  return true;
}

struct Piece {
  size_t tensor;
  int64_t first, last;
};

}  // namespace

bool thaw::are_alike(std::initializer_list<at::Tensor> tensors) {
  const auto &model = *tensors.begin();
  return std::all_of(tensors.begin(), tensors.end(), [&](const at::Tensor &tensor) {
    return tensor.scalar_type() == at::kFloat && tensor.device().is_cpu() &&
           tensor.is_non_overlapping_and_dense() && has_same_order(tensor, model);
  });
}

std::vector<double> thaw::sums_of_pieces(
    const std::vector<int64_t> &counts,
    const std::function<double(size_t, int64_t, int64_t)> &body) {
  std::vector<Piece> pieces;
  for (size_t tensor = 0; tensor < counts.size(); tensor++) {
    for (int64_t first = 0; first < counts[tensor]; first += piece_size) {
      pieces.push_back({tensor, first, std::min(first + piece_size, counts[tensor])});
    }
  }
  std::vector<double> parts(pieces.size());
  parallel(pieces.size(), [&](int64_t first, int64_t last) {
    for (int64_t i = first; i < last; i++) {
      parts[i] = body(pieces[i].tensor, pieces[i].first, pieces[i].last);
    }
  });
  std::vector<double> sums(counts.size(), 0);
  for (size_t i = 0; i < pieces.size(); i++) sums[pieces[i].tensor] += parts[i];
  return sums;
}
