import Testing
import ThawTensor

@Suite("Runtime")
struct RuntimeTests {
  @Test("On Debian's libtorch, the OpenMP build of OpenBLAS is the one that is loaded")
  func blas() {
    #expect(TorchRuntime.blas == .openmp)
    #expect(TorchRuntime.blasPath.contains("openblas-openmp"))
  }
}
