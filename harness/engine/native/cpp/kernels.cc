// A Node addon whose loading makes our fused operations known to libtensorflow, where the binding finds them by name.
#include <node_api.h>

#include <mutex>

#include "activation.h"
#include "dropout.h"
#include "layer-norm.h"
#include "optimizer.h"
#include "softmax.h"

NAPI_MODULE_INIT() {
  (void)env;
  static std::once_flag once;  // the library is shared by all threads of the process
  std::call_once(once, [] {
    ttr::defineActivations();
    ttr::defineDropout();
    ttr::defineLayerNorm();
    ttr::defineOptimizers();
    ttr::defineSoftmax();
  });
  return exports;
}
