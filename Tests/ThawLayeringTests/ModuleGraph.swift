/// Which modules each module may import, ours and foreign.
///
/// Foundation and the standard library are free to all. The table is the one in ARCHITECTURE.md.
let allowedImports: [String: Set<String>] = [
  "CTorch": [],
  "CNcurses": [],
  "CImage": [],
  "CZlib": [],
  "ThawProtocol": [],
  "ThawBus": ["DequeModule"],
  "ThawTransport": ["ThawProtocol", "ThawBus", "NIOCore", "NIOPosix"],
  "ThawStore": ["ThawProtocol", "CZlib", "GRDB", "TOMLKit"],
  "ThawHost": ["ThawProtocol", "ThawBus", "ThawTransport", "ThawStore"],
  "ThawTensor": ["CTorch"],
  "ThawModels": ["ThawTensor", "ThawProtocol", "CZlib"],
  "ThawData": ["ThawTensor", "CImage"],
  "ThawEngine": [
    "ThawModels", "ThawData", "ThawTensor", "ThawProtocol", "ThawBus", "ThawStore",
  ],
  "ThawCanvas": ["TOMLKit"],
  "ThawTerminal": ["ThawCanvas", "CNcurses"],
  "ThawDashboard": ["ThawCanvas", "ThawProtocol"],
  "thaw": [
    "ThawDashboard", "ThawCanvas", "ThawTerminal", "ThawTransport", "ThawStore", "ThawHost",
    "ThawProtocol", "ThawBus", "CImage", "ArgumentParser",
  ],
  "thaw-engine": [
    "ThawEngine", "ThawHost", "ThawStore", "ThawProtocol", "ThawBus", "ThawModels", "ThawTensor",
    "ArgumentParser",
  ],
]

/// Modules that come with the toolchain and that everybody may import.
let platformModules: Set<String> = [
  "Foundation", "Dispatch", "Synchronization", "Glibc", "Musl", "Darwin", "Swift",
]
