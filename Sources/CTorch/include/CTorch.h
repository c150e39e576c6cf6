// A C interface over the parts of libtorch that thaw uses.
//
// Functions that can fail return a status and give their results by pointer, which a failure leaves
// as they were. Every CTTensorRef that comes out is a new reference for ct_tensor_release.
#ifndef CTORCH_H
#define CTORCH_H

#include "CTAutograd.h"
#include "CTBase.h"
#include "CTData.h"
#include "CTLayers.h"
#include "CTMath.h"
#include "CTMemory.h"
#include "CTNorms.h"
#include "CTOptimizer.h"
#include "CTRandom.h"
#include "CTRuntime.h"
#include "CTSamples.h"
#include "CTShape.h"

#endif
