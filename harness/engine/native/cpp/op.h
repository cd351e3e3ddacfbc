// A custom operation of libtensorflow through its C API: float32 and int32 tensors, CPU only.
// Every attribute is an input, so that a number that changes each step does not make a new kernel each step.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_status.h"
#include "tensorflow/c/tf_tensor.h"

namespace ttr {

using Shape = std::vector<int64_t>;

// One execution of an operation: its inputs, and outputs to be filled.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {
    inputs_.resize(TF_NumInputs(context));
    for (size_t i = 0; i < inputs_.size(); i++) TF_GetInput(context, i, &inputs_[i], status_);
  }
  ~Call() {
    if (TF_GetCode(status_) != TF_OK) TF_OpKernelContext_Failure(context_, status_);
    for (TF_Tensor* tensor : inputs_) TF_DeleteTensor(tensor);
    for (TF_Tensor* tensor : outputs_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const float* floats(int i) const { return static_cast<const float*>(TF_TensorData(inputs_[i])); }
  const int32_t* ints(int i) const { return static_cast<const int32_t*>(TF_TensorData(inputs_[i])); }
  int64_t size(int i) const { return TF_TensorElementCount(inputs_[i]); }
  int inputs() const { return static_cast<int>(inputs_.size()); }

  // Makes the execution an error that the caller sees.
  void fail(const std::string& why) { TF_SetStatus(status_, TF_INVALID_ARGUMENT, why.c_str()); }

  Shape shape(int i) const {
    Shape shape(TF_NumDims(inputs_[i]));
    for (size_t d = 0; d < shape.size(); d++) shape[d] = TF_Dim(inputs_[i], d);
    return shape;
  }

  float* output(int i, const Shape& shape) {
    int64_t count = 1;
    for (int64_t extent : shape) count *= extent;
    TF_Tensor* tensor = TF_AllocateOutput(context_, i, TF_FLOAT, shape.data(), shape.size(),
                                          count * sizeof(float), status_);
    outputs_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> inputs_;
  std::vector<TF_Tensor*> outputs_;
};

template <void (*compute)(Call&)>
void run(void*, TF_OpKernelContext* context) {
  Call call(context);
  compute(call);
}

using Arguments = std::initializer_list<const char*>;

// Makes an operation known to libtensorflow; arguments are written like "x: float", or "x: N * float" with `N` in `sizes`.
template <void (*compute)(Call&)>
void define(const char* name, Arguments inputs, Arguments outputs, Arguments sizes = {}) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  for (const char* size : sizes) TF_OpDefinitionBuilderAddAttr(op, size);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(op, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(op, output);
  TF_RegisterOpDefinition(op, status);
  TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", nullptr, run<compute>, nullptr), status);
  TF_DeleteStatus(status);
}

}  // namespace ttr
