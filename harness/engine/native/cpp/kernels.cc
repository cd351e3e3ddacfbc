// A Node addon whose loading makes our fused operations known to libtensorflow, where the binding finds them by name.
#include <node_api.h>

#include <mutex>

#include "activation.h"
#include "attention.h"
#include "ctc.h"
#include "dense.h"
#include "dropout.h"
#include "gru.h"
#include "instance-norm.h"
#include "join-rows.h"
#include "layer-norm.h"
#include "lstm.h"
#include "optimizer.h"
#include "pair-products.h"
#include "rows.h"
#include "softmax.h"

NAPI_MODULE_INIT() {
  (void)env;
  static std::once_flag once;  // the library is shared by all threads of the process
  std::call_once(once, [] {
    ttr::defineActivations();
    ttr::defineAttention();
    ttr::defineCtc();
    ttr::defineDense();
    ttr::defineDropout();
    ttr::defineGru();
    ttr::defineInstanceNorm();
    ttr::defineJoinRows();
    ttr::defineLayerNorm();
    ttr::defineLstm();
    ttr::defineOptimizers();
    ttr::definePairProducts();
    ttr::defineRows();
    ttr::defineSoftmax();
  });
  return exports;
}
