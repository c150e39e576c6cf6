import ThawCanvas
import ThawProtocol

/// Keys that a person gave to actions, in the place of the usual ones.
public struct KeyOverrides: Equatable, Sendable {
  /// The keys by the action's name.
  public internal(set) var keys: [String: [Key]] = [:]

  /// The usual keys.
  public init() {}

  /// The tables in which keys can be given.
  static let tables = KeyTable.all.filter { table in
    ![KeyTable.text, .help, .settings, .tour].contains { $0.title == table.title }
  }

  /// The actions that keys can be given to, with what they do, in the order of the tables.
  static let actions: [(name: String, help: String, keys: [Key])] = {
    var actions: [(name: String, help: String, keys: [Key])] = []
    for binding in tables.flatMap(\.bindings)
    where !actions.contains(where: { $0.name == binding.name }) {
      actions.append((binding.name, binding.help, binding.keys))
    }
    return actions
  }()

  /// Takes a line of the file; gives what is wrong with it.
  mutating func take(_ value: SettingValue, for action: String) -> String? {
    guard Self.actions.contains(where: { $0.name == action }) else {
      let hint =
        nearest(to: action, among: Self.actions.map(\.name)).map { "; did you mean \($0)?" } ?? ""
      return "keys: no action is called \(action)\(hint)"
    }
    let names: [String]
    switch value {
    case .text(let name): names = [name]
    case .list(let list): names = list
    case .flag, .number: return "keys: \(action) must be a key's name or a list of them"
    }
    let found = names.map { ($0, Key(named: $0)) }
    if let unknown = found.first(where: { $0.1 == nil }) {
      return "keys: \(action): no key is called “\(unknown.0)”; a letter, space, ctrl-x, F5, up …"
    }
    keys[action] = found.compactMap(\.1)
    return nil
  }

  /// Tables with these keys; a key that was given away is gone from where it was.
  func applied(to tables: [KeyTable]) -> [KeyTable] {
    guard !keys.isEmpty else { return tables }
    let taken = Set(
      tables.flatMap(\.bindings).flatMap { keys[$0.name] ?? [] })
    return tables.map { table in
      var table = table
      table.bindings = table.bindings.map { binding in
        var binding = binding
        binding.keys = keys[binding.name] ?? binding.keys.filter { !taken.contains($0) }
        return binding
      }
      return table
    }
  }

  /// A screen's table with these keys; those of popups and typed lines are nobody's to give.
  func applied(to table: KeyTable) -> KeyTable {
    guard Self.tables.contains(where: { $0.title == table.title }) else { return table }
    return applied(to: [table, .everywhere])[0]
  }

  /// What doesn't go together: a key with two meanings, and actions left without a key.
  var conflicts: [String] {
    var conflicts: [String] = []
    let general = Self.tables.filter { $0.title == KeyTable.everywhere.title }
    for own in Self.tables where own.title != KeyTable.everywhere.title {
      var owners: [Key: String] = [:]
      for binding in applied(to: [own] + general).flatMap(\.bindings) {
        let name = binding.name
        if binding.keys.isEmpty {
          conflicts.append("keys: \(name) has no key any more")
        } else if keys[name] == nil {
          continue
        }
        for key in binding.keys {
          if let owner = owners[key], owner != name {
            conflicts.append("keys: \(key.name) is given to \(owner) and \(name); it does \(owner)")
          }
          owners[key] = owners[key] ?? name
        }
      }
    }
    var seen = Set<String>()
    return conflicts.filter { seen.insert($0).inserted }
  }
}

extension Intent {
  /// What the settings file calls it: `toggle-pause`, `move-back`, `show-live`.
  var name: String {
    let text = "\(self)"
    let parts = text.split(separator: "(", maxSplits: 1)
    var name = ""
    for character in parts[0] {
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
    guard parts.count == 2 else { return name }
    let payload = parts[1].dropLast()
    if payload.contains("-") { return name + "-back" }
    if payload.hasSuffix("true") { return name + "-last" }
    if payload.hasSuffix("false") { return name + "-first" }
    guard let word = payload.split(whereSeparator: { ".:( ".contains($0) }).last,
      word.first?.isLetter == true
    else { return name }
    return "\(name)-\(word)"
  }
}
