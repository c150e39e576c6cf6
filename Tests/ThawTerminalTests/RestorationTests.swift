import Foundation
import Testing

@testable import ThawTerminal

@Suite("Giving the terminal back")
struct RestorationTests {
  @Test("The sequence undoes mouse, synchronized output and what terminfo switched on")
  func sequence() {
    let capabilities = ["rmcup": "<rmcup>", "cnorm": "<cnorm$<5/>>", "sgr0": "<sgr0>"]
    let text = String(decoding: Restoration.sequence { capabilities[$0] }, as: UTF8.self)
    #expect(text.contains("\u{1B}[?1000l"))
    #expect(text.contains("\u{1B}[?2026l"))
    #expect(text.hasSuffix("<sgr0><cnorm><rmcup>\r"))
  }

  @Test(
    "Delays are left out",
    arguments: [("a$<5>b", "ab"), ("$<1/>$<2*>x", "x"), ("a$<b", "a$<b"), ("", "")])
  func delays(capability: String, text: String) {
    #expect(Restoration.withoutDelays(capability) == text)
  }

  @Test("A signal restores the terminal, then ends the program as it would have")
  func signals() async throws {
    let term = try await #require(
      processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
    ) {
      guard arm() else { return }
      end(by: SIGTERM)
    }
    #expect(isRestored(term.standardOutputContent))
    let hangUp = try await #require(
      processExitsWith: .signal(SIGHUP), observing: [\.standardOutputContent]
    ) {
      guard arm() else { return }
      end(by: SIGHUP)
    }
    #expect(isRestored(hangUp.standardOutputContent))
  }

  @Test("A crash restores the terminal first")
  func crash() async throws {
    let result = try await #require(
      processExitsWith: .failure, observing: [\.standardOutputContent]
    ) {
      guard arm() else { return }
      preconditionFailure("a bug")
    }
    #expect(isRestored(result.standardOutputContent))
  }

  @Test("An exit from anywhere restores the terminal")
  func exits() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(3), observing: [\.standardOutputContent]
    ) {
      guard arm() else { return }
      exit(3)
    }
    #expect(isRestored(result.standardOutputContent))
  }

  @Test("Nothing is written once the terminal was given back in order")
  func disarmed() async throws {
    let result = try await #require(
      processExitsWith: .signal(SIGTERM), observing: [\.standardOutputContent]
    ) {
      guard arm() else { return }
      Restoration.disarm()
      end(by: SIGTERM)
    }
    #expect(!isRestored(result.standardOutputContent))
  }
}

/// Arms the restoration in a process that may or may not have a terminal.
private func arm() -> Bool {
  _ = Restoration.rememberModes()
  Restoration.arm(wake: -1)
  return true
}

/// Sends a signal to the process and waits for its end; the pool's threads have signals blocked.
private func end(by number: Int32) {
  kill(getpid(), number)
  while true { pause() }
}

private func isRestored(_ output: [UInt8]) -> Bool {
  String(decoding: output, as: UTF8.self).contains("\u{1B}[?2026l\u{1B}[?1006l")
}
