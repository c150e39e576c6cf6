import Testing
import ThawTensor
import ThawTestSupport

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

  @Test("A tensor that would take the last of the memory is refused, and others are still made")
  func limited() async {
    await #expect(processExitsWith: .success) {
      try TorchRuntime.setThreads(2)
      try limitMemory(toFurther: 256 << 20)
      let error = #expect(throws: TorchError.self) { try Tensor.zeros([60 << 20]) }
      #expect(error?.code == .memory)
      _ = try Tensor.zeros([25 << 20])
    }
  }

  @Test("Threads for which there is no memory are an error, where libraries would wait without end")
  func limitedThreads() async {
    await #expect(processExitsWith: .success) {
      try limitMemory(toFurther: 128 << 20)
      let error = #expect(throws: TorchError.self) { try TorchRuntime.setThreads(2) }
      #expect(error?.code == .memory)
    }
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
