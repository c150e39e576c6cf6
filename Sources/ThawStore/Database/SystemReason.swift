import Foundation

/// Why the system refused something, in its own few words: `No space left on device`.
///
/// Foundation's errors have them inside: what they say themselves is longer and tells less.
public func systemReason(_ error: any Error) -> String {
  if let inner = (error as? CocoaError)?.underlying { return systemReason(inner) }
  let system = error as NSError
  if system.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(system.code))) }
  return error is CocoaError ? error.localizedDescription : "\(error)"
}
