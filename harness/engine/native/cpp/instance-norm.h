// Normalization of each channel over the rows and columns of each image, x [N, H, W, C].
#pragma once

#include <cmath>
#include <vector>

#include "op.h"
#include "vector.h"

namespace ttr {

// Mean and 1 / deviation of each channel of x [pixels, c].
TTR_VECTOR void channelMoments(const float* x, float epsilon, int64_t pixels, int64_t c, float* mean, float* slope) {
  for (int64_t i = 0; i < c; i++) mean[i] = slope[i] = 0;
  for (int64_t p = 0; p < pixels; p++) {
#pragma omp simd
    for (int64_t i = 0; i < c; i++) mean[i] += x[p * c + i];
  }
  for (int64_t i = 0; i < c; i++) mean[i] /= pixels;
  for (int64_t p = 0; p < pixels; p++) {
#pragma omp simd
    for (int64_t i = 0; i < c; i++) slope[i] += (x[p * c + i] - mean[i]) * (x[p * c + i] - mean[i]);
  }
  for (int64_t i = 0; i < c; i++) slope[i] = 1.0f / std::sqrt(slope[i] / pixels + epsilon);
}

// y = x factor + shift, channel by channel.
TTR_VECTOR void scaleChannels(const float* x, const float* factor, const float* shift, int64_t pixels, int64_t c,
                              float* y) {
  for (int64_t p = 0; p < pixels; p++) {
#pragma omp simd
    for (int64_t i = 0; i < c; i++) y[p * c + i] = x[p * c + i] * factor[i] + shift[i];
  }
}

// Sums of dy and of dy (x - mean) slope of each channel.
TTR_VECTOR void channelSums(const float* dy, const float* x, const float* mean, const float* slope, int64_t pixels,
                            int64_t c, float* sums, float* products) {
  for (int64_t i = 0; i < c; i++) sums[i] = products[i] = 0;
  for (int64_t p = 0; p < pixels; p++) {
#pragma omp simd
    for (int64_t i = 0; i < c; i++) {
      sums[i] += dy[p * c + i];
      products[i] += dy[p * c + i] * (x[p * c + i] - mean[i]);
    }
  }
  for (int64_t i = 0; i < c; i++) products[i] *= slope[i];
}

// dx = scale slope (dy - sums / pixels - (x - mean) slope products / pixels).
TTR_VECTOR void normalizeChannelsGrad(const float* dy, const float* x, const float* scale, const float* mean,
                                      const float* slope, const float* sums, const float* products, int64_t pixels,
                                      int64_t c, float* dx) {
  const float share = 1.0f / pixels;
  for (int64_t p = 0; p < pixels; p++) {
#pragma omp simd
    for (int64_t i = 0; i < c; i++) {
      const float normal = (x[p * c + i] - mean[i]) * slope[i];
      dx[p * c + i] = scale[i] * slope[i] * (dy[p * c + i] - share * (sums[i] + normal * products[i]));
    }
  }
}

// x, scale, bias, epsilon -> y, mean and 1 / deviation [N, C].
inline void instanceNorm(Call& call) {
  const Shape shape = call.shape(0);
  const int64_t c = shape.back(), images = shape[0], pixels = images == 0 ? 0 : call.size(0) / (images * c);
  float* y = call.output(0, shape);
  float* mean = call.output(1, {images, c});
  float* slope = call.output(2, {images, c});
  std::vector<float> factor(c), shift(c);
  for (int64_t n = 0; n < images; n++, mean += c, slope += c) {
    const float* x = call.floats(0) + n * pixels * c;
    channelMoments(x, *call.floats(3), pixels, c, mean, slope);
    for (int64_t i = 0; i < c; i++) {
      factor[i] = call.floats(1)[i] * slope[i];
      shift[i] = call.floats(2)[i] - mean[i] * factor[i];
    }
    scaleChannels(x, factor.data(), shift.data(), pixels, c, y + n * pixels * c);
  }
}

// dy, x, scale, mean, slope -> dx, dscale, dbias.
inline void instanceNormGrad(Call& call) {
  const Shape shape = call.shape(1);
  const int64_t c = shape.back(), images = shape[0], pixels = images == 0 ? 0 : call.size(1) / (images * c);
  float* dx = call.output(0, shape);
  float* dscale = call.output(1, {c});
  float* dbias = call.output(2, {c});
  for (int64_t i = 0; i < c; i++) dscale[i] = dbias[i] = 0;
  std::vector<float> sums(c), products(c);
  for (int64_t n = 0; n < images; n++) {
    const float *dy = call.floats(0) + n * pixels * c, *x = call.floats(1) + n * pixels * c;
    const float *mean = call.floats(3) + n * c, *slope = call.floats(4) + n * c;
    channelSums(dy, x, mean, slope, pixels, c, sums.data(), products.data());
    normalizeChannelsGrad(dy, x, call.floats(2), mean, slope, sums.data(), products.data(), pixels, c,
                          dx + n * pixels * c);
    for (int64_t i = 0; i < c; i++) {
      dscale[i] += products[i];
      dbias[i] += sums[i];
    }
  }
}

inline void defineInstanceNorm() {
  define<instanceNorm>("TtrInstanceNorm", {"x: float", "scale: float", "bias: float", "epsilon: float"},
                       {"y: float", "mean: float", "slope: float"});
  define<instanceNormGrad>("TtrInstanceNormGrad",
                           {"dy: float", "x: float", "scale: float", "mean: float", "slope: float"},
                           {"dx: float", "dscale: float", "dbias: float"});
}

}  // namespace ttr
