import ArgumentParser
import Foundation
import ThawProtocol
import ThawStore

/// A failure with its exit code.
struct Failure: Error, CustomStringConvertible {
  let description: String
  let code: Int32

  /// The run failed, or could not be reached.
  static func run(_ message: String) -> Failure { Failure(description: message, code: 1) }

  /// What was asked cannot be understood or found.
  static func usage(_ message: String) -> Failure { Failure(description: message, code: 2) }

  /// A file that cannot be written, and why.
  static func unwritable(_ path: String, _ error: any Error) -> Failure {
    // Foundation's sentences say less.
    let reason =
      switch (error as? CocoaError)?.code {
      case .fileNoSuchFile:
        "there is no folder \(URL(filePath: path).deletingLastPathComponent().path)"
      case .fileWriteNoPermission: "you may not write there"
      case .fileWriteOutOfSpace: "the disk is full"
      default: error.localizedDescription
      }
    return run("cannot write \(path): \(reason)")
  }

  /// Says on standard error what went wrong, and ends the program.
  static func exit(with error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if ThawCommand.exitCode(for: error) == .success {
      ThawCommand.exit(withError: error)  // Help and version, on standard output.
    }
    let isParsing = ThawCommand.exitCode(for: error) == .validationFailure
    let message = isParsing ? ThawCommand.fullMessage(for: error) : "thaw: \(error)"
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    Foundation.exit(isParsing ? 2 : code(of: error))
  }

  private static func code(of error: any Error) -> Int32 {
    switch error {
    case let failure as Failure: failure.code
    case is RecipeError, is CommandSyntaxError, is ForkError: 2
    case ImportError.unreadable, ImportError.unknownFormat, ImportError.nothing: 2
    case let error as StoreError:
      switch error {
      case .notFound, .ambiguous, .exists, .invalidName, .noCheckpoint: 2
      default: 1
      }
    default: 1
    }
  }
}
