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

TTR_INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

// Numbers too small to matter become 0 before they turn into slow denormals.
TTR_INLINE float flushed(float x) { return (x < 1e-30f) & (x > -1e-30f) ? 0.0f : x; }

}  // namespace ttr
