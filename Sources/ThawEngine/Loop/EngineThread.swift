import Foundation

/// One thread that runs an actor's jobs, in order.
///
/// A training step blocks for long and the cooperative pool has one thread a core; libtorch's
/// gradient mode is thread-local, and so is its pool of worker threads. The thread ends with the executor.
final class EngineThread: SerialExecutor {
  private let queue = JobQueue()

  init(name: String) {
    let thread = Thread { [queue] in
      while let (job, executor) = queue.next() {
        job.runSynchronously(on: executor)
      }
    }
    thread.name = name
    thread.stackSize = 16 << 20
    thread.start()
  }

  deinit { queue.close() }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(UnownedJob(job), on: asUnownedSerialExecutor())
  }
}
