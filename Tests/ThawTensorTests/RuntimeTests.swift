import Testing
import ThawTensor

@Suite("Runtime")
struct RuntimeTests {
  @Test("Debian's libtorch gets the OpenMP build of OpenBLAS; the wheel has MKL inside")
  func blas() {
    if TorchRuntime.version.hasPrefix("1.13") {
      #expect(TorchRuntime.blas == .openmp)
      #expect(TorchRuntime.blasPath.contains("/openblas-openmp/"))
    } else {
      #expect(TorchRuntime.blas == .mkl)
      #expect(TorchRuntime.blasPath.hasSuffix("/libtorch_cpu.so"))
    }
  }

  @Test("The number of threads is what it was set to, and at least one")
  func threads() async {
    await #expect(processExitsWith: .success) {
      try TorchRuntime.setThreads(3)
      #expect(TorchRuntime.threads == 3)
      #expect(throws: TorchError.self) { try TorchRuntime.setThreads(0) }
    }
  }

  @Test("Training operations are deterministic ones")
  func deterministic() async {
    await #expect(processExitsWith: .success) {
      try TorchRuntime.setDeterministic(true)
      let weight = try Tensor.ones([2, 1, 3, 3])
      weight.requiresGradient = true
      let logits = try Tensor.ones([2, 1, 5, 5]).conv2d(weight: weight).globalAveragePool()
      try logits.crossEntropy(targets: Tensor([0, 1] as [Int64], shape: [2])).backward()
      #expect(weight.gradient != nil)
    }
  }
}
