// Loops that compilers turn into vector code, for whichever instruction set the machine has.
#pragma once

#include <cstdint>
#include <cstring>

// The function is compiled once per instruction set; the loader takes the best one.
#if defined(__x86_64__) && defined(__linux__)
#define TTR_VECTOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TTR_VECTOR
#endif
#define TTR_INLINE inline __attribute__((always_inline))

namespace ttr {

// exp(x) to 1 unit in the last place or two, without branches; x is held in [-87, 88], NaN stays NaN.
// 2^n times a Taylor polynomial of degree 7 on [-ln 2 / 2, ln 2 / 2] (remainder 5e-9).
TTR_INLINE float exponential(float x) {
  const float round = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float shifted = x * 1.44269504f + round;
  const float whole = shifted - round;
  const float r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  float sum = 1.0f / 5040;
  sum = sum * r + 1.0f / 720;
  sum = sum * r + 1.0f / 120;
  sum = sum * r + 1.0f / 24;
  sum = sum * r + 1.0f / 6;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  int32_t bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  bits = static_cast<int32_t>((static_cast<uint32_t>(bits) - 0x4b400000u + 127u) << 23);
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return sum * power;
}

// log(x) of a positive normal number: 2 atanh(z) with z = (m - 1) / (m + 1), m in [1 / sqrt 2, sqrt 2] (remainder 7e-10).
TTR_INLINE float logarithm(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  const uint32_t shifted = bits - 0x3f3504f3u;  // 1 / sqrt 2
  const float exponent = static_cast<float>(static_cast<int32_t>(shifted) >> 23);
  bits = (shifted & 0x7fffffu) + 0x3f3504f3u;
  float m;
  std::memcpy(&m, &bits, sizeof m);
  const float z = (m - 1.0f) / (m + 1.0f), square = z * z;
  const float series = 2.0f / 3 + square * (2.0f / 5 + square * (2.0f / 7 + square * (2.0f / 9)));
  return exponent * 0.693147182f + (2.0f * z + z * square * series);
}

// tanh(x): near 0 its Taylor series (remainder 1e-8), else by the exponential.
TTR_INLINE float tangent(float x) {
  const float square = x * x;
  const float series = 1.0f - square * (1.0f / 3 - square * (2.0f / 15 - square * (17.0f / 315 - square * (62.0f / 2835))));
  const float near = x * series;
  const float far = 1.0f - 2.0f / (1.0f + exponential(2.0f * x));
  return (x < 0.25f) & (x > -0.25f) ? near : far;
}

TTR_INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

// Numbers too small to matter become 0 before they turn into slow denormals.
TTR_INLINE float flushed(float x) { return (x < 1e-30f) & (x > -1e-30f) ? 0.0f : x; }

}  // namespace ttr
