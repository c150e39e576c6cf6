import Testing
import ThawBus

@testable import ThawTransport

@Suite("Connection tasks", .timeLimit(.minutes(1)))
struct ConnectionTasksTests {
  @Test("Cancelling ends the connections that are there and those that come later")
  func cancelling() async {
    let bus = MessageBus<Int>()
    let tasks = ConnectionTasks()
    for _ in 0..<3 { tasks.start { try? await bus.waitUntilFinished() } }
    tasks.cancel()
    await tasks.waitUntilEmpty()

    for _ in 0..<3 { tasks.start { try? await bus.waitUntilFinished() } }
    await tasks.waitUntilEmpty()
  }

  @Test("Waiting for the end waits for all that are there")
  func waiting() async {
    let bus = MessageBus<Int>()
    let ended = bus.subscribe()
    let tasks = ConnectionTasks()
    for number in 0..<50 {
      tasks.start {
        await Task.yield()
        bus.post(number)
      }
    }
    await tasks.waitUntilEmpty()
    #expect((try? ended.drain().count) == 50)
  }
}
