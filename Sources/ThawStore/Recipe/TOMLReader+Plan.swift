import ThawProtocol

extension TOMLReader {
  /// The steps of a plan: `[[plan]]` tables with `when` and `do`, or texts such as `step 200: thaw head`.
  mutating func plan() -> [PlanItem] {
    guard let value = value("plan") else { return [] }
    guard case .array(let elements) = value else {
      wrong("plan", "is \(value.kind); it must be [[plan]] tables with when and do") as Void?
      return []
    }
    return elements.enumerated().compactMap { item($1, number: $0 + 1) }
  }

  private mutating func item(_ element: TOMLTree, number: Int) -> PlanItem? {
    do throws(CommandSyntaxError) {
      if case .string(let text) = element { return try PlanItem(parsing: text) }
      guard case .table(let members) = element, case .string(let when) = members["when"],
        let condition = PlanCondition(parsing: when.split(separator: " ").map(String.init))
      else {
        return wrong(
          "plan", "number \(number) needs when = \"step 200\", \"epoch 1.5\" or \"flat 200\"")
      }
      if let unknown = members.keys.sorted().first(where: { $0 != "when" && $0 != "do" }) {
        return wrong(
          "plan", "number \(number) has the unknown key “\(unknown)”; there are when, do")
      }
      switch members["do"] {
      case .string(let line): return try PlanItem(condition, parsing: [line])
      case .array(let lines):
        return try PlanItem(
          condition,
          parsing: lines.map { if case .string(let line) = $0 { line } else { "" } })
      default: return wrong("plan", "number \(number) needs do = \"thaw head\"")
      }
    } catch {
      return wrong("plan", "number \(number): \(error.message)")
    }
  }
}
