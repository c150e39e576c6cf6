import Testing
import ThawTensor

@Suite("Memory of tensors") struct MemoryTests {
  @Test("A large tensor is counted as long as it lives")
  func counted() throws {
    // Other tests run meanwhile; they take far less.
    let bytes = 64 << 20
    var tensor: Tensor? = try Tensor.zeros([bytes / 4])
    let (alive, peak) = (TorchRuntime.memory.used, TorchRuntime.memory.peak)
    #expect(alive >= bytes)
    #expect(peak >= bytes)
    tensor = nil
    #expect(TorchRuntime.memory.used < alive - bytes / 2)
    withExtendedLifetime(tensor) {}
  }

  @Test("What a tensor leaves is kept until it is given back")
  func kept() throws {
    let bytes = 48 << 20
    do { _ = try Tensor.zeros([bytes / 4]) }
    TorchRuntime.giveBackMemory()
    #expect(TorchRuntime.memory.kept < bytes)
    let again = try Tensor.ones([1_000_000])
    #expect(try again.sum().item() == 1_000_000)
  }
}
