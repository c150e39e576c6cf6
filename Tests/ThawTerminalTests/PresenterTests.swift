import Testing
import ThawCanvas
import ThawTerminal
import ThawTestSupport

@Suite("Presenter")
struct PresenterTests {
  private func buffer(_ text: String, width: Int = 8) -> Buffer {
    var buffer = Buffer(size: Size(width: width, height: 1))
    buffer.write(text, x: 0, y: 0)
    return buffer
  }

  @Test("The first buffer is painted whole, the next only where they differ")
  func differences() {
    let terminal = RecordingTerminal(size: Size(width: 8, height: 1))
    var presenter = Presenter()
    #expect(presenter.show(buffer("loss 2.0"), on: terminal) == 8)
    #expect(presenter.show(buffer("loss 1.9"), on: terminal) == 2)
    #expect(terminal.screen.text == "loss 1.9")
  }

  @Test("Nothing is sent when nothing changed")
  func idle() {
    let terminal = RecordingTerminal(size: Size(width: 8, height: 1))
    var presenter = Presenter()
    presenter.show(buffer("same"), on: terminal)
    #expect(presenter.show(buffer("same"), on: terminal) == 0)
    #expect(terminal.paints == 1)
  }

  @Test("After a resize everything is painted again")
  func resized() {
    let terminal = RecordingTerminal(size: Size(width: 9, height: 1))
    var presenter = Presenter()
    presenter.show(buffer("same"), on: terminal)
    #expect(presenter.show(buffer("same", width: 9), on: terminal) == 9)
  }

  @Test("The screen always shows the last buffer")
  func property() {
    var random = SeededGenerator(seed: 21)
    let size = Size(width: 6, height: 3)
    let terminal = RecordingTerminal(size: size)
    var presenter = Presenter()
    for round in 0..<500 {
      var next = Buffer(size: size)
      for _ in 0..<6 {
        let text = ["a", "漢", "bc", "🧊x"][Int.random(in: 0...3, using: &random)]
        next.write(
          text, x: Int.random(in: -1...5, using: &random), y: Int.random(in: 0...2, using: &random)
        )
      }
      presenter.show(next, on: terminal)
      #expect(terminal.screen == next, "round \(round)")
    }
  }
}
