/// Calls a body so many times, and returns what each call took.
///
/// - Throws: What the body throws.
func milliseconds(of count: Int, warmUp: Int = 0, _ body: () throws -> Void) rethrows -> [Double] {
  for _ in 0..<warmUp { try body() }
  return try (0..<count).map { _ in try milliseconds(body) }
}

/// Calls a body, and returns what that took.
///
/// - Throws: What the body throws.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(body) / .milliseconds(1)
}
