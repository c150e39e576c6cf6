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
    let folder = URL(filePath: path).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      return run("cannot write \(path): there is no folder \(folder)")
    }
    return run("cannot write \(path): \(systemReason(error))")
  }

  /// Says on standard error what went wrong, and ends the program.
  static func exit(with error: any Error) -> Never {
    if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
    if ThawCommand.exitCode(for: error) == .success {
      ThawCommand.exit(withError: error)  // Help and version, on standard output.
    }
    let isParsing = ThawCommand.exitCode(for: error) == .validationFailure
    let message = isParsing ? ThawCommand.fullMessage(for: error) : "thaw: \(text(of: error))"
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    Foundation.exit(isParsing ? 2 : code(of: error))
  }

  /// What went wrong; of files, which one.
  private static func text(of error: any Error) -> String {
    guard let error = error as? CocoaError else { return "\(error)" }
    return (error.filePath.map { "\($0): " } ?? "") + systemReason(error)
  }

  private static func code(of error: any Error) -> Int32 {
    switch error {
    case let failure as Failure: failure.code
    case is RecipeError, is CommandSyntaxError, is ForkError: 2
    case ImportError.unreadable, ImportError.unknownFormat, ImportError.nothing: 2
    case let error as StoreError:
      switch error {
      case .notFound, .ambiguous, .exists, .notInTrash, .nameTaken, .invalidName, .noCheckpoint: 2
      default: 1
      }
    default: 1
    }
  }
}
